"""An article of nobody: every format leaves out what would stand for the authors."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree, html

from octavo.document import Document
from octavo.metadata import Metadata
from tests.conftest import Write
from tests.render.single import composed, rendered

METADATA = """title: A title
authors:
  - {name: Ada Example, orcid: 0000-0002-1825-0097, email: ada@example.org, affiliations: a,
     corresponding: true, roles: [software]}
  - {name: Bob Other, affiliations: b}
affiliations: [{id: a, name: First Place}, {id: b, name: Second Place}]
abstract: Short.
build: {formats: [pdf, docx]}
"""
TEXT = "# One\n\n" + "Words. " * 900 + "\n"
NAMED = re.compile(r"Ada|Example|Bob|Other|First Place|Second Place|0000-0002|example\.org")


def anonymous(write: Write, form: str) -> bytes:
    """Return an article without authors."""
    root = write({"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": TEXT})
    project, (document,) = composed(root, [form])
    nobody = document.metadata.model_copy(update={"authors": ()})
    text = [block for block in document.blocks if not _names(block)]
    return rendered(replace(document, metadata=nobody, blocks=text), project, form)


def _names(block: dict[str, object]) -> bool:
    """Tell whether a block is one of those that only blinding before assembly leaves out."""
    return bool(NAMED.search(str(block))) or "contributions" in str(block)


def files(data: bytes) -> dict[str, str]:
    """Return the texts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: package.read(n).decode("utf-8", "ignore") for n in package.namelist()}


def test_the_pdf_has_no_author(write: Write) -> None:
    """Neither in its information, nor in its XMP."""
    with pikepdf.open(io.BytesIO(anonymous(write, "pdf"))) as pdf:
        assert len(pdf.pages) > 1
        assert "/Author" not in pdf.docinfo
        with pdf.open_metadata() as xmp:
            assert "dc:creator" not in xmp


def test_the_word_file_has_no_author(write: Write) -> None:
    """Neither a line for one, nor a property."""
    parts = files(anonymous(write, "docx"))
    assert not NAMED.search("".join(parts.values()))
    assert 'w:val="Author"' not in parts["word/document.xml"]
    assert 'w:val="Affiliation"' not in parts["word/document.xml"]
    assert "dc:creator" not in parts["docProps/core.xml"]
    assert "lastModifiedBy" not in parts["docProps/core.xml"]


def test_the_page_has_no_author(write: Write) -> None:
    """Neither in the text, nor in the tags, nor in the linked data, nor in its citation."""
    text = anonymous(write, "html").decode()
    assert not NAMED.search(text)
    page = html.fromstring(text)
    assert not page.xpath("//*[@class='authors' or @class='affiliations']")
    assert not page.xpath("//meta[contains(@name, 'author') or contains(@name, 'creator')]")
    assert '"author"' not in text.split("application/ld+json")[1].split("</script>")[0]


def test_jats_has_no_contributors(write: Write) -> None:
    """A group of none would be invalid, and places would tell whose they are."""
    root = etree.fromstring(anonymous(write, "jats"))
    assert not [*root.iter("contrib-group", "aff", "author-notes", "corresp")]


def test_the_book_has_no_creator(write: Write) -> None:
    """Neither in the package, nor on its title page."""
    parts = files(anonymous(write, "epub"))
    assert not NAMED.search("".join(parts.values()))
    assert "dc:creator" not in parts["EPUB/package.opf"]
    assert 'class="authors"' not in parts["EPUB/title.xhtml"]


def test_latex_has_no_author(write: Write) -> None:
    """Neither in the title, which leaves no room for one, nor in the PDF's information."""
    source = files(anonymous(write, "latex"))["manuscript.tex"]
    assert not NAMED.search(source)
    assert "\\author{}" in source
    assert r"\@author" not in source
    assert "pdfauthor" not in source
    assert "\\date{}" in source


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "jats", "epub", "latex"])
def test_an_article_of_nobody_without_more_is_built(write: Write, form: str) -> None:
    """Nothing but a title is asked for."""
    project, (document,) = composed(write(), [form])
    bare: Document = replace(
        document, metadata=Metadata.model_construct(title="T", authors=()), blocks=[]
    )
    assert rendered(bare, project, form)
