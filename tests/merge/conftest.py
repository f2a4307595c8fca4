"""The dense manuscript as a Word file, and a co-author who edits it."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.reviewing import Reviewer
from octavo.merge.merging import Merge, merge
from octavo.pipeline import build
from octavo.project import load_project
from octavo.tools import run

DENSE = Path(__file__).parents[2] / "benchmarks" / "dense"


@pytest.fixture(scope="session")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the dense manuscript, its Word file built."""
    root = tmp_path_factory.mktemp("dense") / "paper"
    shutil.copytree(DENSE, root)
    build(load_project(root), ["docx"])
    return root


class Trip:
    """One manuscript that went out as a Word file and comes back."""

    def __init__(self, root: Path, source: Path) -> None:
        self.root = root
        self.reviewer = Reviewer((source / "build" / "manuscript.docx").read_bytes())
        self.file = root / "reviewed.docx"

    def back(self, **options: list[str]) -> Merge:
        """Return what the file that the reviewer leaves changes."""
        self.file.write_bytes(self.reviewer.saved())
        return merge(load_project(self.root), self.file, **options)

    def behind(self, name: str, **options: list[str]) -> str:
        """Return what a section is behind the merge."""
        merged = self.back(**options)
        path = Path("manuscript") / name
        assert path in merged.texts, [done.change for done in merged.done]
        return merged.texts[path][1]

    def before(self, name: str) -> str:
        """Return what a section was."""
        return (self.root / "manuscript" / name).read_text(encoding="utf-8")

    def changes(self, **options: list[str]) -> list[str]:
        """Return the lines that change, `-` those of before and `+` those of behind."""
        return changed_lines(self.back(**options))


def changed_lines(merged: Merge) -> list[str]:
    """Return the lines that a merge changes."""
    found = []
    for before, behind in merged.texts.values():
        lines = difflib.unified_diff(before.split("\n"), behind.split("\n"), n=0, lineterm="")
        found += [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]
    return found


@pytest.fixture
def trip(dense: Path, tmp_path: Path) -> Trip:
    """Return a round trip of the dense manuscript, in a folder of its own."""
    root = tmp_path / "paper"
    shutil.copytree(DENSE, root)
    return Trip(root, dense)


Resave = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def resave(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """Return a function that lets LibreOffice save a Word file again."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("office")

    def saved_again(data: bytes) -> bytes:
        (folder / "in.docx").write_bytes(data)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out"]
        ended = run([*command, f"{folder}/in.docx"], timeout=120)
        assert ended.code == 0, ended.messages
        return (folder / "out" / "in.docx").read_bytes()

    return saved_again
