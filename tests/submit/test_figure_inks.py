"""Given pictures in a journal's colours: every kind that PDF and Pillow know, read back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from octavo.document import Graphic
from octavo.pipeline import compose, gather
from octavo.submit.figure_files import draw_for, numbered_of
from octavo.submit.figure_forms import Form, Wanted, finished
from octavo.submit.figure_inks import Inks, pdf_in
from octavo.submit.figure_readers import seen
from octavo.submit.profile import Figures as Rules
from tests.conftest import Load

RED = (255, 0, 0)
SPACES: dict[str, Any] = {
    "device": "/DeviceRGB",
    "calibrated": ["/CalRGB", {"/WhitePoint": [0.95, 1, 1.09]}],
    "of a profile": ["/ICCBased", None],
    "of a table": ["/Indexed", "/DeviceRGB", 1, bytes([0, 0, 0, *RED])],
}


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def coloured(space: str, profile: bytes = SRGB) -> bytes:
    """Return a PDF that mixes in red, green and blue, with a red picture in a colour space."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(72, 72))
        given = SPACES[space]
        if space == "of a profile":
            given = ["/ICCBased", pdf.make_stream(profile, N=3)]
        dots = bytes([1]) * 4 if space == "of a table" else bytes(RED) * 4
        image = pdf.make_stream(
            dots, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2, Height=2,
            BitsPerComponent=8, ColorSpace=_object(given),
        )  # fmt: skip
        if space == "device":
            image.Decode = pikepdf.Array([0, 1, 0, 1, 0, 1])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Red=image))
        page.obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
        page.Contents = pdf.make_stream(b"72 0 0 72 0 0 cm /Red Do")
        pdf.save(out)
    return out.getvalue()


def _object(value: Any) -> Any:
    if isinstance(value, str):
        return pikepdf.Name(value)
    if isinstance(value, list):
        return pikepdf.Array([_object(one) for one in value])
    if isinstance(value, bytes):
        return pikepdf.String(value)
    return pikepdf.Dictionary(value) if isinstance(value, dict) else value


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(
    ("inks", "ink", "dots"), [("grey", "grey", bytes([76])), ("cmyk", "cmyk", b"\x00\xff\xff\x00")]
)
def test_a_picture_of_any_space_is_converted(space: str, inks: Inks, ink: str, dots: bytes) -> None:
    """Red becomes its grey, or magenta with yellow; nothing is mixed in three lights any more."""
    data = coloured(space)
    assert "rgb" in seen(data).inks
    done = pdf_in(data, inks)
    assert seen(done).inks <= {ink}
    with pikepdf.open(io.BytesIO(done)) as pdf:
        image = pdf.pages[0].Resources.XObject.Red
        assert image.read_bytes() == dots * 4
        assert "/Decode" not in image
        wanted = {"grey": "/DeviceGray", "cmyk": "/DeviceCMYK"}[inks]
        assert [str(image.ColorSpace), str(pdf.pages[0].obj.Group.CS)] == [wanted, wanted]


@pytest.mark.parametrize("profile", [b"", b"no profile", SRGB[:200]])
def test_a_picture_that_cannot_be_converted_stays(profile: bytes) -> None:
    """Its damaged profile stops nothing: read back, it is seen to be in other colours still."""
    done = pdf_in(coloured("of a profile", profile), "grey")
    assert seen(done).inks == {"rgb"}


def made(folder: Path, picture: Image.Image, form: Form, inks: Inks, ending: str) -> bytes:
    """Return what a given picture becomes."""
    path = folder / f"given.{ending}"
    picture.save(path, dpi=(300, 300))
    return finished(Graphic("given", raster=path), Wanted(form, 1, 1, 300, inks))


def test_a_picture_in_inks_keeps_them(tmp_path: Path) -> None:
    """What is in the printer's inks already is not mixed anew: its black may be of four."""
    ink = Image.new("CMYK", (4, 4), (10, 20, 30, 40))
    with Image.open(io.BytesIO(made(tmp_path, ink, "tiff", "cmyk", "tif"))) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("CMYK", (10, 20, 30, 40))


def test_png_has_no_inks(tmp_path: Path) -> None:
    """Where a journal takes PNG and wants inks, the picture is in red, green and blue."""
    red = Image.new("RGB", (4, 4), RED)
    with Image.open(io.BytesIO(made(tmp_path, red, "png", "cmyk", "png"))) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("RGB", RED)


@pytest.mark.parametrize("light", [0, 128, 255])
def test_greys_of_sixteen_bits_are_as_light_as_before(tmp_path: Path, light: int) -> None:
    """Microscopes write such; cut off at the eighth bit they would be white."""
    deep = Image.new("I;16", (4, 4), light * 257)
    with Image.open(io.BytesIO(made(tmp_path, deep, "png", "grey", "png"))) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("L", light)


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        (Image.new("RGBA", (4, 4), (*RED, 0)), (255, 255, 255)),
        (Image.new("LA", (4, 4), (0, 255)), (0, 0, 0)),
        (Image.new("1", (4, 4), 1), (255, 255, 255)),
        (Image.new("RGB", (4, 4), RED).quantize(2), RED),
    ],
)
def test_every_kind_of_picture_is_solid_on_white(
    tmp_path: Path, picture: Image.Image, colour: tuple[int, int, int]
) -> None:
    """See-through, black and white, of a table: all are plain colours, on white."""
    with Image.open(io.BytesIO(made(tmp_path, picture, "tiff", "rgb", "png"))) as solid:
        assert (solid.mode, solid.getpixel((0, 0))) == ("RGB", colour)


@pytest.mark.parametrize(
    ("form", "profile", "told"),
    [
        ("pdf", SRGB, []),
        ("png", SRGB, []),
        ("pdf", b"", ["figure-1.pdf has colours of red, green and blue, not of grey"]),
    ],
)
def test_a_given_pdf_is_set_at_the_journals_width(
    load: Load, form: Form, profile: bytes, told: list[str]
) -> None:
    """Its proportions stay, and its pictures are grey, or it is said that one is not."""
    text = "# A\n\n![D.](figures/d.pdf){#fig:d}\n"
    data = coloured("of a profile", profile)
    evidence = gather(load({"figures/d.pdf": data, "manuscript/01-a.md": text}))
    rules = Rules(formats=(form,), widths=(50, 84), colour="grey", dpi=100)
    numbered = numbered_of(compose(evidence, ["pdf"]))
    made = draw_for(evidence, rules, numbered, evidence.project.root / "build/figures")
    (file,) = made.files
    facts = seen(file.path.read_bytes())
    assert (facts.form, round(facts.width), round(facts.height)) == (form, 50, 50)
    assert [finding.message for finding in made.findings] == told
