"""The PDF: tagged, described, linked, with fonts of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from octavo.diagnostics import ToolError
from octavo.nodes import Node, attr, plain, string, walk
from octavo.pandoc import pandoc, pandoc_blocks, pandoc_json
from octavo.pipeline import build
from octavo.render import typst_engine
from octavo.render.typst_markup import Markup
from tests.conftest import Load
from tests.render.article import TEXT, WAVE, Article


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the elements of the structure tree in order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop(0)
        yield element
        children: Any = element.get("/K", [])
        if not isinstance(children, pikepdf.Array):
            children = [children]
        inner = [c for c in children if isinstance(c, pikepdf.Dictionary)]
        waiting[:0] = inner


def roles(pdf: pikepdf.Pdf) -> list[str]:
    """Return the roles of the structure tree in order."""
    return [str(e["/S"]) for e in elements(pdf) if "/S" in e]


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """Return the alternative texts in order."""
    return [str(e["/Alt"]) for e in elements(pdf) if "/Alt" in e]


def test_it_claims_pdf_ua_and_pdf_a(article: Article) -> None:
    """The metadata say which standards the file keeps."""
    with article.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"


def test_its_properties_are_those_of_the_article(article: Article) -> None:
    """Title, authors and language stand in the file's properties."""
    information = article.pdf.docinfo
    assert str(information["/Title"]) == '50% of $x$ & <b> #let "y" \\'
    assert "Ada Example" in str(information["/Author"])
    assert str(information["/Keywords"]) == "One, Two"
    assert str(article.pdf.Root.Lang) == "en-GB"


def test_formulas_say_their_tex(article: Article) -> None:
    """Each formula has its own source as alternative text."""
    said = alternatives(article.pdf)
    assert r"\alpha" in said
    assert "E = mc^2" in said


def test_pictures_say_what_they_show(article: Article) -> None:
    """The script's docstring is read aloud where the author wrote no text."""
    assert "A wave that rises and falls once." in alternatives(article.pdf)


def test_title_headings_tables_and_notes_are_tagged(article: Article) -> None:
    """What looks like a title, a table header or a note is one."""
    found = set(roles(article.pdf))
    assert {"/H1", "/TH", "/TD", "/Note", "/Figure", "/Formula", "/Link", "/Caption"} <= found


def test_no_heading_level_is_skipped(article: Article) -> None:
    """A fourth level below a first is the second."""
    headings = [r[2:] for r in roles(article.pdf) if r.startswith("/H") and r[2:].isdigit()]
    assert "2" in headings
    assert all(int(b) <= int(a) + 1 for a, b in pairwise(headings))


def test_every_font_is_embedded_and_persian_is_set_in_a_book_face(article: Article) -> None:
    """Letters come from fonts that travel with the file."""
    fonts = [
        str(font["/BaseFont"])
        for page in article.pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    ]
    assert any("Amiri" in font for font in fonts)
    assert any("Libertinus" in font for font in fonts)


def test_references_are_links_within_and_without(article: Article) -> None:
    """Cross-references lead into the file, addresses to the web; no other scheme is kept."""
    annotations = [a for page in article.pdf.pages for a in page.get("/Annots", [])]
    addresses = {str(a.A.URI) for a in annotations if "/A" in a and "/URI" in a.A}
    assert "https://doi.org/10.1000/xyz" in addresses
    assert "https://example.org/a?b=c&d=e" in addresses
    assert not any(address.startswith("javascript") for address in addresses)
    assert sum("/Dest" in a or "/URI" not in a.get("/A", {}) for a in annotations) >= 5


def rewritten(text: str) -> list[Node]:
    """Return Markdown as it is given to pandoc's Typst writer."""
    blocks = pandoc_blocks("--from=markdown", data=text.encode())
    return list(walk(Markup({}).rewritten([blocks])))


@pytest.mark.parametrize(
    "written",
    [
        "[x]{lang='en\")[#(40+2)] #text(lang: \"en'}",
        "::: {lang='en\"); [#(40+2)]; set text(lang: \"en'}\nText.\n:::",
        '| a |\n|---|\n| 1 |\n\n: C. {#tbl:t typst:inset="1pt, ..{ (fill: if (40+2)==42 {red}) }"}',
    ],
)
def test_an_attribute_of_the_author_is_no_code(written: str) -> None:
    """A language that is none, and keys that pandoc's writer would take over, are left out."""
    blocks = pandoc_blocks("--from=markdown", data=written.encode())
    (safe,) = Markup({}).rewritten([blocks])
    source = pandoc("--from=json", "--to=typst", data=pandoc_json(safe)).decode()
    assert "40+2" not in source


def test_raw_typst_of_the_author_is_left_out() -> None:
    """Typst code could read files: none of the text's own is kept."""
    raw = [n["c"][1] for n in rewritten(TEXT) if n["t"].startswith("Raw")]
    assert not any("#read" in code for code in raw)


