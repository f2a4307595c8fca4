"""A journal's own Word template gives styles, page and running heads."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, RGBColor
from openxml_audit import OpenXmlValidator

from octavo.diagnostics import Faults
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Write

TEXT = "# One\n\nText with a note.[^1] As [@rose1998] says.\n\n[^1]: A note.\n\n$$a$$ {#eq:a}\n"


def template() -> bytes:
    """Return a template in which headings are red, `Body Text` has a foreign identifier."""
    document: Any = docx.Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(200, 0, 0)
    document.sections[0].page_width = Mm(200)
    document.sections[0].header.paragraphs[0].text = "The Journal"
    document.styles["Body Text"].element.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "Textkrper"
    )
    document.add_paragraph("Delete this line.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def built(write: Write, given: bytes) -> Path:
    """Return the Word file that a template makes of a text."""
    settings = "title: T\nauthors: [{name: A}]\nbuild: {docx: {reference: journal.docx}}\n"
    root = write(
        {
            "manuscript/metadata.yaml": settings,
            "manuscript/01-a.md": TEXT,
            "journal.docx": given,
        }
    )
    return build(load_project(root), ["docx"]).artifacts[0].path


def test_styles_and_page_are_the_journals(write: Write) -> None:
    """What the template has is kept, what it lacks is ours; its own text is not."""
    document: Any = docx.Document(str(built(write, template())))
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(200, 0, 0)
    assert document.sections[0].page_width.mm == pytest.approx(200, abs=0.1)
    assert document.sections[0].header.paragraphs[0].text == "The Journal"
    assert "Equation" in [style.name for style in document.styles]
    texts = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Heading 1", "1\u2002One") in texts
    assert ("Body Text", "Text with a note. As (Rose 1998) says.") in [
        (name.replace("First Paragraph", "Body Text"), text) for name, text in texts
    ]
    assert "Delete this line." not in [text for _, text in texts]


def test_every_style_is_there_once(write: Write) -> None:
    """A style of another identifier is taken by its name."""
    document: Any = docx.Document(str(built(write, template())))
    names = [(style.type, style.name) for style in document.styles]
    assert len(names) == len(set(names))
    identifiers = {style.style_id for style in document.styles}
    used = {p.style.style_id for p in document.paragraphs}
    assert "BodyText" in identifiers
    assert used <= identifiers


def test_the_schema_is_kept(write: Write) -> None:
    """The rules of the Open XML SDK find no error."""
    result = OpenXmlValidator().validate(built(write, template()))
    assert [str(error) for error in result.errors] == []


@pytest.mark.parametrize("given", [b"no document", b"PK\x03\x04"])
def test_what_is_no_document_is_said(write: Write, given: bytes) -> None:
    """The setting's place is named."""
    with pytest.raises(Faults) as caught:
        built(write, given)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "reference-unreadable"
    assert (str(diagnostic.span.path), diagnostic.span.line) == ("manuscript/metadata.yaml", 3)


def test_rows_of_a_table_are_close_whatever_a_template_does(write: Write) -> None:
    """The space that most templates put behind every paragraph is none of a table's."""
    document: Any = docx.Document(str(built(write, template())))
    spacing = document.styles["Table Text"].paragraph_format
    assert (spacing.space_before, spacing.space_after) == (0, 0)


def test_a_style_that_gets_our_identifier_keeps_who_refers_to_it(write: Write) -> None:
    """A running head in it, and a style that is based on it, follow."""
    document: Any = docx.Document(io.BytesIO(template()))
    body = document.styles["Body Text"]
    document.sections[0].header.paragraphs[0].style = body
    document.styles.add_style("Journal Text", WD_STYLE_TYPE.PARAGRAPH).base_style = body
    stream = io.BytesIO()
    document.save(stream)
    made: Any = docx.Document(str(built(write, stream.getvalue())))
    assert made.styles["Body Text"].style_id == "BodyText"
    assert made.sections[0].header.paragraphs[0].style.name == "Body Text"
    assert made.styles["Journal Text"].base_style.name == "Body Text"


@pytest.mark.parametrize("name", ["missing.docx", "../outside.docx"])
def test_a_template_is_a_file_of_the_project(write: Write, name: str) -> None:
    """Nothing beside it is read, and what is not there is told."""
    root = write({"manuscript/01-a.md": TEXT, "manuscript/metadata.yaml": (
        f"title: T\nauthors: [A]\nbuild: {{docx: {{reference: {name}}}}}\n")})  # fmt: skip
    (root.parent / "outside.docx").write_bytes(template())
    with pytest.raises(Faults) as caught:
        build(load_project(root), ["docx"])
    (fault,) = caught.value.diagnostics
    assert fault.span.path == Path("manuscript/metadata.yaml")
    assert name in fault.message
