"""The pages that journals ask for: spacing, numbered lines, paper and size, each by itself."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from lxml import etree

from octavo.diagnostics import Faults
from octavo.project import load_project
from octavo.settings import BuildSettings
from octavo.sheet import Sheet, sheet_of
from tests.conftest import WAVE, Files, Write
from tests.render.single import composed, rendered

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = "Many words of a text that runs over several lines of its page. " * 12
TEXT = (
    f"# One\n\n{PARAGRAPH}[^1]\n\n[^1]: A note.\n\n{PARAGRAPH}\n\nAs [@rose1998] says.\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n: Values. {#tbl:t}\n\nSee @tbl:t.\n"
)


def made(write: Write, settings: str, form: str, language: str = "en") -> bytes:
    """Return what a text with settings becomes in one format."""
    head = f"title: T\nlanguage: {language}\nauthors: [A]\nabstract: Short.\n"
    metadata = f"{head}build: {{{settings}}}\n"
    files = {"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": TEXT}
    project, (document,) = composed(write(files), [form])
    return rendered(document, project, form)


def part(data: bytes, name: str) -> Any:
    """Return a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def source(data: bytes) -> str:
    """Return the article of a LaTeX package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("manuscript.tex").decode()


def style(data: bytes, name: str, tag: str, value: str) -> str:
    """Return a property of a style of a Word file."""
    (found,) = (s for s in part(data, "styles").iter(W + "style") if s.get(W + "styleId") == name)
    return str(next(found.iter(W + tag)).get(W + value))


def baselines(data: bytes) -> list[float]:
    """Return how far apart the lines of the first page are, from its top, in points."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        height = float(pdf.pages[0].MediaBox[3])
        places = {
            round(height - float(str(instruction.operands[5])), 1)
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) in ("Tm", "cm") and len(instruction.operands) == 6
        }
    ordered = sorted(places)
    return [round(b - a, 1) for a, b in pairwise(ordered)]


def sizes(data: bytes) -> set[float]:
    """Return the sizes of the letters on the first page of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            round(float(str(instruction.operands[1])), 1)
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "Tf"
        }


@pytest.mark.parametrize(
    ("settings", "sheet"),
    [
        ({}, Sheet()),
        ({"layout": "manuscript"}, Sheet(review=True, spacing="double", line_numbers=True)),
        (
            {"layout": "manuscript", "spacing": "single", "line-numbers": False},
            Sheet(review=True, spacing="single"),
        ),
        ({"page": "letter", "font-size": 12}, Sheet(paper="letter", points=12)),
    ],
)
def test_a_layout_stands_for_settings_that_win_where_they_are_given(
    settings: dict[str, Any], sheet: Sheet
) -> None:
    """`layout: manuscript` is double spacing and numbered lines, unless either is said."""
    assert sheet_of(BuildSettings.model_validate(settings)) == sheet


@pytest.mark.parametrize(
    "line",
    ["font-size: 7", "font-size: 15", "spacing: triple", "page: legal", "order: [data, data]"],
)
def test_what_no_page_can_be_is_refused(write: Write, line: str) -> None:
    """The fault has the line of the setting."""
    root = write({"manuscript/metadata.yaml": f"title: T\nauthors: [A]\nbuild:\n  {line}\n"})
    with pytest.raises(Faults, match=re.escape("manuscript/metadata.yaml:4")):
        load_project(root)


@pytest.mark.parametrize(("spacing", "points"), [("one-and-a-half", 20), ("double", 24)])
def test_lines_of_the_pdf_are_as_far_apart_as_asked(
    write: Write, spacing: str, points: int
) -> None:
    """From baseline to baseline are 1.65 or 2 times the size of the letters."""
    gaps = baselines(made(write, f"spacing: {spacing}, font-size: 12", "pdf"))
    assert [round(gap) for gap in gaps].count(points) > 10


@pytest.mark.parametrize(
    ("spacing", "line"), [("single", "240"), ("one-and-a-half", "360"), ("double", "480")]
)
def test_a_word_file_is_spaced_as_asked(write: Write, spacing: str, line: str) -> None:
    """Notes, captions and references follow the text; tables stay close."""
    data = made(write, f"spacing: {spacing}", "docx")
    (default,) = part(data, "styles").iterfind(f"{W}docDefaults//{W}spacing")
    assert default.get(W + "line") == line
    for name in ("Bibliography", "FootnoteText", "Caption", "Abstract"):
        assert style(data, name, "spacing", "line") == line
    assert style(data, "TableText", "spacing", "line") == "259"
    assert not [*part(data, "document").iter(W + "lnNumType")]


@pytest.mark.parametrize(
    ("spacing", "command"),
    [
        ("single", "\n\\singlespacing\n"),
        ("one-and-a-half", "\n\\onehalfspacing\n"),
        ("double", "\n\\doublespacing\n"),
    ],
)
def test_a_latex_source_is_spaced_as_asked(write: Write, spacing: str, command: str) -> None:
    """`setspace` does it, for notes and captions too."""
    text = source(made(write, f"spacing: {spacing}", "latex"))
    assert command in text
    assert (r"\SetSinglespace" in text) is (spacing != "single")
    assert r"\linenumbers" not in text


def test_lines_are_numbered_without_wide_spacing(write: Write) -> None:
    """The numbers do not ask for the rest of a manuscript's layout."""
    settings = "line-numbers: true"
    with pikepdf.open(io.BytesIO(made(write, settings, "pdf"))) as pdf:
        drawn = [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])]
    assert drawn.count("BDC") > 15
    numbers = part(made(write, settings, "docx"), "document").iter(W + "lnNumType")
    assert [number.get(W + "countBy") for number in numbers] == ["1"]
    text = source(made(write, settings, "latex"))
    assert "\n\\linenumbers\n" in text
    assert r"\usepackage{setspace}" not in text


