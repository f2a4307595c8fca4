"""Tracked changes in Word: accepting all gives the new manuscript, rejecting all the old one."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.diff.conftest import Revised
from tests.diff.word import W, decided

NUMBERS = re.compile(r"\b(Figure|Table|Equation|Section|Appendix)( S?[\dA-Z.]+)")

UNSEEN = str.maketrans("", "", "\u2060☐☒")
"""What Word does not print, or prints as the mark of an item."""


def words(paragraphs: list[str]) -> list[str]:
    """Return the words of paragraphs, but for the numbers of figures and signs without a width."""
    return NUMBERS.sub(r"\1", " ".join(paragraphs)).translate(UNSEEN).split()


def part(path: Path, name: str) -> Any:
    """Return a part of a Word file."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def test_accepting_all_gives_the_new_manuscript(revised: Revised) -> None:
    """Paragraph by paragraph it is the file that a build of the new one makes."""
    accepted = decided(revised.marked / "manuscript.docx", accept=True)
    assert accepted == decided(revised.new / "manuscript.docx", accept=True)


def test_rejecting_all_gives_the_old_manuscript(revised: Revised) -> None:
    """Word by word it is the file that a build of the old one makes, but for its numbers."""
    rejected = decided(revised.marked / "manuscript.docx", accept=False)
    assert words(rejected) == words(decided(revised.old / "manuscript.docx", accept=True))


def test_the_supplement_too(revised: Revised) -> None:
    """The supplement has its own marked copy."""
    marked = revised.marked / "supplement.docx"
    for accept, folder in ((True, revised.new), (False, revised.old)):
        plain = decided(folder / "supplement.docx", accept=True)
        assert words(decided(marked, accept=accept)) == words(plain)


def test_it_keeps_the_schema(revised: Revised) -> None:
    """The rules of the Open XML SDK find no error."""
    result = OpenXmlValidator().validate(revised.marked / "manuscript.docx")
    assert [str(error) for error in result.errors] == []


def test_every_change_has_its_author_and_moment(revised: Revised) -> None:
    """They are who git says is at work, and when the last commit was made."""
    document = part(revised.marked / "manuscript.docx", "document")
    changes = [e for name in ("ins", "del", "moveFrom", "moveTo") for e in document.iter(W + name)]
    assert len(changes) > 50
    assert {e.get(W + "author") for e in changes} == {"Ada Example"}
    assert {e.get(W + "date") for e in changes} == {"2026-03-01T10:00:00Z"}
    numbers = [e.get(W + "id") for e in changes]
    assert len(set(numbers)) == len(numbers)


def test_moved_text_is_a_move(revised: Revised) -> None:
    """Word shows where it was and where it came to by one name."""
    document = part(revised.marked / "manuscript.docx", "document")
    for kind in ("moveFrom", "moveTo"):
        (start,) = document.iter(f"{W}{kind}RangeStart")
        (end,) = document.iter(f"{W}{kind}RangeEnd")
        assert start.get(W + "name") == "move1"
        assert start.get(W + "id") == end.get(W + "id")
        text = "".join(t.text for e in document.iter(W + kind) for t in e.iter(W + "t"))
        assert text.startswith("The first paragraph that will be moved")


def test_rows_and_cells_are_changed_as_such(revised: Revised) -> None:
    """A row that was left out is a deleted row, and a new column is one of inserted cells."""
    document = part(revised.marked / "manuscript.docx", "document")
    assert len(list(document.iterfind(f".//{W}trPr/{W}del"))) == 1
    assert len(list(document.iterfind(f".//{W}tcPr/{W}cellIns"))) == 3
    assert list(document.iterfind(f".//{W}trPr/{W}ins"))


def test_what_was_left_out_has_no_fields_and_bookmarks(revised: Revised) -> None:
    """Word counts figures and equations, and references follow, as in the new manuscript."""
    document = part(revised.marked / "manuscript.docx", "document")
    left_out = [e for name in ("del", "moveFrom") for e in document.iter(W + name)]
    assert not [e for gone in left_out for e in gone.iter(W + "delInstrText", W + "bookmarkStart")]
    names = [e.get(W + "name") for e in document.iter(W + "bookmarkStart")]
    assert len(names) == len(set(names))
    assert not list(document.iter(W + "change"))


def test_the_summary_is_a_comment(revised: Revised) -> None:
    """It is no text of the manuscript, so that it is not there when all is accepted."""
    comments = part(revised.marked / "manuscript.docx", "comments")
    text = "\n".join("".join(t.text for t in p.iter(W + "t")) for p in comments.iter(W + "p"))
    assert text.startswith("v1 → working copy\n")
    assert "1 Introduction: Words added" in text
