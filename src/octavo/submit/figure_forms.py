"""Pictures turned into the files that journals take: what Pillow, pikepdf and Typst can make.

Nothing is told in them but the picture: no dates, no names, no places.  No dots are made up: a
picture of dots keeps those that it has.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from octavo.document import Graphic
from octavo.pictures import set_by_typst
from octavo.submit.figure_inks import Inks, pdf_in, picture_in, postscript_in, svg_in

Form = Literal["tiff", "eps", "pdf", "png", "jpeg", "svg"]

ENDINGS: dict[Form, str] = {
    "tiff": ".tif",
    "eps": ".eps",
    "pdf": ".pdf",
    "png": ".png",
    "jpeg": ".jpg",
    "svg": ".svg",
}
RASTERS = ("tiff", "png", "jpeg")
QUALITY = 95
"""Of JPEG, of 100; letters have halos below."""

TELLING = re.compile(rb"^%%(Title|Creator|CreationDate|For):.*\n", re.MULTILINE)
"""Lines of PostScript that tell more than the picture."""

ASIDES = re.compile(rb"<!-- Created with .*?-->\n?|[ ]*<metadata>.*?</metadata>\n?", re.DOTALL)
"""Parts of an SVG that do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a finished file is to be."""

    form: Form
    width: float
    """Inches, as is the height."""

    height: float
    dpi: int
    inks: Inks


def finished(graphic: Graphic, wanted: Wanted) -> bytes:
    """Return a picture as a file of the form that is wanted, of its size."""
    makers: dict[Form, Callable[[Graphic, Wanted], bytes]] = {
        "pdf": _pdf,
        "eps": _eps,
        "svg": _svg,
    }
    return makers.get(wanted.form, _raster)(graphic, wanted)


def is_dotted(graphic: Graphic, form: Form) -> bool:
    """Tell whether a file of a form comes of dots: its form has no other, or the picture none."""
    lines = graphic.eps if form == "eps" else graphic.svg or graphic.pdf
    return form in RASTERS or lines is None


def _raster(graphic: Graphic, wanted: Wanted) -> bytes:
    picture = picture_in(_dots(graphic, wanted), wanted.inks)
    if wanted.form == "png" and picture.mode == "CMYK":
        picture = picture.convert("RGB")
    across = picture.width / wanted.width
    dots = wanted.dpi if abs(across - wanted.dpi) * wanted.width < 1 else across
    out = io.BytesIO()
    if wanted.form == "tiff":
        picture.save(out, "TIFF", compression="tiff_lzw", dpi=(dots, dots))
    elif wanted.form == "jpeg":
        whole = round(dots)
        picture.save(out, "JPEG", quality=QUALITY, subsampling=0, dpi=(whole, whole))
    else:
        picture.save(out, "PNG", dpi=(dots, dots), optimize=True)
    return out.getvalue()


def _dots(graphic: Graphic, wanted: Wanted) -> Any:
    """Return a picture as dots on white, with nothing that tells of it."""
    from PIL import Image, ImageOps

    if graphic.raster is not None:
        source: Path | io.BytesIO = graphic.raster
    else:
        drawing = graphic.pdf or graphic.svg
        assert drawing is not None
        setting = {"format": "png", "ppi": float(wanted.dpi)}
        source = io.BytesIO(set_by_typst(drawing, setting, wanted.width))
    with Image.open(source) as opened:
        picture: Any = ImageOps.exif_transpose(opened)
        if picture.mode not in ("L", "RGB", "CMYK"):
            picture = _on_white(picture)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 257).convert("L")
    through = picture.convert("RGBA")
    white = Image.new("RGBA", through.size, "white")
    return Image.alpha_composite(white, through).convert("RGB")


def _pdf(graphic: Graphic, wanted: Wanted) -> bytes:
    if graphic.pdf is not None and graphic.width == wanted.width:
        return pdf_in(graphic.pdf.read_bytes(), wanted.inks)
    drawing = graphic.pdf or graphic.svg
    if drawing is None:
        return _pdf_of_dots(picture_in(_dots(graphic, wanted), wanted.inks), wanted)
    setting = {"pdf_standards": ["1.7"], "pdf_tags": False, "timestamp": 0}
    return _untold(pdf_in(set_by_typst(drawing, setting, wanted.width), wanted.inks))


def _untold(data: bytes) -> bytes:
    """Return a PDF without what tells of its making."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _pdf_of_dots(picture: Any, wanted: Wanted) -> bytes:
    import pikepdf

    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
    width, height = wanted.width * 72, wanted.height * 72
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        image = pdf.make_stream(picture.tobytes())
        image.update(
            {
                "/Type": pikepdf.Name("/XObject"),
                "/Subtype": pikepdf.Name("/Image"),
                "/Width": picture.width,
                "/Height": picture.height,
                "/ColorSpace": pikepdf.Name(spaces[picture.mode]),
                "/BitsPerComponent": 8,
            }
        )
        page = pdf.add_blank_page(page_size=(width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
        page.Contents = pdf.make_stream(f"{width:.4f} 0 0 {height:.4f} 0 0 cm /Picture Do".encode())
        pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _eps(graphic: Graphic, wanted: Wanted) -> bytes:
    if graphic.eps is None:
        return _eps_of_dots(picture_in(_dots(graphic, wanted), wanted.inks), wanted)
    return postscript_in(TELLING.sub(b"", graphic.eps.read_bytes()), wanted.inks)


def _eps_of_dots(picture: Any, wanted: Wanted) -> bytes:
    """Return dots as PostScript of level 3, which has the compression of PNG."""
    import math
    import zlib

    spaces = {"L": ("Gray", 1), "RGB": ("RGB", 3), "CMYK": ("CMYK", 4)}
    space, number = spaces[picture.mode]
    width, height = wanted.width * 72, wanted.height * 72
    head = f"""%!PS-Adobe-3.0 EPSF-3.0
%%LanguageLevel: 3
%%BoundingBox: 0 0 {math.ceil(width)} {math.ceil(height)}
%%HiResBoundingBox: 0 0 {width:.4f} {height:.4f}
%%EndComments
gsave
{width:.4f} {height:.4f} scale
/Device{space} setcolorspace
<< /ImageType 1 /Width {picture.width} /Height {picture.height} /BitsPerComponent 8
/Decode [{" ".join(["0 1"] * number)}]
/ImageMatrix [{picture.width} 0 0 {-picture.height} 0 {picture.height}]
/DataSource currentfile /ASCII85Decode filter /FlateDecode filter >> image
"""
    dots = base64.a85encode(zlib.compress(picture.tobytes(), 9), wrapcol=100, adobe=False)
    lines = dots.replace(b"\n%", b"\n %")  # no line is a comment
    return head.encode() + lines + b"~>\ngrestore\n%%EOF\n"


def _svg(graphic: Graphic, wanted: Wanted) -> bytes:
    if graphic.svg is not None and graphic.width == wanted.width:
        bare = ASIDES.sub(b"", graphic.svg.read_bytes())
        return svg_in(bare.replace(b'id="matplotlib.', b'id="'), wanted.inks)
    drawing = graphic.svg or graphic.pdf
    if drawing is not None:
        return svg_in(set_by_typst(drawing, {"format": "svg"}, wanted.width), wanted.inks)
    out = io.BytesIO()
    picture = _dots(graphic, wanted)
    picture_in(picture, "grey" if wanted.inks == "grey" else "rgb").save(out, "PNG", optimize=True)
    address = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    size = f'width="{wanted.width:.4f}in" height="{wanted.height:.4f}in"'
    box = f'viewBox="0 0 {picture.width} {picture.height}"'
    image = f'<image width="{picture.width}" height="{picture.height}" href="{address}"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{image}</svg>\n'
    return text.encode()
