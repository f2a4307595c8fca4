"""Drawings are converted in a process that is bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo import pictures
from octavo.diagnostics import ToolError
from octavo.pictures import pdf_of_svg, svg_of_pdf
from octavo.render.docx_pictures import _rasterized

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><path d="M0 0h9"/></svg>'


def test_a_drawing_is_converted(tmp_path: Path) -> None:
    """There and back it is a drawing; for Word it is dots."""
    drawing, page = tmp_path / "a.svg", tmp_path / "a.pdf"
    drawing.write_text(SVG)
    page.write_bytes(pdf_of_svg(drawing, 0))
    assert page.read_bytes().startswith(b"%PDF-1.5")
    assert svg_of_pdf(page).startswith(b"<svg")
    assert _rasterized(drawing, tmp_path / "b.png").startswith(b"\x89PNG")


def test_a_drawing_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that takes too long is named."""
    (tmp_path / "a.svg").write_text(SVG)
    monkeypatch.setattr(pictures, "SECONDS", 0.001)
    with pytest.raises(ToolError, match="Typst did not end within 0 seconds") as caught:
        pdf_of_svg(tmp_path / "a.svg", 0)
    assert caught.value.hint == "the picture a.svg may be at fault"
