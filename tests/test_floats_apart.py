"""Figures and tables in files of their own: what stands in their place, and where links lead."""

from __future__ import annotations

import io
import re
import zipfile
from typing import get_args

import pikepdf
import pytest

from octavo.document import Document
from octavo.layout import TABLES, floats_apart, self_contained
from octavo.nodes import branches, has_class, link, para, plain_text, string
from octavo.outputs import dangling_of
from octavo.pandoc import pandoc
from octavo.pipeline import build
from octavo.project import load_project
from octavo.root import Format
from octavo.words import words_of
from tests.conftest import WAVE, Files, Write
from tests.render.single import composed, rendered

LANGUAGES = ("en", "de", "fr", "es", "ru", "ar", "fa", "zh")
TEXT = """# One

See @fig:wave, @fig:b and @tbl:t; [@walt1987].

![A wave [@rose1998].](wave){#fig:wave}

> Quoted.
>
> ![Within.](wave){#fig:q}

::: {#fig:pair}
![First.](wave){#fig:a}

![Second.](wave){#fig:b}

Both.
:::

| a | b |
|---|---|
| See @fig:wave | [@walt1987] and @tbl:u |

: Values. {#tbl:t}

Between.

| a |
|---|
| 1 |

: More.[^1] {#tbl:u}

[^1]: A note.

![](wave)

# Details {.appendix}

![Last.](wave){#fig:z}
"""


def files(settings: str = "floats: apart", language: str = "en") -> Files:
    """Return the sources of an article with floats of every kind."""
    head = f"title: T\nlanguage: {language}\nauthors: [Ada]\n"
    return {
        "manuscript/metadata.yaml": f"{head}build: {{{settings}}}\n",
        "manuscript/01-a.md": TEXT,
        "figures/wave.py": WAVE,
    }


def parted(write: Write, language: str = "en") -> tuple[Document, Document]:
    """Return the article and its tables."""
    _, (main, tables) = composed(write(files(language=language)), ["html"])
    return main, tables


def places(document: Document) -> list[str]:
    """Return the lines in the places of floats."""
    found = (node for node in branches(document.blocks) if has_class(node, "about-here"))
    return [plain_text(node["c"][1]) for node in found]


