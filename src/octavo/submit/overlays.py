"""What a manuscript says to one journal otherwise than to all: its files of metadata."""

from __future__ import annotations

import os
from pathlib import Path

from octavo.metadata import Metadata
from octavo.project import Project, load_project
from octavo.submit.profiles import Journal

FOLDER = Path("manuscript/journals")
ANY = "any"
"""The name of what every journal is told."""


def overlays_of(root: Path, journal: Journal) -> tuple[Path, ...]:
    """Return the files of metadata for a journal: what any is told, a house, and it alone."""
    names = [ANY, *reversed(journal.ancestors), journal.id]
    places = (FOLDER / f"{name}.yaml" for name in names)
    return tuple(place for place in places if os.path.lexists(root / place))


def usual_metadata(project: Project) -> Metadata:
    """Return what the metadata say where no journal is told otherwise.

    Whom a journal is not told of is in them, and what an overlay gives other words.
    """
    return load_project(project.root, "").metadata if project.overlays else project.metadata
