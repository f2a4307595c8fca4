"""What stands before the text prints in every format."""

from __future__ import annotations

import re
from html import unescape

import pikepdf
import pytest

from octavo.pipeline import build
from octavo.project import load_project
from octavo.tools import pandoc
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
