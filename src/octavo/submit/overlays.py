"""What a manuscript says to one journal otherwise than to all: its files of metadata."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

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


def with_everybody(project: Project) -> Project:
    """Return a project that knows those too whom a journal is not told of.

    They are in what is looked for in an anonymous copy, and in nothing that is printed.
    """
    if not project.overlays:
        return project
    told, usual = project.metadata, load_project(project.root, "").metadata
    more: dict[str, Any] = {
        "authors": _joined(told.authors, usual.authors),
        "affiliations": _joined(told.affiliations, usual.affiliations),
        "acknowledgements": "\n\n".join(
            _joined([told.acknowledgements or ""], [usual.acknowledgements or ""])
        ),
    }
    if isinstance(usual.funding, tuple):
        known = told.funding if isinstance(told.funding, tuple) else ()
        more["funding"] = _joined(known, usual.funding)
    return replace(project, metadata=told.model_copy(update=more))


def _joined(told: Iterable[Any], usual: Iterable[Any]) -> tuple[Any, ...]:
    first = tuple(told)
    return (*first, *(one for one in usual if one not in first))
