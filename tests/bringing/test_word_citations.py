"""Citations of Word's plugins become citations by key, with an entry for each work.

The files are written as the plugins document or write them: Zotero's and Mendeley's JSON by
https://github.com/citation-style-language/schema, the marks of EndNote's long fields as its
version 20 writes them, Word's own by ECMA-376, part 1, 17.16.5.8 and 22.6.
"""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath

import pytest
from lxml import etree

from octavo.bringing.brought import Brought
from octavo.bringing.endnote import record_of
from octavo.bringing.word import bring_word
from tests.bringing.word_files import (
    ROSE,
    WALT,
    cited,
    docx,
    endnote,
    endnote_packed,
    field,
    instruction,
    mark,
    mendeley_cite,
    mendeley_desktop,
    paragraph,
    run,
    zotero,
)

BIBLIOGRAPHY = PurePosixPath("bib/references.bib")
SOURCES = """<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>Ros98</b:Tag><b:SourceType>JournalArticle</b:SourceType>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Rose</b:Last><b:First>Gideon</b:First>
</b:Person></b:NameList></b:Author></b:Author><b:Title>Neoclassical Realism</b:Title>
<b:JournalName>World Politics</b:JournalName><b:Year>1998</b:Year></b:Source></b:Sources>"""


def brought(*runs: str, parts: dict[str, str] | None = None) -> Brought:
    """Return what a file of one paragraph brings."""
    body = paragraph("Title", style="Title") + paragraph("So it is ", *runs, ".")
    return bring_word("paper.docx", docx(body, {**(parts or {})}))


def text(paper: Brought) -> str:
    """Return the paragraph."""
    return paper.sections[0][1].strip()


@pytest.mark.parametrize(
    "citation",
    [
        zotero(ROSE, locator="146"),
        mendeley_desktop(ROSE, locator="146"),
        mendeley_cite(ROSE, locator="146"),
    ],
    ids=["zotero", "mendeley-desktop", "mendeley-cite"],
)
def test_a_citation_in_json_becomes_a_key_and_an_entry(citation: str) -> None:
    """All data of the work are there, and the page."""
    paper = brought(citation)
    assert text(paper) == "So it is [@rose1998neoclassical, p. 146]."
    entry = paper.files[BIBLIOGRAPHY].decode()
    assert "@article{rose1998neoclassical,\n  author = {Rose, Gideon}," in entry
    for said in ("World Politics", "51", "144-172", "1998-10", "10.1017/S0043887100007814"):
        assert f"{{{said}}}" in entry


@pytest.mark.parametrize("citation", [endnote(), endnote_packed()], ids=["short", "long"])
def test_a_citation_of_endnote_becomes_a_key_and_an_entry(citation: str) -> None:
    """Its XML stands in the instruction, or packed in the marks."""
    paper = brought(citation)
    assert text(paper) == "So it is [see @rose1998neoclassical, p. 146]."
    entry = paper.files[BIBLIOGRAPHY].decode()
    for said in ("Rose, Gideon", "World Politics", "51", "144-172", "10.1017/S0043887100007814"):
        assert f"{{{said}}}" in entry


def test_a_citation_of_words_own_becomes_a_key_and_an_entry() -> None:
    """The works stand in a part of their own."""
    shown = field(r'CITATION Ros98 \p 146 \f "see " \l 1033', "(see Rose, 1998, p. 146)")
    paper = brought(shown, parts={"customXml/item1.xml": SOURCES})
    assert text(paper) == "So it is [see @Ros98, p. 146]."
    assert "@article{Ros98,\n  author = {Rose, Gideon}," in paper.files[BIBLIOGRAPHY].decode()


def test_a_citation_of_zotero_at_a_bookmark_becomes_a_key_and_an_entry() -> None:
    """Its data stand among the properties, in parts."""
    code = f"ZOTERO_ITEM CSL_CITATION {cited(ROSE, locator='146')}"
    parts = [code[start : start + 255] for start in range(0, len(code), 255)]
    listed = "".join(
        f'<property name="ZOTERO_BREF_a1b2_{n}"><v>{escape(part)}</v></property>'
        for n, part in enumerate(parts, 1)
    )
    start = '<w:bookmarkStart w:id="3" w:name="ZOTERO_BREF_a1b2"/>'
    shown = f'{start}{run("(Rose ")}{run("1998)")}<w:bookmarkEnd w:id="3"/>'
    paper = brought(shown, parts={"docProps/custom.xml": f"<Properties>{listed}</Properties>"})
    assert len(parts) > 1
    assert text(paper) == "So it is [@rose1998neoclassical, p. 146]."


def test_what_is_said_of_a_citation_comes_over() -> None:
    """Several works, words before and behind, other parts than pages, no author."""
    more = {"prefix": "see", "suffix": "and passim", "locator": "2", "label": "chapter"}
    assert text(brought(zotero(ROSE, WALT, **more))) == (
        "So it is [see @rose1998neoclassical, chapter 2 and passim; @walt1987origins]."
    )
    assert text(brought(zotero(WALT, **{"suppress-author": True}))) == (
        "So it is [-@walt1987origins]."
    )
    pages = {"locator": "2-4", "prefix": "see"}
    assert text(brought(zotero(WALT, **pages))) == "So it is [see @walt1987origins, pp. 2-4]."
    in_the_sentence = text(brought(endnote(' AuthorYear="1"')))
    assert in_the_sentence == "So it is see @rose1998neoclassical [p. 146]."


def test_a_work_has_one_entry_however_it_is_cited() -> None:
    """The same DOI in two programs' records is the same work; other works have other keys."""
    second = {**WALT, "id": 9, "title": "The Origins of the Other Alliances"}
    paper = brought(zotero(ROSE), endnote(), zotero(WALT), zotero(second))
    assert paper.files[BIBLIOGRAPHY].decode().count("\n@") == 2
    assert "@walt1987originsb" in text(paper)


