"""The front of a Word file: by style, by first words, by the properties of the file."""

from __future__ import annotations

import datetime

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.word import bring_word
from tests.bringing.word_files import docx, paragraph, run

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
INTRODUCTION = paragraph("Introduction", style="Heading1") + paragraph("Words.")


def brought(front: str, properties: str = "") -> Brought:
    """Return what a file with a front and one section brings."""
    return bring_word(
        "a.docx", docx(front + INTRODUCTION, {"docProps/core.xml": CORE.format(properties)})
    )


def told(paper: Brought) -> str:
    """Return the lines of its report."""
    return "\n".join(line for remark in paper.remarks for line in remark.lines)


def test_the_properties_of_the_file_say_what_its_text_does_not() -> None:
    """Title, author, keywords and language, as Word keeps them."""
    properties = (
        "<dc:title>Rivers</dc:title><dc:creator>Ada Example</dc:creator>"
        "<dc:language>de-CH</dc:language><cp:keywords>river, border</cp:keywords>"
    )
    paper = brought("", properties)
    assert paper.metadata == {
        "title": "Rivers",
        "language": "de-CH",
        "authors": [{"name": "Ada Example"}],
        "keywords": ["river", "border"],
    }
    assert "note: the author is taken from the file's properties: Ada Example" in told(paper)


def test_a_name_that_a_program_writes_is_no_author() -> None:
    """And a language that is none is left out."""
    paper = brought("", "<dc:creator>python-docx</dc:creator><dc:language>x y</dc:language>")
    assert paper.metadata == {"title": "a", "authors": [{"name": "Author"}]}
    assert "a.docx: warning: no title was found: the name of the file stands there" in told(paper)


@pytest.mark.parametrize(
    ("front", "abstract"),
    [
        (paragraph("Abstract: What was found."), "What was found."),
        (paragraph("Abstract") + paragraph("What") + paragraph("was found."), "What\n\nwas found."),
        (paragraph(run("Abstract"), run(" — "), run("What was found.")), "What was found."),
        (paragraph("<w:r><w:rPr><w:b/></w:rPr><w:t>Abstract.</w:t></w:r>", " What."), "What."),
        (paragraph("Zusammenfassung: Es war so."), "Es war so."),
    ],
)
def test_an_abstract_is_known_by_its_first_word(front: str, abstract: str) -> None:
    """With its mark, alone on a line, in bold, in another language."""
    paper = brought(front + paragraph("Keywords: river; border"))
    assert paper.metadata["abstract"] == abstract
    assert paper.metadata["keywords"] == ["river", "border"]
    assert [heading for heading, _ in paper.sections] == ["Introduction"]


def test_words_before_the_first_section_that_are_no_front_are_text() -> None:
    """Nothing is lost of a file without headings."""
    paper = bring_word("a.docx", docx(paragraph("Rivers end. So do states.")))
    assert paper.sections == [("", "Rivers end. So do states.\n")]


@pytest.mark.parametrize(
    ("line", "date"),
    [("23 November 2026", datetime.date(2026, 11, 23)), ("in autumn", None)],
)
def test_a_date_is_one_or_is_told(line: str, date: datetime.date | None) -> None:
    """By the style of that name."""
    paper = brought(paragraph(line, style="Date"), "<dc:title>T</dc:title>")
    assert paper.metadata.get("date") == date
    assert ("the date “in autumn” is left out" in told(paper)) == (date is None)