def left_of_numbers(data: bytes) -> list[float]:
    """Return where the numbers of lines begin on the first page, in points from the left."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        x, found = 0.0, []
        for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
            operator = str(instruction.operator)
            if operator in ("Tm", "cm"):
                x = float(str(instruction.operands[4]))
            if operator == "Tf" and round(float(str(instruction.operands[1])), 1) == 8.0:
                found.append(x)
    return found


def test_numbers_of_lines_stand_where_lines_begin(write: Write) -> None:
    """On the left of text from left to right, on the right of text from right to left."""
    settings = "line-numbers: true, font-size: 12"
    left, right = (left_of_numbers(made(write, settings, "pdf", lang)) for lang in ("en", "fa"))
    assert max(left) < 100
    assert min(right) > 490


def test_rows_of_tables_have_no_numbers(write: Write) -> None:
    """Word numbers none either; a number beside each cell would say nothing."""
    with_table = made(write, "line-numbers: true, font-size: 12", "pdf")
    count = len(left_of_numbers(with_table))
    lines = [gap for gap in baselines(with_table) if gap > 10]
    assert 0 < count <= len(lines)


@pytest.mark.parametrize(("page", "box"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(write: Write, page: str, box: tuple[int, int]) -> None:
    """In the PDF, the Word file and LaTeX; the text of the Word file keeps its width."""
    with pikepdf.open(io.BytesIO(made(write, f"page: {page}", "pdf"))) as pdf:
        assert tuple(round(float(x)) for x in pdf.pages[0].MediaBox)[2:] == box
    section = part(made(write, f"page: {page}", "docx"), "document").find(f".//{W}sectPr")
    size, margin = section.find(W + "pgSz"), section.find(W + "pgMar")
    assert tuple(round(int(size.get(W + name)) / 20) for name in ("w", "h")) == box
    rim = sum(int(margin.get(W + side)) for side in ("left", "right"))
    assert abs(int(size.get(W + "w")) - rim - 9071) < 3
    assert f"pt,{page}paper]{{article}}" in source(made(write, f"page: {page}", "latex"))


def test_text_abstract_and_references_have_the_size_asked_for(write: Write) -> None:
    """The rest is in proportion, and tables of the Word file get the room that they need."""
    data = made(write, "font-size: 13", "docx")
    (default,) = part(data, "styles").iterfind(f"{W}docDefaults//{W}sz")
    assert default.get(W + "val") == "26"
    for name in ("Bibliography", "Abstract", "BlockText"):
        assert style(data, name, "sz", "val") == "26"
    assert style(data, "FootnoteText", "sz", "val") == "21"
    assert 13.0 in sizes(made(write, "font-size: 13", "pdf"))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("12", r"\documentclass[12pt,"),
        ("10", r"\documentclass[10pt,"),
        ("13", r"\usepackage[fontsize=13pt]{scrextend}"),
        ("10.5", r"\usepackage[fontsize=10.5pt]{scrextend}"),
    ],
)
def test_latex_has_every_size(write: Write, size: str, expected: str) -> None:
    """The class has three; a package of KOMA-Script has the others."""
    assert expected in source(made(write, f"font-size: {size}", "latex"))


def test_lines_with_pictures_have_no_numbers_in_word(write: Write) -> None:
    """There is nothing to be read in them."""
    data = made(write, "line-numbers: true", "docx")
    (found,) = (
        s for s in part(data, "styles").iter(W + "style") if s.get(W + "styleId") == "Figure"
    )
    assert [*found.iter(W + "suppressLineNumbers")]


def test_a_tall_picture_leaves_room_for_its_caption_on_letter(write: Write) -> None:
    """That paper is 17.6 mm shorter than A4."""
    heights = []
    for page in ("a4", "letter"):
        files: Files = {
            "manuscript/metadata.yaml": f"title: T\nauthors: [A]\nbuild: {{page: {page}}}\n",
            "manuscript/01-a.md": "# One\n\n![Tall.](wave){#fig:wave}\n\nSee @fig:wave.\n",
            "figures/wave.py": WAVE.replace("(2, 1)", "(2, 20)"),
        }
        project, (document,) = composed(write(files), ["docx"])
        root = part(rendered(document, project, "docx"), "document")
        extent = next(root.iter("{*}extent"))
        heights.append(int(extent.get("cy")) / 36000)
    assert heights[0] - heights[1] == pytest.approx(17.6, abs=0.2)


def test_a_turned_table_is_as_wide_as_the_paper_is_high(write: Write) -> None:
    """Letter is shorter than A4."""
    columns = " | ".join(f"Head {n} long enough" for n in range(14))
    table = f"| {columns} |\n|{'---|' * 14}\n| {columns} |\n\n: Wide. {{#tbl:w .landscape}}\n"
    files: Files = {
        "manuscript/metadata.yaml": "title: T\nauthors: [A]\nbuild: {page: letter}\n",
        "manuscript/01-a.md": f"# One\n\n{table}\nText.\n",
        "figures/wave.py": WAVE,
    }
    project, (document,) = composed(write(files), ["docx"])
    width = part(rendered(document, project, "docx"), "document").find(f".//{W}tblW")
    assert int(width.get(W + "w")) <= (279.4 - 50) / 25.4 * 1440 + 1