def test_a_line_stands_in_the_place_of_each(write: Write) -> None:
    """In the order of the text, in quotations too; a picture without a number stays."""
    main, _ = parted(write)
    assert places(main) == [
        f"[{kind} {number} about here]"
        for kind, number in (
            *(("Figure", "1"), ("Figure", "2"), ("Figure", "3")),
            *(("Table", "1"), ("Table", "2"), ("Figure", "A1")),
        )
    ]
    assert len([node for node in branches(main.blocks) if node["t"] == "Image"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_is_in_the_language_of_the_document(write: Write, language: str) -> None:
    """Each has the word for the figure, its number, and brackets around."""
    main, tables = parted(write, language)
    line = places(main)[0]
    word = words_of(language)["figure"]
    assert line.startswith("[")
    assert line.endswith("]")
    assert f"{word[:1].upper()}{word[1:]} 1" in line
    assert "{" not in line
    assert tables.metadata.title == words_of(language)["tables"]


def test_floats_within_quotations_go_to_the_end_too(write: Write) -> None:
    """What is set behind the text is all that has a number; an empty division is left out."""
    text = "# One\n\n> Quoted.\n>\n> ![Within.](wave){#fig:q}\n\n::: x\n\n| a |\n|---|\n| 1 |\n\n"
    sources = files("floats: end") | {"manuscript/01-a.md": f"{text}: T. {{#tbl:t}}\n\n:::\n"}
    _, (document,) = composed(write(sources), ["html"])
    kinds = [block["t"] for block in document.blocks]
    assert kinds[:2] == ["Header", "BlockQuote"]
    assert kinds[-4:] == ["Header", "Table", "Header", "Figure"]
    assert kinds[2:-4] == ["Header", "Div"]  # how to cite it


def test_captions_of_figures_are_listed_behind_all_else(write: Write) -> None:
    """Those of subfigures behind their figure's, and citations as in the text."""
    main, _ = parted(write)
    start = next(n for n, b in enumerate(main.blocks) if has_class(b, "new-page"))
    assert [plain_text([block]) for block in main.blocks[start:]] == [
        "Figure captions",
        "Figure 1. A wave (Rose 1998).",
        "Figure 2. Within.",
        "Figure 3. Both. (a) First; (b) Second.",
        "Figure A1. Last.",
    ]


def test_every_link_leads_somewhere(write: Write) -> None:
    """To a caption in the list, to a table's line, or to a reference."""
    main, _ = parted(write)
    names = {node["c"][0][0] for node in branches(main.blocks) if node["t"] in ("Div", "Span")}
    targets = {node["c"][2][0] for node in branches(main.blocks) if node["t"] == "Link"}
    assert {"#fig-wave", "#fig-b", "#tbl-t", "#ref-walt1987"} <= targets
    assert {target[1:] for target in targets if target.startswith("#")} <= names


def test_the_tables_are_a_document_of_their_own(write: Write) -> None:
    """Their numbers and citations are the text's; what led out of them is text."""
    main, tables = parted(write)
    assert [block["t"] for block in tables.blocks] == ["Table", "Table"]
    text = plain_text(tables.blocks)
    for said in (
        "Table 1. Values.",
        "See Figure 1",
        "(Walt 1987)",
        "Table 2. More.",
    ):
        assert said in text
    targets = [node["c"][2][0] for node in branches(tables.blocks) if node["t"] == "Link"]
    assert targets == ["#tbl-u"]
    assert (tables.name, tables.metadata.subtitle) == (TABLES, main.metadata.title)


def test_without_tables_there_is_no_document_of_them(write: Write) -> None:
    """Neither is there a list of captions without figures."""
    _, (main,) = composed(write({"manuscript/01-a.md": "# One\n\nText.\n"}), ["html"])
    apart, tables = floats_apart(main)
    assert tables is None
    assert apart.blocks == main.blocks


def test_a_link_out_of_blocks_is_its_text() -> None:
    """One to an address stays."""
    blocks = [para([link([string("in")], "#a"), link([string("out")], "https://example.org")])]
    (made,) = self_contained(blocks)
    assert [inline["t"] for inline in made["c"]] == ["Str", "Link"]


@pytest.mark.parametrize("form", get_args(Format))
def test_every_format_has_both_files(write: Write, form: str) -> None:
    """A build leaves them side by side, without links that lead nowhere."""
    project = load_project(write(files()))
    built = build(project, [form])
    names = [re.split(r"[.-]", artifact.path.name)[0] for artifact in built.artifacts]
    assert names == ["manuscript", "tables"]
    assert built.findings == ()
    assert [*dangling_of(project)] == []


def test_tables_of_an_earlier_build_are_taken_away(write: Write) -> None:
    """A build without them leaves none beside the article."""
    root = write(files())
    build(load_project(root), ["html"])
    assert (root / "build/tables.html").is_file()
    write(files("floats: text"))
    build(load_project(root), ["html"])
    assert not (root / "build/tables.html").exists()


def test_word_counts_the_captions_of_the_list(write: Write) -> None:
    """References to figures follow their numbers, and the list begins a page."""
    project, (main, _) = composed(write(files()), ["docx"])
    data = rendered(main, project, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("word/document.xml").decode()
    assert re.search(r'<w:pStyle w:val="Heading1"/><w:pageBreakBefore/>', text)
    assert text.count("w:pageBreakBefore") == 1
    assert '<w:pStyle w:val="AboutHere"/>' in text
    assert "SEQ Figure" in text
    flush = r'<w:pStyle w:val="FirstParagraph"/>(?:(?!</w:p>).)*SEQ Figure'
    assert len(re.findall(flush, text, re.DOTALL)) == 4
    plain = pandoc("--from=docx", "--to=plain", "--wrap=none", "-", data=data).decode()
    assert "[Table\u00a01 about here]" in plain


def test_the_pdf_begins_a_page_with_the_list(write: Write) -> None:
    """Nothing of the text stands on it."""
    project, (main, _) = composed(write(files()), ["pdf"])
    with pikepdf.open(io.BytesIO(rendered(main, project, "pdf"))) as pdf:
        assert len(pdf.pages) == 2


def test_latex_does_not_number_what_is_not_there(write: Write) -> None:
    """References are text that leads to the list; the tables keep their numbers."""
    project, (main, tables) = composed(write(files()), ["latex"])
    with zipfile.ZipFile(io.BytesIO(rendered(main, project, "latex"))) as package:
        source = package.read("manuscript.tex").decode()
    assert "\\begin{center}\n\n{[}Figure~1 about here{]}\n\n\\end{center}" in source
    assert r"\hyperref[fig-wave]{Figure~1}" in source
    assert "\\clearpage\n\n\\section*{Figure captions}" in source
    assert r"\textbf{{Figure~1}}. A wave" in source
    assert r"\begin{figure}" not in source
    with zipfile.ZipFile(io.BytesIO(rendered(tables, project, "latex"))) as package:
        assert r"\caption" in package.read("tables.tex").decode()


def test_a_supplement_keeps_its_own(write: Write) -> None:
    """It is a file apart already."""
    extra = {**files(), "manuscript/supplement/01-s.md": "# More\n\n![Extra.](wave){#fig:x}\n"}
    _, (main, tables, supplement) = composed(write(extra), ["html"])
    assert [main.name, tables.name, supplement.name] == ["manuscript", TABLES, "supplement"]
    assert places(supplement) == []
