"""What stands before the text prints in every format."""

from __future__ import annotations

import re
import zipfile
from html import unescape

import pikepdf
import pytest
from lxml import etree

from octavo.pandoc import pandoc
from octavo.pipeline import build
from octavo.project import load_project
from octavo.render.docx_styles import W
from octavo.render.title_block import title_block
from octavo.scripts import LEFT_TO_RIGHT_MARK
from octavo.words import words_of
from tests.conftest import Write

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
    styles, indents = (root.findall(f".//{{*}}numPr/../{{*}}{name}") for name in ("pStyle", "ind"))
    assert [style.get(f"{{{W}}}val") for style in styles] == ["Abstract", "Abstract"]
    assert [indent.get(f"{{{W}}}left") for indent in indents] == ["840", "840"]
