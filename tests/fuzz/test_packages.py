"""Damaged Word files, brought in as papers and brought back as reviews."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reviewing import Reviewer
from octavo.cli import run
from tests.bringing.test_word import LINKS, PARTS, bookmarked, drawing, table
from tests.bringing.word_files import (
    ROSE,
    WALT,
    docx,
    endnote,
    endnote_packed,
    field,
    mendeley_cite,
    paragraph,
    zotero,
)
from tests.conftest import examples
from tests.fuzz.packages import damaged_packages
from tests.fuzz.running import ends_well, lay

SECTION = """\
# Introduction {#sec:a}

One work [@rose1998, p. 3] is cited, and *emphasis* stands beside a note.^[A note
with @walt1987 in it.] See @tbl:a, @eq:a and {{ values.n }} people.

| a | b |
|---|---|
| 1 | two |

: A table. {#tbl:a}

$$ a = b $$ {#eq:a}

- An item.
- Another.
"""
COMMENTS = """\
# Comments

## [ ] Referee, 2026-01-02

manuscript/01-introduction.md: “emphasis”

Why so?

### Ada, 2026-01-03

Because.
"""


def plugins() -> bytes:
    """Return a paper with what Word's plugins write."""
    body = [
        paragraph("A title", style="Title"),
        paragraph("Ada Example", style="Author"),
        paragraph("Introduction", style="Heading1"),
        paragraph(
            "Words ", zotero(ROSE), " and ", mendeley_cite(WALT), endnote(), endnote_packed()
        ),
        paragraph(drawing("p1")),
        paragraph(bookmarked("_Ref1", "Figure ", field("SEQ Figure", "1")), ": C", style="Caption"),
        paragraph("See ", field(r"REF _Ref1 \h", "Figure 1"), "."),
        table(("a", "b"), ("c", "d")),
        "<w:p><m:oMath><m:r><m:t>a</m:t></m:r></m:oMath></w:p>",
    ]
    return docx("".join(body), PARTS, LINKS)


def plain() -> bytes:
    """Return a paper as a program leaves it that has Word's own template."""
    document = python_docx.Document()
    document.add_heading("A title", 0)
    document.add_heading("Introduction", 1)
    document.add_paragraph("An item.", style="List Number")
    document.add_paragraph("Words.")
    document.add_table(2, 2).cell(0, 0).text = "a"
    with tempfile.TemporaryDirectory() as folder:
        document.save(f"{folder}/a.docx")
        return Path(folder, "a.docx").read_bytes()


@cache
def built() -> bytes:
    """Return a Word file that the round trip begins with, with an open remark in it."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), manuscript())
        assert run(["build", "docx", "--quiet", "-C", folder]) == 0
        return Path(folder, "build/manuscript.docx").read_bytes()


def manuscript() -> dict[str, str]:
    """Return the manuscript that the reviewed files are of."""
    return {
        "manuscript/metadata.yaml": (
            "title: A title\nauthors: [{name: Ada Example}]\nabstract: What it is.\n"
            "values: {n: 12}\nbuild: {docx: {roundtrip: true}}\n"
        ),
        "manuscript/01-introduction.md": SECTION,
        "manuscript/_comments.md": COMMENTS,
    }


@cache
def reviewed() -> bytes:
    """Return that file with changes of two reviewers."""
    reviewer = Reviewer(built())
    reviewer.replace("emphasis", "stress", author="Ada")
    reviewer.insert("Another", " new", author="Ben")
    reviewer.replace("two", "2")
    return reviewer.saved()


MAP = "customXml/item1.xml"
MADE: Mapping[str, Callable[[], bytes]] = {"plugins": plugins, "plain": plain, "octavo": built}


@pytest.mark.parametrize("name", MADE)
@examples(9)
@given(st.data())
def test_a_damaged_paper_is_brought_in_or_refused(name: str, data: st.DataObject) -> None:
    """A manuscript lies there with a report, or the file is refused by its name."""
    damaged = data.draw(damaged_packages(MADE[name]()))
    with tempfile.TemporaryDirectory() as folder:
        source, new = Path(folder, "paper.docx"), Path(folder, "new")
        source.write_bytes(damaged)
        code = ends_well(["init", new, "--from", source], "paper.docx", "brought.txt")
        assert new.exists() == (code != 2)
        assert sorted(p.name for p in Path(folder).iterdir()) in (
            ["paper.docx"],
            ["new", "paper.docx"],
        )
        if code != 2:
            assert "a build stops here" not in (new / "brought.txt").read_text(encoding="utf-8")


@examples(40)
@given(st.data())
def test_a_damaged_review_is_merged_or_refused(data: st.DataObject) -> None:
    """The sections take what can be read, or the file is refused by its name."""
    damaged = data.draw(damaged_packages(reviewed(), (MAP,)))
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), manuscript())
        file = Path(folder, "reviewed.docx")
        file.write_bytes(damaged)
        code = ends_well(["merge", "-C", folder, file], "reviewed.docx", "manuscript/")
        if code == 2:
            text = Path(folder, "manuscript/01-introduction.md").read_text(encoding="utf-8")
            assert text == SECTION
