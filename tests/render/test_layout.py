"""The layout for review: wide spacing, numbered lines, figures at the end on request."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from octavo.pandoc import pandoc
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import WAVE, Write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = "title: T\nauthors: [{name: A}]\nabstract: Short.\n"
TEXT = (
    "# One\n\n" + "Many words of a text. " * 100 + "See @fig:wave and @tbl:t.[^1]\n\n"
    "[^1]: A note.\n\n![A wave.](wave){#fig:wave}\n\n: Values. {#tbl:t}\n\n| a |\n|---|\n| b |\n\n"
    "As [@rose1998] says.\n"
)


def built(write: Write, settings: str, form: str) -> Path:
    """Return what a text with settings becomes in one format."""
    root = write(
        {
            "manuscript/metadata.yaml": f"{HEAD}build: {{{settings}}}\n",
            "manuscript/01-a.md": TEXT,
            "figures/wave.py": WAVE,
        }
    )
    return build(load_project(root), [form]).artifacts[0].path


def part(path: Path, name: str) -> Any:
    """Return a part of a Word file."""
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def artifacts(page: pikepdf.Page) -> int:
    """Return how many pieces of a page are no part of its text: running heads, line numbers."""
    return sum(
        str(instruction.operator) in ("BDC", "BMC") and str(instruction.operands[0]) == "/Artifact"
        for instruction in pikepdf.parse_content_stream(page)
    )


@pytest.mark.parametrize(("layout", "numbered"), [("article", False), ("manuscript", True)])
def test_a_pdf_for_review_has_numbered_lines(write: Write, layout: str, numbered: bool) -> None:
    """Every line has a number in the margin, which is not read out as text."""
    with pikepdf.open(built(write, f"layout: {layout}", "pdf")) as pdf:
        assert (artifacts(pdf.pages[0]) > 15) is numbered


@pytest.mark.parametrize(
    ("layout", "numbered", "line"), [("article", [], "300"), ("manuscript", ["continuous"], "480")]
)
def test_a_word_file_for_review_is_spaced(
    write: Write, layout: str, numbered: list[str], line: str
) -> None:
    """Lines are numbered through the document and set double, tables excepted."""
    path = built(write, f"layout: {layout}", "docx")
    found = [number.get(W + "restart") for number in part(path, "document").iter(W + "lnNumType")]
    assert found == numbered
    styles = part(path, "styles")
    (default,) = styles.iterfind(f"{W}docDefaults//{W}spacing")
    assert default.get(W + "line") == line
    (table,) = (s for s in styles.iter(W + "style") if s.get(W + "styleId") == "TableText")
    assert next(table.iter(W + "spacing")).get(W + "line") == "259"


def test_figures_and_tables_can_stand_at_the_end(write: Write) -> None:
    """Tables come before figures, both behind the references; references to them still lead."""
    path = built(write, "floats: end", "docx")
    text = pandoc("--from=docx", "--to=plain", "--wrap=none", str(path), data=b"").decode()
    order = [
        "See Figure",
        "As (Rose 1998)",
        "References",
        "Tables",
        "Values.",
        "Figures",
        "A wave.",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_figures_stand_in_the_text_otherwise(write: Write) -> None:
    """They stay where the author put them."""
    path = built(write, "floats: text", "docx")
    text = pandoc("--from=docx", "--to=plain", "--wrap=none", str(path), data=b"").decode()
    assert text.index("A wave.") < text.index("As (Rose 1998)")


def test_code_of_the_pdf_is_as_high_as_the_text(write: Write) -> None:
    """Four fifths of the text's size, in which small letters of both faces are equally high."""
    metadata = "title: T\nauthors: [{name: A}]\n"
    files = {"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": "# One\n\nSay `code`.\n"}
    (artifact,) = build(load_project(write(files)), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        said = pikepdf.parse_content_stream(pdf.pages[0])
        sizes = [round(float(s.operands[1]), 1) for s in said if str(s.operator) == "Tf"]
    assert 8.4 in sizes
    assert min(sizes) > 7
