"""Drawings are converted in a process that is bounded."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo import pictures
from octavo.diagnostics import ToolError
from octavo.pictures import is_for_print, pdf_of_svg, problem_of, screen_colours, svg_of_pdf
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


def dots(form: str) -> bytes:
    """Return a picture of dots."""
    out = io.BytesIO()
    Image.effect_noise((40, 20), 9).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.png", dots("PNG"), ""),
        ("a.JPG", dots("JPEG"), ""),
        ("a.bmp", dots("BMP"), "a `.bmp` file is no picture that every format takes"),
        ("plot", dots("PNG"), "a `plot` file is no picture that every format takes"),
        ("a.png", b"no picture", "the file is no picture of its kind"),
        ("a.png", dots("PNG")[:300], "the picture cannot be read: "),
        ("a.jpg", dots("JPEG")[:300], "the picture cannot be read: "),
    ],
)
def test_what_is_no_picture_is_told(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    """Another kind, another content, and a file that is cut off."""
    (tmp_path / name).write_bytes(data)
    told = problem_of(tmp_path / name)
    assert told.startswith(problem)
    assert bool(told) is bool(problem)


def test_a_picture_of_too_many_dots_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as no memory holds when they are unpacked: the header tells, and no more is read."""
    (tmp_path / "a.png").write_bytes(dots("PNG"))
    monkeypatch.setattr(pictures, "MAX_PIXELS", 799)
    assert problem_of(tmp_path / "a.png") == "the picture has 40 × 20 pixels"


@pytest.mark.parametrize("profile", [None, b"no profile"])
def test_inks_become_colours_of_a_screen(tmp_path: Path, profile: bytes | None) -> None:
    """Without a profile that can be read they are taken for pure; size and turning stay."""
    turned = Image.Exif()
    turned[0x0112] = 6
    ink = Image.new("CMYK", (40, 20), (0, 255, 255, 0))
    ink.save(tmp_path / "a.jpg", quality=95, dpi=(300, 300), icc_profile=profile, exif=turned)
    assert is_for_print(tmp_path / "a.jpg")
    with Image.open(io.BytesIO(screen_colours(tmp_path / "a.jpg"))) as shown:
        assert (shown.mode, shown.size, shown.info["dpi"]) == ("RGB", (20, 40), (300, 300))
        red, green, blue = shown.convert("RGB").tobytes()[:3]
    assert red > 245
    assert max(green, blue) < 10
