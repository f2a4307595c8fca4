"""Tracked changes as LibreOffice decides them, which knows nothing of ours."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.diff.conftest import Revised, revised
from tests.diff.test_word import words
from tests.diff.word import W

__all__ = ["revised"]
DECIDE = Path(__file__).parent / "decide.py"
COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def decided(source: Path, folder: Path, command: str) -> list[str]:
    """Return the words that LibreOffice leaves."""
    bare, place = folder / f"{source.parent.name}-{command}.docx", folder / f"{command}.txt"
    _without_comments(source, bare)
    words_of_command = [command] if command else []
    subprocess.run(
        ["/usr/bin/python3", DECIDE, bare, place, *words_of_command], check=True, timeout=300
    )
    return words([" ".join(place.read_text(encoding="utf-8-sig").split())])


def _without_comments(source: Path, place: Path) -> None:
    """LibreOffice 7.4 without a screen falls over any comment that a file holds."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(place, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(data)
                etree.strip_elements(root, *(W + tag for tag in COMMENTS), with_tail=False)
                data = etree.tostring(root)
            made.writestr(name, data)


@pytest.mark.parametrize("command", ["AcceptAllTrackedChanges", "RejectAllTrackedChanges"])
def test_libreoffice_gives_back_both_sides(revised: Revised, tmp_path: Path, command: str) -> None:
    """Accepting all is the new manuscript, rejecting all the old one, word by word."""
    accept = command.startswith("Accept")
    plain = (revised.new if accept else revised.old) / "manuscript.docx"
    left = decided(revised.marked / "manuscript.docx", tmp_path, command)
    assert left == decided(plain, tmp_path, "")
