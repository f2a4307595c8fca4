"""The supplement: a second document with numbers and references of its own."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import get_args

import pikepdf
import pytest
from lxml import etree, html

from octavo.assembly import assemble
from octavo.crossref import resolve
from octavo.diagnostics import Faults
from octavo.document import Document
from octavo.nodes import has_class, plain_text, walk
from octavo.pipeline import build, compose, gather, inspect
from octavo.root import Format
from tests.conftest import WAVE, Load

METADATA = """title: The article
date: 2026-03-09
authors: [{name: Ada Example}]
abstract: What it says.
keywords: [One]
acknowledgements: Thanks.
licence: CC BY 4.0
"""
ARTICLE = """# One {#sec:one}

See @fig:more, [-@tbl:more] and @sec:more; [@rose1998].

![A wave.](wave){#fig:wave}

$$a$$ {#eq:a}
"""
SUPPLEMENT = """# More {#sec:more}

@fig:wave, [the formula](#eq:a) and @eq:more; [@walt1987].

![Again.](wave){#fig:more}

## Below

: Numbers. {#tbl:more}

| a | b |
|---|---|
| 1 | 2 |

$$b$$ {#eq:more}
"""
FILES: dict[str, str | bytes] = {
    "manuscript/metadata.yaml": METADATA,
    "manuscript/01-article.md": ARTICLE,
    "manuscript/supplement/01-more.md": SUPPLEMENT,
    "figures/wave.py": WAVE,
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an article and its supplement in every format."""
    from octavo.project import load_project

    root = tmp_path_factory.mktemp("supplement")
    for name, text in {**FILES, "bib/references.bib": _bibliography()}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(text), encoding="utf-8")
    project = load_project(root)
    build(project, list(get_args(Format)))
    return project.output


def _bibliography() -> str:
    from tests.conftest import BIBLIOGRAPHY

    return BIBLIOGRAPHY


def documents(load: Load) -> tuple[Document, ...]:
    """Return the article and its supplement, numbered."""
    project = load(FILES)
    evidence = gather(project)
    return resolve(assemble(project, evidence.manuscript, evidence.figures))


def texts(document: Document, kind: str, name: str = "") -> list[str]:
    """Return the texts of the nodes of a type and a class."""
    found = (n for n in walk(document.blocks) if n["t"] == kind)
    return [plain_text([n]) for n in found if not name or has_class(n, name)]


def test_its_parts_are_numbered_from_s1(load: Load) -> None:
    """Sections, figures, tables and equations bear an S; the article's do not."""
    article, supplement = documents(load)
    assert texts(supplement, "Header") == ["S1 More", "S1.1 Below"]
    assert texts(supplement, "Span", "caption-label") == ["Figure S1", "Table S1"]
    assert texts(article, "Span", "caption-label") == ["Figure 1"]


def test_references_across_the_documents_have_their_numbers(load: Load) -> None:
    """The article refers to the supplement and the supplement to the article."""
    article, supplement = documents(load)
    assert texts(article, "Link") == ["Figure S1", "S1", "Section S1"]
    assert texts(supplement, "Link") == ["Figure 1", "the formula", "Equation S1"]


def test_its_title_page_is_that_of_the_article(load: Load) -> None:
    """It says what it is, and of what; abstract and statements are the article's alone."""
    _, supplement = documents(load)
    assert supplement.metadata.title == "Supplementary material"
    assert supplement.metadata.subtitle == "The article"
    assert supplement.abstracts == ()
    assert "Thanks." not in plain_text(supplement.blocks)


def test_links_lead_to_the_other_page(output: Path) -> None:
    """In HTML each page links to the other's file and to a place that is there."""
    pages = {n: html.parse(str(output / f"{n}.html")) for n in ("manuscript", "supplement")}
    links = [str(a.get("href")) for page in pages.values() for a in page.iter("a")]
    across = [link for link in links if ".html#" in link]
    assert sorted(set(across)) == [
        "manuscript.html#eq-a",
        "manuscript.html#fig-wave",
        "supplement.html#fig-more",
        "supplement.html#sec-more",
        "supplement.html#tbl-more",
    ]
    for link in across:
        name, _, place = link.partition(".html#")
        assert place in pages[name].xpath("//@id")


def test_links_lead_to_the_other_word_file(output: Path) -> None:
    """In Word they are links to a bookmark of the other file."""
    bookmarks, targets = {}, []
    for name in ("manuscript", "supplement"):
        with zipfile.ZipFile(output / f"{name}.docx") as package:
            relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
            text = package.read("word/document.xml").decode()
        targets += [str(r.get("Target")) for r in relations if ".docx#" in str(r.get("Target"))]
        bookmarks[name] = text
    assert len(targets) == 5
    for target in targets:
        name, _, place = target.partition(".docx#")
        assert f'w:name="{place}"' in bookmarks[name]


def test_links_lead_to_the_other_pdf(output: Path) -> None:
    """In the PDF they are relative addresses of a named destination of the other file."""
    targets, destinations = set[str](), dict[str, set[str]]()
    for name in ("manuscript", "supplement"):
        with pikepdf.open(output / f"{name}.pdf") as pdf:
            notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
            targets |= {str(n.A.URI) for n in notes if "/A" in n and "/URI" in n.A}
            destinations[name] = set(pikepdf.NameTree(pdf.Root.Names.Dests))
    across = sorted(target for target in targets if ".pdf#" in target)
    assert across == [
        "manuscript.pdf#eq-a",
        "manuscript.pdf#fig-wave",
        "supplement.pdf#fig-more",
        "supplement.pdf#sec-more",
        "supplement.pdf#tbl-more",
    ]
    for target in across:
        name, _, place = target.partition(".pdf#")
        assert place in destinations[name]


def test_links_lead_to_the_other_xml(output: Path) -> None:
    """In JATS they are external links."""
    root = etree.parse(str(output / "manuscript.xml"))
    links = [e.get("{http://www.w3.org/1999/xlink}href") for e in root.iter("ext-link")]
    assert "supplement.xml#fig-more" in links


def test_the_xml_names_its_supplement(output: Path) -> None:
    """An archive finds the second file by the first."""
    named = {
        name: [
            e.get("{http://www.w3.org/1999/xlink}href")
            for e in etree.parse(str(output / f"{name}.xml")).iter("supplementary-material")
        ]
        for name in ("manuscript", "supplement")
    }
    assert named == {"manuscript": ["supplement.xml"], "supplement": []}


def test_a_book_names_the_other_without_a_link(output: Path) -> None:
    """A book may not lead out of itself to a file: the number alone is printed."""
    with zipfile.ZipFile(output / "manuscript.epub") as book:
        text = "".join(
            book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")
        )
    assert "Figure\N{NO-BREAK SPACE}S1" in text
    assert not any("supplement" in target for target in re.findall(r'href="([^"]*)"', text))


def test_each_package_of_latex_bears_its_name(output: Path) -> None:
    """Both build beside each other, and lead to each other's PDF."""
    with zipfile.ZipFile(output / "supplement-latex.zip") as package:
        assert {"supplement.tex", "supplement.bbl"} <= set(package.namelist())
        source = package.read("supplement.tex").decode()
    assert r"\input{supplement.bbl}" in source
    assert r"manuscript.pdf\#fig-wave" in source


def test_each_document_lists_what_it_cites(output: Path) -> None:
    """The references of one are not those of the other."""
    for name, key in (("manuscript", "rose1998"), ("supplement", "walt1987")):
        page = html.parse(str(output / f"{name}.html"))
        assert page.xpath("//*[@class='csl-entry' or contains(@class, 'csl-entry ')]/@id") == [
            f"ref-{key}"
        ]


def test_faults_of_the_supplement_have_their_place(load: Load) -> None:
    """Its sections are checked as all others are."""
    text = "# More\n\nSee @fig:nothing and [@nobody].\n"
    with pytest.raises(Faults) as stopped:
        build(load({**FILES, "manuscript/supplement/01-more.md": text}), ["html"])
    assert {(d.code, str(d.span)) for d in stopped.value.diagnostics} >= {
        ("crossref-undefined", "manuscript/supplement/01-more.md:3:6"),
        ("citation-undefined", "manuscript/supplement/01-more.md:3:24"),
    }


def test_remarks_on_the_supplement_have_their_line(load: Load) -> None:
    """What pandoc's reader says of it is told at the line of its own file."""
    text = "# More\n\nText.[^a]\n\n[^a]: One.\n\n[^a]: Two.\n"
    project = load({**FILES, "manuscript/supplement/01-more.md": text})
    found = [str(d.span) for d in inspect(project) if d.code == "note-duplicate"]
    assert found == ["manuscript/supplement/01-more.md:7:1"]


def test_an_article_without_one_leaves_no_second_file(load: Load) -> None:
    """Nothing is written that the author did not write."""
    project = load({"manuscript/metadata.yaml": METADATA})
    assert [a.path.name for a in build(project, ["html"]).artifacts] == ["manuscript.html"]


@pytest.mark.parametrize("floats", ["end", "apart"])
def test_figures_and_tables_of_a_supplement_stay_in_its_text(load: Load, floats: str) -> None:
    """Journals want apart what they will print, and they do not print the supplement."""
    metadata = f"{METADATA}build: {{floats: {floats}}}\n"
    project = load({**FILES, "manuscript/metadata.yaml": metadata})
    documents = {document.name: document for document in compose(gather(project), ())}
    shown = [block["t"] for block in documents["supplement"].blocks]
    assert (
        shown.index("Figure") < shown.index("Table") < shown.index("Header", shown.index("Table"))
    )
