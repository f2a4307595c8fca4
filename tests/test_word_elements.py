"""What elements of a Word file say, also those that no Word wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

from octavo.word_elements import citation_items, citation_of, form_of, level_of, symbol_of

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def element(text: str) -> Any:
    """Return an element of Word's; `w:` stands for its namespace."""
    return etree.fromstring(f'<w:root xmlns:w="{SPACE}">{text}</w:root>')[0]


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        ("00E9", "é"),
        ("f0B7", "\uf0b7"),
        ("D83D", "\ufffd"),
        ("dfff", "\ufffd"),
        ("0000", "\ufffd"),
        ("0007", "\ufffd"),
        ("", "\ufffd"),
        ("12345", "\ufffd"),
        ("bird", "\ufffd"),
    ],
)
def test_a_symbol_is_a_letter_that_can_be_written(code: str, letter: str) -> None:
    """Half a letter and signs that steer are none: no file can hold them as text."""
    assert symbol_of(element(f'<w:sym w:font="Wingdings" w:char="{code}"/>')) == letter
    assert symbol_of(element("<w:sym/>")) == "\ufffd"


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("<w:pPr/>", -1),
        ("<w:pPr><w:numPr/></w:pPr>", -1),
        ('<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', -1),
        ('<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>', 0),
        ('<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="3"/></w:numPr></w:pPr>', 2),
        ('<w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="3"/></w:numPr></w:pPr>', 0),
    ],
)
def test_a_paragraph_is_in_a_list_by_its_number(properties: str, level: int) -> None:
    """The list 0 is none, whatever a style says; a level that is no number is the first."""
    assert level_of(element(properties)) == level


def test_what_is_switched_off_is_not_set() -> None:
    """`w:val="0"` takes away what the style gives; other alignments are no index."""
    form = element(
        '<w:rPr><w:b/><w:i w:val="0"/><w:vertAlign w:val="subscript"/>'
        '<w:vertAlign w:val="baseline"/></w:rPr>'
    )
    assert form_of(form) == "_b"
    assert form_of(None) == ""


ITEM = {"id": 1, "itemData": {"title": "Waves"}, "uris": ["x"]}


@pytest.mark.parametrize(
    ("instruction", "items"),
    [
        (f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationItems': [ITEM, 7]})} more", [ITEM]),
        ("ADDIN ZOTERO_ITEM CSL_CITATION", []),
        ("ADDIN ZOTERO_ITEM CSL_CITATION {broken", []),
        ('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": {}}', []),
        ('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems"' + ':{"a"' * 100_000, []),
        ("PAGE", []),
    ],
)
def test_items_of_a_citation_are_read_if_they_can_be(instruction: str, items: list[Any]) -> None:
    """What stands behind them does not matter; damaged ones, or bottomless, are none."""
    assert citation_items(instruction) == items


def test_equal_citations_are_known_by_their_items() -> None:
    """Where they were written does not count; those that cannot be read are told as such."""
    data = ({"citationID": n, "citationItems": [{**ITEM, "uris": n}]} for n in (1, 2))
    one, other = (f"ADDIN CSL_CITATION {json.dumps(each)}" for each in data)
    assert citation_of(one) == citation_of(other) != ""
    assert citation_of("ADDIN CSL_CITATION {") == "unreadable"
    assert citation_of(" ADDIN EN.CITE <EndNote/>") == "endnote"
    assert citation_of("PAGE") == ""
