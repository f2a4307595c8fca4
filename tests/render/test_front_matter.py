"""What stands before the text prints in every format."""

from __future__ import annotations

import importlib
import json
import re
import zipfile
from html import unescape
from typing import get_args

import pikepdf
import pytest
from lxml import etree

from octavo.pandoc import pandoc
from octavo.pipeline import build, compose, gather
from octavo.project import load_project
from octavo.render.title_block import title_block
from octavo.root import Format
from octavo.scripts import LEFT_TO_RIGHT_MARK
from octavo.word_namespaces import W
from octavo.words import words_of
from tests.conftest import Write
from tests.render.article import Article

METADATA = """title: T
authors: [{name: A}]
language: de
abstract: {de: Eine Zusammenfassung., en: An abstract.}
highlights: [Erstens *betont*., "Zweitens, [@rose1998]."]
summary: {de: Einfach gesagt., en: Plainly said.}
"""


@pytest.mark.parametrize("form", ["docx", "html"])
def test_highlights_and_summaries_are_printed(write: Write, form: str) -> None:
    """Each has a heading in its own language, behind the abstracts; citations are formatted."""
    root = write({"manuscript/metadata.yaml": METADATA})
    path = build(load_project(root), [form]).artifacts[0].path
    text = pandoc(f"--from={form}", "--to=plain", "--wrap=none", str(path), data=b"").decode()
    order = (
        "Zusammenfassung|Eine Zusammenfassung.|Abstract|An abstract.|Kernaussagen|Erstens|"
        "Zweitens, (Rose 1998).|Zusammenfassung in einfacher Sprache|Einfach gesagt.|"
        "Plain-language summary|Plainly said."
    ).split("|")
    places = [re.search(rf"^\W*{re.escape(word)}", text, re.MULTILINE) for word in order]
    starts = [place.start() for place in places if place]
    assert len(starts) == len(order)
    assert starts == sorted(starts)


def test_machines_still_read_the_abstract(write: Write) -> None:
    """The page is described by its abstract, the PDF too."""
    root = write({"manuscript/metadata.yaml": METADATA})
    build(load_project(root), ["html", "pdf"])
    page = unescape((root / "build/manuscript.html").read_text(encoding="utf-8"))
    assert '<meta name="description" content="Eine Zusammenfassung.">' in page
    with pikepdf.open(root / "build/manuscript.pdf") as pdf, pdf.open_metadata() as metadata:
        assert "Eine Zusammenfassung." in str(metadata["dc:description"])


AUTHORS = """title: T
language: LANGUAGE
authors:
  - {name: مریم رضایی, orcid: 0000-0002-1825-0097, affiliations: [a, b], corresponding: true,
     email: m@example.org}
  - {name: Jan Berg, affiliations: [b]}
affiliations: [{id: a, name: First University}, {id: b, name: Second University}]
"""


@pytest.mark.parametrize(("language", "mark"), [("en", LEFT_TO_RIGHT_MARK), ("fa", "")])
def test_a_name_from_right_to_left_keeps_what_follows_in_order(
    write: Write, language: str, mark: str
) -> None:
    """In an English article a mark behind it says so; in a Persian one nothing need be said."""
    metadata = load_project(
        write({"manuscript/metadata.yaml": AUTHORS.replace("LANGUAGE", language)})
    ).metadata
    block = title_block(metadata, words_of(language))
    assert [author["closing"] for author in block["authors"]] == [mark, ""]


def test_an_identifier_beside_a_foreign_name_is_in_order(write: Write) -> None:
    """Word's paragraphs of a Persian name run from left to right, with a mark behind it."""
    root = write({"manuscript/metadata.yaml": AUTHORS.replace("LANGUAGE", "en")})
    (artifact,) = build(load_project(root), ["docx"]).artifacts
    with zipfile.ZipFile(artifact.path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found = [p for p in body.iter("{*}p") if "رضایی" in "".join(map(str, p.itertext()))]
    assert len(found) > 2
    assert not any(paragraph.findall("{*}pPr/{*}bidi") for paragraph in found)
    (line,) = [p for p in found if "0000-0002-1825-0097" in "".join(map(str, p.itertext()))]
    assert f"رضایی{LEFT_TO_RIGHT_MARK}" in "".join(map(str, line.itertext()))


def test_a_paragraph_all_in_persian_is_words_own(write: Write) -> None:
    """In an English article Word sets such a paragraph from right to left."""
    root = write({"manuscript/01-text.md": "این بند فارسی است.\n\nEnglish.\n"})
    (artifact,) = build(load_project(root), ["docx"]).artifacts
    with zipfile.ZipFile(artifact.path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    (found,) = [p for p in body.iter("{*}p") if "فارسی" in "".join(map(str, p.itertext()))]
    assert found.find("{*}pPr/{*}bidi") is not None


def test_highlights_of_the_word_file_stand_as_the_abstract_does(write: Write) -> None:
    """They have its letters and its margins, with room for the marks."""
    metadata = "title: T\nauthors: [{name: A}]\nhighlights: [First., Second.]\n"
    project = load_project(write({"manuscript/metadata.yaml": metadata}))
    (artifact,) = build(project, ["docx"]).artifacts
    with zipfile.ZipFile(artifact.path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    listed = root.findall(".//{*}numPr/..")
    styles = [style.get(f"{{{W}}}val") for p in listed for style in p.iterfind("{*}pStyle")]
    assert styles == ["Abstract", "Abstract"]
    margins = [margin.get(f"{{{W}}}left") for p in listed for margin in p.iterfind("{*}ind")]
    assert margins == ["840", "840"]


def test_headings_of_the_metadata_have_no_numbers(write: Write) -> None:
    """Those of an abstract leave the text's own numbers alone; a statement does not end at one."""
    metadata = "title: T\nauthors: [{name: A}]\nabstract: |\n  # Aim\n\n  To aim.\n"
    metadata += "statements:\n  data: |\n    # Where\n\n    There.\n"
    root = write({"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": "# One\n\nText.\n"})
    path = build(load_project(root), ["html"]).artifacts[0].path
    page = etree.HTML(path.read_text(encoding="utf-8"))
    headings = [
        " ".join("".join(map(str, h.itertext())).split()) for h in page.iter("h1", "h2", "h3")
    ]
    assert "Aim" in headings
    assert "1 One" in headings
    assert not [heading for heading in headings if "Where" in heading]
    assert "Where" in "".join(map(str, page.itertext()))


@pytest.mark.parametrize("form", get_args(Format))
def test_renderers_leave_the_document_as_it_was(article: Article, form: str) -> None:
    """Formats are written side by side from one tree."""
    project = article.project
    (document,) = compose(gather(project), get_args(Format))
    before = json.dumps([document.blocks, [a.blocks for a in document.abstracts]])
    importlib.import_module(f"octavo.render.{form}").render(document, project)
    assert json.dumps([document.blocks, [a.blocks for a in document.abstracts]]) == before