def test_a_sign_that_opens_a_cell_or_heading_is_no_list(load: Load) -> None:
    """Signs that Typst reads as a list, a term or a heading at the start of a text stay signs."""
    text = (
        "# = Gains\n\n# 1. Losses\n\n"
        "So^[+ a note] [- a link](https://example.org) [/ mark]{.mark}.\n\n"
        "| + up | - down |\n|---|---|\n| = same | / term: x |\n| 1. one | == two |\n"
    )
    project = load({"manuscript/01-a.md": text})
    build(project, ["pdf"])
    with pikepdf.open(project.output / "manuscript.pdf") as pdf:
        found = roles(pdf)
    assert "/L" not in found
    assert found.count("/H1") == 3  # with How to cite
    assert (found.count("/TH"), found.count("/TD")) == (2, 4)


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("0123456789abcdef" * 3, True),
        ("pneumonoultramicroscopicsilicovolcanoconiosis.", False),
        ("https://example.org/a-b/c", False),
        ("这是一个没有空格的很长的句子" * 4, False),
    ],
)
def test_a_run_without_a_place_to_break_in_breaks_anywhere(text: str, breaks: bool) -> None:
    """A checksum does, a word that hyphens divide does not."""
    raw = [n["c"][1] for n in rewritten(text) if n["t"].startswith("Raw")]
    assert raw == ([f'#anywhere("{text}");'] if breaks else [])


def test_a_column_is_as_wide_as_its_longest_number() -> None:
    """Typst gives many columns equal shares, over whose edges numbers would be printed."""
    years = "".join(f" {1000000000 + year} |" for year in range(9))
    text = f"| Country |{years}\n|---|{'---|' * 9}\n| Iraq |{years}\n"
    widths = next(n["c"][2] for n in rewritten(text) if n["t"] == "Table")
    (first, *others) = [width["c"] for _, width in widths]
    assert all(other > first for other in others)
    assert 0.999 < first + sum(others) < 1.001


def test_a_table_that_fits_keeps_its_columns() -> None:
    """Widths are Typst's to find as long as nothing is wider than its column."""
    (table,) = [n for n in rewritten("| A | B |\n|---|---|\n| 1 | 2 |\n") if n["t"] == "Table"]
    assert all(width["t"] == "ColWidthDefault" for _, width in table["c"][2])


def test_a_turned_table_may_stand_in_a_division(load: Load) -> None:
    """A page cannot begin within a block, which a division would be."""
    text = "::: {.note}\n| A | B |\n|---|---|\n| 1 | 2 |\n\n: C. {#tbl:c .landscape}\n:::\n"
    build(load({"manuscript/01-a.md": text}), ["pdf"])


def test_labels_are_unique_and_links_lead_to_one() -> None:
    """The first of two equal labels is kept, and a link to nothing is its text."""
    nodes = rewritten("# One {#a}\n\n# Two {#a}\n\n[x](#a) [y](#b)\n")
    codes = [n["c"][1] for n in nodes if n["t"].startswith("Raw")]
    assert sum('#label("a")' in code for code in codes) == 1
    assert sum("#link" in code for code in codes) == 1


def test_odd_letters_in_labels_do_no_harm() -> None:
    """A label is made of letters that Typst takes."""
    header: Node = {"t": "Header", "c": [1, attr('a"]#b c'), [string("X")]]}
    (block,) = Markup({}).rewritten([[header]])[0]
    assert block == plain(
        [
            {"t": "RawInline", "c": ["typst", "#heading(level: 1)["]},
            string("X"),
            {"t": "RawInline", "c": ["typst", ']#label("a---b-c")']},
        ]
    )


def test_a_figure_of_the_first_page_stands_below_its_title(load: Load) -> None:
    """The top of the first page is the title's, and a link to the figure leads to the figure."""
    text = "# One\n\nSee @fig:wave.\n\n![A wave.](wave){#fig:wave}\n"
    project = load({"manuscript/01-a.md": text, "figures/wave.py": WAVE})
    build(project, ["pdf"])
    with pikepdf.open(project.output / "manuscript.pdf") as pdf:
        assert "fig-wave" in [str(note.get("/Dest")) for note in pdf.pages[0].Annots]
        place = pikepdf.NameTree(pdf.Root.Names.Dests)["fig-wave"]
        assert float(place[3]) < float(pdf.pages[0].MediaBox[3]) / 3


def test_a_page_that_is_never_set_is_given_up(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that loops for ever is stopped, and the message says where to look."""
    endless = "#for i in range(100000) { for j in range(100000) { let k = j } }\n"
    project = load({"templates/pdf/article.typ": endless})
    monkeypatch.setattr(typst_engine, "SECONDS", 1)
    with pytest.raises(ToolError, match="Typst did not end within 1 seconds") as caught:
        build(project, ["pdf"])
    assert "templates/pdf/" in caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the kernel's of Linux")
def test_a_page_that_needs_all_memory_is_given_up(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that asks for all the memory there is ends Typst, not the machine."""
    project = load({"templates/pdf/article.typ": "#let all = range(1000000000)\n#all.len()\n"})
    monkeypatch.setattr(typst_engine, "MEGABYTES", 500)
    with pytest.raises(ToolError, match="it may have needed more than 500 MB"):
        build(project, ["pdf"])
