"""The title page as a document of its own."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import get_args

import pikepdf
import pytest

from octavo.document import Document
from octavo.nodes import branches, plain_text
from octavo.project import Project
from octavo.root import Format
from octavo.submit.title_page import title_page
from tests.conftest import Write
from tests.render.single import composed, rendered

METADATA = """title: A title
short-title: Short
authors:
  - {name: Ada Example, orcid: 0000-0002-1825-0097, email: ada@example.org, affiliations: a,
     corresponding: true, roles: [software]}
  - {name: Bob Other, affiliations: a}
affiliations: [{id: a, name: First Place}]
abstract: {en: 'What was found [@walt1987].', de: Was gefunden wurde.}
keywords: {en: [Alpha, Beta]}
highlights: [A sentence.]
acknowledgements: 'We thank Carla, see @sec:one.'
funding: [{funder: A Fund, award: G-1}]
statements: {conflicts: Ada advises a firm., data: 'See [@walt1987].'}
licence: CC BY 4.0
build: {layout: manuscript, pdf: {columns: 2}}
"""
TEXT = "# One {#sec:one}\n\nThe body of the text cites [@walt1987].\n"


def article(write: Write, form: str) -> tuple[Project, Document]:
    """Return an article that says who wrote it."""
    root = write({"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": TEXT})
    project, (document,) = composed(root, [form])
    return project, document


def test_what_identifies_stands_on_the_page(write: Write) -> None:
    """In the order of the article, with the length; neither text nor references."""
    _, document = article(write, "html")
    page = title_page(document, "1,234 words without references")
    assert plain_text(page.blocks) == (
        "Short title Short Word count 1,234 words without references "
        "Author contributions Ada Example: software. "
        "Acknowledgements We thank Carla, see Section 1. "
        "Funding A Fund (G-1). "
        "Conflicts of interest Ada advises a firm. "
        "Data availability See (Walt 1987)."
    )
    assert page.name == "title-page"
    assert not [node for node in branches(page.blocks) if node["t"] == "Link"]


def test_keywords_stand_there_and_no_abstracts(write: Write) -> None:
    """Highlights are a file of their own."""
    _, document = article(write, "html")
    page = title_page(document)
    found = [(a.language, plain_text(a.blocks), a.keywords) for a in page.abstracts]
    assert found == [("en", "", ("Alpha", "Beta"))]


def _read(data: bytes) -> str:
    """Return the text of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if n.endswith((".tex", ".xhtml", "document.xml"))]
        return "".join(package.read(name).decode() for name in names)


@pytest.mark.parametrize("form", get_args(Format))
def test_every_format_renders_it(write: Write, form: str) -> None:
    """Under the people of the article, with their addresses."""
    project, document = article(write, form)
    page = replace(title_page(document, "12 words"), watermark="Draft")
    data = rendered(page, project, form)
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(pdf.pages) == 1
            assert str(pdf.docinfo["/Author"]) == "Ada Example, Bob Other"
        return
    text = data.decode() if form in ("html", "jats") else _read(data)
    for said in ("A title", "Example", "Other", "First Place", "12 words", "Carla", "Alpha"):
        assert said in text, said
    assert "body of the text" not in text


def test_keywords_alone_have_no_heading_of_an_abstract_in_latex(write: Write) -> None:
    """There is nothing below it."""
    project, document = article(write, "latex")
    with zipfile.ZipFile(io.BytesIO(rendered(title_page(document), project, "latex"))) as package:
        source = package.read("title-page.tex").decode()
    assert "\\begin{abstract}" not in source
    assert "Keywords:} Alpha; Beta" in source
