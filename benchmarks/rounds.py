"""Octavo and the baselines do the same work in turns, each on a copy of its own."""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import which

from benchmarks.bare import EPOCH
from benchmarks.edits import EDITS, Edit
from benchmarks.manuscripts import Size, manuscript, write
from benchmarks.measuring import Cost, measure

COLD = Edit("cold", lambda _: None)
OCTAVO, BARE, TEX = "Octavo", "pandoc + Typst", "pandoc + XeLaTeX"
OUTPUTS = tuple(f"manuscript.{form}" for form in ("pdf", "docx", "html"))
SMALL = Size(600, 6, 1)


@dataclass(frozen=True, slots=True)
class Run:
    """One build: in which pair, of what work, by whom, at what cost."""

    pair: int
    work: str
    tool: str
    cost: Cost


def commands() -> dict[str, list[str]]:
    """Return the commands that build the manuscript of the folder they are run in."""
    bare = [sys.executable, str(Path(__file__).with_name("bare.py")), "."]
    found = {
        OCTAVO: [sys.executable, "-m", "octavo", "build", "--quiet", "pdf", "docx", "html"],
        BARE: bare,
    }
    return {**found, TEX: [*bare, "xelatex"]} if which("xelatex") else found


def warm_up() -> None:
    """Let every tool run once, so that no pair pays for what is read or compiled once."""
    for _ in pair(SMALL, 0):
        pass


def pair(size: Size, number: int) -> Iterator[Run]:
    """Yield the cold builds, and those after each edit; who begins changes with the number.

    A tool that fails does no more work in this pair; XeLaTeX does the cold build alone.
    """
    files = manuscript(size)
    with tempfile.TemporaryDirectory() as name:
        going = commands()
        folders = {tool: Path(name, str(n)) for n, tool in enumerate(going)}
        for folder in folders.values():
            write(files, folder)
        for edit in (COLD, *EDITS):
            order = sorted(going, reverse=bool(number % 2))
            for tool in order:
                cost = _build(going[tool], folders[tool], edit)
                yield Run(number, edit.name, tool, cost)
                if cost.failed or tool == TEX:
                    del going[tool]


def _build(command: list[str], folder: Path, edit: Edit) -> Cost:
    """Make the edit, build, and look whether the outputs tell of it."""
    before = _digests(folder)
    edit.apply(folder)
    cost = measure(command, folder, {"SOURCE_DATE_EPOCH": EPOCH})
    if cost.failed:
        return cost
    after = _digests(folder)
    changed = edit is not EDITS[0]
    wrong = [name for name in OUTPUTS if (before.get(name) != after.get(name)) != changed]
    if edit.shows:
        built = [folder / "build" / name for name in OUTPUTS[1:]]
        wrong += [path.name for path in built if edit.shows not in text_of(path)]
    verb = "does not change" if changed else "changes"
    return replace(cost, failed=f"“{edit.name}” {verb} {wrong[0]}") if wrong else cost


def _digests(folder: Path) -> dict[str, str]:
    paths = [folder / "build" / name for name in OUTPUTS]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths if p.exists()}


def text_of(path: Path) -> str:
    """Return what a page or a Word file says, in small letters, without its markup."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            markup = package.read("word/document.xml").decode()
    else:
        markup = path.read_text(encoding="utf-8")
    return re.sub(r"<[^>]*>", "", markup).lower()