def test_the_list_of_references_is_left_out_and_said() -> None:
    """It is made anew from the entries."""
    listed = field('ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY', "Rose, Gideon. 1998.")
    body = paragraph("T", style="Title") + paragraph(zotero(ROSE)) + paragraph(listed)
    paper = bring_word("paper.docx", docx(body))
    assert text(paper) == "[@rose1998neoclassical]"
    assert any("the list of references is left out" in remark.what for remark in paper.remarks)


@pytest.mark.parametrize(
    "damaged",
    [
        field("ADDIN ZOTERO_ITEM CSL_CITATION {broken", "(Rose 1998)"),
        field('ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [{"id": 1}]}', "(Rose 1998)"),
        field("ADDIN CSL_CITATION " + "[" * 50_000, "(Rose 1998)"),
        field("ADDIN CSL_CITATION {" + '"a":{' * 50_000, "(Rose 1998)"),
        field("ADDIN EN.CITE <EndNote><Cite>", "(Rose 1998)"),
        field("ADDIN EN.CITE", "(Rose 1998)"),
        field("ADDIN ZOTERO_ITEM CSL_CITATION {}", "(Rose 1998)"),
        field("ADDIN EN.CITE <EndNote/>", "(Rose 1998)"),
        field("ADDIN EN.CITE <EndNote><Cite/></EndNote>", "(Rose 1998)"),
        field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(ROSE)}", "(Rose 1998)").replace(
            "itemData", "itemOther"
        ),
        mark("begin", "/w==")
        + instruction("ADDIN EN.CITE")
        + mark("separate")
        + run("(Rose 1998)")
        + mark("end"),
        field('ADDIN EN.CITE <!DOCTYPE a [<!ENTITY b "c">]><EndNote/>', "(Rose 1998)"),
        field(r"CITATION Ros98 \l 1033", "(Rose 1998)"),
    ],
)
def test_a_citation_that_cannot_be_read_stays_as_text_and_is_told(damaged: str) -> None:
    """Nothing is lost, and the paragraph is named by its first words."""
    paper = brought(damaged)
    assert text(paper) == "So it is (Rose 1998)."
    told = [remark for remark in paper.remarks if "(Rose 1998)" in remark.what]
    assert len(told) == 1
    assert told[0].where == "paper.docx, paragraph 2, “So it is (Rose 1998).”"


def test_a_note_that_is_a_citation_becomes_one_in_the_text() -> None:
    """Whether there is a note is the style's business."""
    note = f'<w:footnote w:id="2">{paragraph(zotero(ROSE), ".")}</w:footnote>'
    links = (
        '<Relationship Id="f" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/>'
    )
    body = paragraph("T", style="Title") + paragraph(
        "So it is.", '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {"word/footnotes.xml": f'<w:footnotes xmlns:w="{namespace}">{note}</w:footnotes>'}
    paper = bring_word("paper.docx", docx(body, parts, links))
    assert text(paper) == "So it is.[@rose1998neoclassical]"


@pytest.mark.parametrize(
    ("code", "end", "said"),
    [
        ("{broken", '<w:bookmarkEnd w:id="3"/>', 1),
        (cited(ROSE), "", 0),
    ],
    ids=["damaged", "without an end"],
)
def test_a_bookmark_of_zotero_that_cannot_be_read_stays_as_text(
    code: str, end: str, said: int
) -> None:
    """Damaged data are told; where it ends nowhere, nobody knows what its text is."""
    name = "ZOTERO_BREF_a1b2"
    listed = f'<property name="{name}_1"><v>ZOTERO_ITEM CSL_CITATION {escape(code)}</v></property>'
    shown = f'<w:bookmarkStart w:id="3" w:name="{name}"/>{run("(Rose 1998)")}{end}'
    paper = brought(shown, parts={"docProps/custom.xml": f"<Properties>{listed}</Properties>"})
    assert text(paper) == "So it is (Rose 1998)."
    told = [remark.where for remark in paper.remarks if "(Rose 1998)” stays" in remark.what]
    assert told == ["paper.docx, paragraph 2, “So it is (Rose 1998).”"] * said


@pytest.mark.parametrize(("style", "kept"), [("apa", {"csl": "apa"}), ("unheard-of", None)])
def test_the_style_of_zotero_is_taken_over_where_it_is_shipped(
    style: str, kept: dict[str, str] | None
) -> None:
    """By the name in its preferences, which it keeps in the file."""
    preferences = escape(f'<data><style id="http://www.zotero.org/styles/{style}"/></data>')
    listed = f'<property name="ZOTERO_PREF_1"><v>{preferences}</v></property>'
    paper = brought(parts={"docProps/custom.xml": f"<Properties>{listed}</Properties>"})
    assert paper.metadata.get("build") == kept


def test_a_record_of_endnote_says_what_it_says_of_a_book() -> None:
    """A body's name ends with a comma; a number of one kind is an ISBN; a year is a number."""
    record = etree.fromstring(
        '<record><ref-type name="Book">6</ref-type><contributors><authors>'
        "<author>United Nations,</author><author/><author>Rose, Gideon</author></authors>"
        "</contributors><titles><title>T</title></titles><dates><year>in press</year></dates>"
        "<isbn>978-0-8014-9418-5 (pbk)</isbn>"
        "<electronic-resource-num>https://doi.org/10.1/x</electronic-resource-num></record>"
    )
    assert record_of(record) == {
        "type": "book",
        "title": "T",
        "DOI": "10.1/x",
        "author": [{"literal": "United Nations"}, {"family": "Rose", "given": "Gideon"}],
        "ISBN": "978-0-8014-9418-5 (pbk)",
    }
