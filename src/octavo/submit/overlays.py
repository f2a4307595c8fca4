"""What a manuscript says to one journal otherwise than to all: its files of metadata."""

from __future__ import annotations

import os
from pathlib import Path

from octavo.submit.profiles import lineage

FOLDER = Path("manuscript/journals")
ANY = "any"
"""The name of what every journal is told."""


def overlays_of(root: Path, journal: str) -> tuple[Path, ...]:
    """Return the files of metadata for a journal: what any is told, a house, and it alone."""
    names = [ANY, *reversed(lineage(root, journal))]
    places = (FOLDER / f"{name}.yaml" for name in names)
    return tuple(place for place in places if os.path.lexists(root / place))
