"""What authors change between two builds: real edits of the files, which show in the outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a manuscript's files."""

    name: str
    apply: Callable[[Path], None]
    """Make the change in the manuscript of a folder."""

    shows: str = ""
    """A word that every output holds only after it, where it can be looked for."""


def _nothing(folder: Path) -> None:
    """Leave every file as it is."""


def _paragraph(folder: Path) -> None:
    """Add a sentence to a paragraph in the middle of the section in the middle."""
    path = _middle(sorted((folder / "manuscript").glob("[0-9]*.md")))
    blocks = path.read_text(encoding="utf-8").rstrip().split("\n\n")
    paragraphs = [n for n, block in enumerate(blocks) if block[0].isalpha() and block[-1] == "."]
    blocks[_middle(paragraphs)] += " A quincuncial sentence was added on revision."
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _figure(folder: Path) -> None:
    """Write another label at an axis of the figure in the middle."""
    path = _middle(sorted((folder / "figures").glob("[!_]*.py")))
    _replace(path, 'axes.set_ylabel("', 'axes.set_ylabel("Revised: ')


def _bibliography(folder: Path) -> None:
    """Write another title for the work in the middle."""
    path = folder / "bib/references.bib"
    entries = path.read_text(encoding="utf-8").split("\n\n")
    middle = len(entries) // 2
    entries[middle] = entries[middle].replace("  title = {", "  title = {Palimpsest and ", 1)
    path.write_text("\n\n".join(entries), encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def _middle(items: list[T]) -> T:
    return items[len(items) // 2]


EDITS = (
    Edit("nothing changed", _nothing),
    Edit("a paragraph edited", _paragraph, "quincuncial"),
    Edit("a figure script edited", _figure),
    Edit("a field of the bibliography edited", _bibliography, "palimpsest"),
)
"""In the order in which they are made, each on top of those before."""
