"""Dead links within built PDF, DOCX and EPUB files are found, and live ones are left alone."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import get_args

import pikepdf
import pytest

from octavo.diagnostics import ToolError
from octavo.outputs import dangling_of
from octavo.pipeline import build
from octavo.project import Project
from octavo.root import Format
from tests.conftest import Load

TEXT = "# One {#sec:one}\n\nSee @sec:one and @rose1998.[^n]\n\n[^n]: A note on @sec:one.\n"


@pytest.fixture
def built(load: Load) -> Project:
    """Return a manuscript that is built in every format."""
    project = load({"manuscript/01-a.md": TEXT})
    build(project, get_args(Format))
    return project


def test_what_is_built_has_no_dead_links(built: Project) -> None:
    """Cross-references, citations and notes lead somewhere in every format."""
    assert list(dangling_of(built)) == []


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "epub"])
@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\x00 no such file"])
def test_a_built_file_that_is_damaged_is_the_machines_fault(
    load: Load, form: str, content: bytes
) -> None:
    """What cannot be read is named; a page of HTML is whatever a browser makes of it."""
    project = load({f"build/manuscript.{form}": content})
    if form == "html" and content.strip():
        assert list(dangling_of(project)) == []
        return
    with pytest.raises(ToolError, match=rf"build/manuscript.{form} is damaged: ") as caught:
        list(dangling_of(project))
    assert caught.value.hint == "build it again, or delete it"


def test_a_dead_bookmark_of_a_docx_is_found(built: Project) -> None:
    """A hyperlink to a bookmark that the file lacks is named with its text."""
    path = built.output / "manuscript.docx"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = parts["word/document.xml"]
    assert b'w:name="sec-one"' in document
    parts["word/document.xml"] = document.replace(b'w:name="sec-one"', b'w:name="other"')
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    found = list(dangling_of(built))
    assert {link.target for link in found} == {"sec-one"}
    assert {link.span.path for link in found} == {Path("build/manuscript.docx")}


@pytest.mark.parametrize("target", ["text-9.xhtml", "#nowhere", "bibliography.xhtml#nothing"])
def test_a_dead_link_of_an_epub_is_found(built: Project, target: str) -> None:
    """A link to a file or a name that the package lacks is named with its text."""
    path = built.output / "manuscript.epub"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["EPUB/text-1.xhtml"]
    assert b'href="#sec-one"' in text
    parts["EPUB/text-1.xhtml"] = text.replace(b'href="#sec-one"', f'href="{target}"'.encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    (found,) = dangling_of(built)
    assert (found.target, found.shown) == (target, "Section 1")
    assert found.span.path == Path("build/manuscript.epub")


@pytest.mark.parametrize("target", ["name", "page"])
def test_a_dead_destination_of_a_pdf_is_found(built: Project, target: str) -> None:
    """A link to a name that is not there, or to a page that was taken out, is named."""
    path = built.output / "manuscript.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        gone = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page))
        place = pikepdf.String("nowhere") if target == "name" else pikepdf.Array([gone])
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest=place
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))
        pdf.save(path)
    (found,) = dangling_of(built)
    assert found.shown == "page 1"
