"""Citations in Word are Zotero's fields, and read as in every other format."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.nodes import walk
from octavo.pandoc import pandoc
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = "title: T\nauthors: [{name: A}]\n"
CITATION = "ADDIN ZOTERO_ITEM CSL_CITATION "


def built(write: Write, text: str, settings: str = "") -> Path:
    """Return the Word file of a text."""
    root = write({"manuscript/metadata.yaml": HEAD + settings, "manuscript/01-a.md": text})
    return build(load_project(root), ["docx"]).artifacts[0].path


def part(path: Path, name: str = "document") -> Any:
    """Return a part of a Word file."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def citations(story: Any) -> list[dict[str, Any]]:
    """Return the data of all citations of a story."""
    codes = [str(code.text).strip() for code in story.iter(W + "instrText")]
    return [json.loads(code[len(CITATION) :]) for code in codes if code.startswith(CITATION)]


def items(path: Path) -> list[dict[str, Any]]:
    """Return the items of the one citation, without the data of the works."""
    (citation,) = citations(part(path))
    dropped = ("itemData", "uris")
    return [{k: v for k, v in i.items() if k not in dropped} for i in citation["citationItems"]]


def text_of(story: Any) -> str:
    """Return the text of the first paragraph of the text."""
    paragraphs = ["".join(t.text for t in p.iter(W + "t")) for p in story.iter(W + "p")]
    return next(text for text in paragraphs if text.startswith("A claim"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[@rose1998]", [{"id": "rose1998"}]),
        (
            "[see @rose1998, p. 145]",
            [{"id": "rose1998", "prefix": "see ", "locator": "145", "label": "page"}],
        ),
        (
            "[@rose1998, pp. 145-7, 150; @walt1987, ch. 2 and elsewhere]",
            [
                {"id": "rose1998", "locator": "145-7, 150", "label": "page"},
                {"id": "walt1987", "locator": "2", "label": "chapter", "suffix": " and elsewhere"},
            ],
        ),
        ("[@rose1998, xii]", [{"id": "rose1998", "locator": "xii", "label": "page"}]),
        ("[@rose1998, § 3]", [{"id": "rose1998", "locator": "3", "label": "section"}]),
        ("[@rose1998, in passing]", [{"id": "rose1998", "suffix": ", in passing"}]),
        ("[-@rose1998]", [{"id": "rose1998", "suppress-author": True}]),
        (
            "@rose1998 [p. 145]",
            [{"id": "rose1998", "suppress-author": True, "locator": "145", "label": "page"}],
        ),
    ],
)
def test_a_citation_says_what_was_written(
    write: Write, written: str, expected: list[dict[str, Any]]
) -> None:
    """Prefixes, locators with their kind, suffixes and suppressed authors."""
    assert items(built(write, f"A claim {written}.\n")) == expected


def test_the_name_of_an_author_in_the_text_is_outside(write: Write) -> None:
    """Zotero would print it within the brackets."""
    story = part(built(write, "A claim of @rose1998.\n"))
    assert text_of(story) == "A claim of Rose (1998)."
    (citation,) = citations(story)
    assert citation["properties"]["plainCitation"] == "(1998)"


def test_a_work_comes_with_its_data(write: Write) -> None:
    """The title keeps the capitals of the bibliography, a DOI is the address of the work."""
    (citation,) = citations(part(built(write, "A claim [@rose1998].\n")))
    (item,) = citation["citationItems"]
    assert item["uris"] == ["https://doi.org/10.1017/S0043887100007814"]
    assert item["itemData"]["title"] == "Neoclassical Realism and Theories of Foreign Policy"
    assert item["itemData"]["author"] == [{"family": "Rose", "given": "Gideon"}]


def test_a_note_holds_its_citation(write: Write) -> None:
    """In a style of notes the field stands in the footnote."""
    path = built(write, "A claim [@rose1998].\n", "build: {csl: chicago-notes-bibliography}\n")
    assert citations(part(path)) == []
    assert [c["citationItems"][0]["id"] for c in citations(part(path, "footnotes"))] == ["rose1998"]


def test_the_references_are_one_field(write: Write) -> None:
    """It begins before the first entry and ends behind the last; every field is closed."""
    story = part(built(write, "A claim [@rose1998; @walt1987].\n"))
    depth, inside = 0, ""
    for element in story.iter(W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "fldChar":
            depth += {"begin": 1, "separate": 0, "end": -1}[element.get(W + "fldCharType")]
        elif element.tag == W + "instrText" and "ZOTERO_BIBL" in element.text:
            inside = "|"
        elif inside and depth:
            inside += element.text
    assert depth == 0
    assert re.fullmatch(r"\|Rose, Gideon.*Walt, Stephen M\. 1987.*Press\.", inside)


def test_the_style_is_told(write: Write) -> None:
    """Zotero finds the style and the language in the document's properties."""
    with zipfile.ZipFile(built(write, "A claim [@rose1998].\n")) as package:
        properties = etree.fromstring(package.read("docProps/custom.xml"))
    data = etree.fromstring("".join(map(str, properties.itertext())))
    style = data.find("style")
    assert style is not None
    assert style.get("id") == "http://www.zotero.org/styles/chicago-author-date"
    assert style.get("locale") == "en"


def test_plain_text_can_be_chosen(write: Write) -> None:
    """The words are the same without the fields."""
    written = "A claim [see @rose1998, p. 145; @walt1987], and @walt1987.\n"
    live = part(built(write, written))
    plain = part(built(write, written, "build: {docx: {citations: text}}\n"))
    assert citations(plain) == []
    assert text_of(plain) == text_of(live)


def test_pandoc_reads_the_citations_back(write: Write) -> None:
    """Keys survive the way through Word."""
    path = built(write, "A claim [see @rose1998, p. 145; @walt1987], and @walt1987.\n")
    read = json.loads(pandoc("--from=docx+citations", "--to=json", str(path), data=b""))
    cites = [node["c"][0] for node in walk(read["blocks"]) if node["t"] == "Cite"]
    found = [[citation["citationId"] for citation in cite] for cite in cites]
    assert found == [["rose1998", "walt1987"], ["walt1987"]]
