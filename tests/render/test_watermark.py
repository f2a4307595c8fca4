"""A word across every page of what is no final copy."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pikepdf
import pytest
from lxml import etree

from tests.conftest import Write
from tests.render.single import composed, rendered

V = "{urn:schemas-microsoft-com:vml}"
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Wide. {#tbl:wide .landscape}"
TEXT = f"# One\n\n{'Words. ' * 900}\n\n{TABLE}\n\nMore.\n"


def marked(write: Write, form: str, text: str = "Draft <1>", language: str = "en") -> bytes:
    """Return an article of several pages, one of them turned, with a text across them."""
    metadata = f"title: T\nlanguage: {language}\nauthors: [A]\n"
    files = {"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": TEXT}
    project, (document,) = composed(write(files), [form])
    return rendered(replace(document, watermark=text), project, form)


def backgrounds(page: pikepdf.Page) -> list[str]:
    """Return the colours in which artifacts of a page are drawn."""
    found, within = [], False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            within = str(instruction.operands[0]) == "/Artifact"
        if operator == "scn" and within:
            found.append(" ".join(f"{float(str(x)):.2f}" for x in instruction.operands))
    return found


def test_every_page_of_the_pdf_bears_it_as_an_artifact(write: Write) -> None:
    """It is not read out, and its grey is opaque: PDF/A has no trouble with it."""
    with pikepdf.open(io.BytesIO(marked(write, "pdf"))) as pdf:
        assert len(pdf.pages) > 2
        assert all("0.90" in backgrounds(page) for page in pdf.pages)
        states = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ca" in o]
        assert all(float(state["/ca"]) == 1 for state in states)


def headers(data: bytes) -> dict[str, etree._Element]:
    """Return the running heads of a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/header\d*\.xml", name)]
        return {name: etree.fromstring(package.read(name)) for name in names}


def test_every_running_head_of_the_word_file_bears_it(write: Write) -> None:
    """The first page has a head of its own, and shapes have names of their own."""
    shapes = [
        shape
        for head in headers(marked(write, "docx")).values()
        for shape in head.iter(V + "shape")
    ]
    assert len(shapes) == 2
    assert len({shape.get("id") for shape in shapes}) == 2
    assert [next(s.iter(V + "textpath")).get("string") for s in shapes] == ["Draft <1>"] * 2


@pytest.mark.parametrize("with_heads", [False, True])
def test_a_journals_template_bears_it_too(write: Write, with_heads: bool) -> None:
    """Its running heads stay, and get the word; one without any gets heads that hold it alone."""
    template = docx.Document()
    if with_heads:
        template.sections[0].header.paragraphs[0].text = "The journal"
    stream = io.BytesIO()
    template.save(stream)
    metadata = "title: T\nauthors: [A]\nbuild: {docx: {reference: j.docx}}\n"
    files = {"manuscript/metadata.yaml": metadata, "j.docx": stream.getvalue()}
    project, (document,) = composed(write(files), ["docx"])
    (head,) = headers(rendered(replace(document, watermark="Draft"), project, "docx")).values()
    assert [shape.get("id") for shape in head.iter(V + "shape")] == ["PowerPlusWaterMarkObject1"]
    assert ("The journal" in etree.tostring(head, encoding="unicode")) is with_heads


def test_a_template_of_two_sides_bears_it_on_both(write: Write) -> None:
    """Pages at the left have a running head of their own, in each section that has one."""
    template = docx.Document()
    template.settings.odd_and_even_pages_header_footer = True
    template.sections[0].header.paragraphs[0].text = "The journal"
    template.sections[0].even_page_header.paragraphs[0].text = "The authors"
    stream = io.BytesIO()
    template.save(stream)
    metadata = "title: T\nauthors: [A]\nbuild: {docx: {reference: j.docx}}\n"
    files = {"manuscript/metadata.yaml": metadata, "j.docx": stream.getvalue()}
    project, (document,) = composed(write(files), ["docx"])
    heads = headers(rendered(replace(document, watermark="Draft"), project, "docx")).values()
    assert sorted("".join(map(str, head.itertext())).strip() for head in heads) == [
        "The authors",
        "The journal",
    ]
    assert [len([*head.iter(V + "shape")]) for head in heads] == [1, 1]


def test_a_long_text_is_set_smaller(write: Write) -> None:
    """It stays on the page."""
    (shape, *_) = (
        shape
        for head in headers(marked(write, "docx", "Not for citation, " * 4)).values()
        for shape in head.iter(V + "shape")
    )
    width = re.search(r"width:(\d+)pt", shape.get("style", ""))
    assert width is not None
    assert int(width[1]) <= 561


@pytest.mark.parametrize("form", ["latex", "html"])
def test_latex_and_the_page_bear_it(write: Write, form: str) -> None:
    """LaTeX across its pages, the HTML page above its title; both escape it."""
    data = marked(write, form)
    if form == "html":
        assert '<p class="watermark" role="note">Draft &lt;1&gt;</p>' in data.decode()
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        source = package.read("manuscript.tex").decode()
    assert r"\AddToHook{shipout/background}" in source
    assert re.search(r"\\lettering\{Draft .*1.*\}", source)


@pytest.mark.parametrize("form", ["jats", "epub"])
def test_what_is_read_by_machines_bears_none(write: Write, form: str) -> None:
    """Neither has pages."""
    assert b"Draft" not in marked(write, form)


def test_nothing_is_marked_unless_it_is_said(write: Write) -> None:
    """The usual outputs have no trace of it."""
    assert not any(
        [*head.iter(V + "shape")] for head in headers(marked(write, "docx", "")).values()
    )
    assert "watermark" not in marked(write, "html", "").decode().split("</style>")[1]
