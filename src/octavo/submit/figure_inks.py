"""The colours of finished figures: red, green and blue, greys, or the four inks of a printer.

Grey is the luma of ITU-R BT.601, as in Pillow.  The four inks come by arithmetic, without a
profile of any press: all black that three inks share goes to the fourth.  So black letters are
black alone; bright colours will be duller in print than they are here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

Inks = Literal["rgb", "cmyk", "grey"]

LUMA = (0.299, 0.587, 0.114)
NUMBER = rb"(-?(?:\d+(?:\.\d*)?|\.\d+))"
"""Written so that digits in long rows are read in one way alone, and so in no time."""
SET_RGB = re.compile(rb"\b" + rb"\s+".join([NUMBER] * 3) + rb"\s+setrgbcolor\b")
SET_GREY = re.compile(rb"\b" + NUMBER + rb"\s+setgray\b")
HEXADECIMAL = re.compile(rb"(?<=[:\"' ])#[0-9a-fA-F]{6}\b")
COLOUR_IMAGE = re.compile(
    rb"/DataString \d+ string def\n(\d+) (\d+) (8 \[.*?\]\n\{\ncurrentfile DataString "
    rb"readhexstring pop\n\} bind )false 3 colorimage\n([0-9a-f\s]+)"
)
"""How matplotlib writes pictures of dots into PostScript."""

OPERATORS = {"rg": ("g", "k"), "RG": ("G", "K"), "g": ("g", "k"), "G": ("G", "K")}
"""Operators of PDF that set colours: what takes their place in greys, and in inks."""


def grey_of(red: float, green: float, blue: float) -> float:
    """Return the grey of a colour; all are from 0 to 1."""
    return sum(part * light for part, light in zip(LUMA, (red, green, blue), strict=True))


def inks_of(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    """Return the four inks of a colour: cyan, magenta, yellow, black."""
    light = max(red, green, blue)
    if light <= 0:
        return 0.0, 0.0, 0.0, 1.0
    cyan, magenta, yellow = ((light - part) / light for part in (red, green, blue))
    return cyan, magenta, yellow, 1 - light


def picture_in(picture: Any, inks: Inks) -> Any:
    """Return a picture of dots, without transparency, in such colours."""
    if inks == "grey":
        return picture.convert("L")
    if inks == "rgb":
        return picture.convert("RGB")
    if picture.mode == "CMYK":
        return picture
    import numpy as np
    from PIL import Image

    planes = [np.asarray(band, dtype=np.uint16) for band in picture.convert("RGB").split()]
    light = np.maximum(np.maximum(planes[0], planes[1]), planes[2])
    least = np.maximum(light, 1)
    colours = [((light - plane) * 255 + least // 2) // least for plane in planes]
    four = [Image.fromarray(plane.astype(np.uint8)) for plane in (*colours, 255 - light)]
    return Image.merge("CMYK", four)


def postscript_in(data: bytes, inks: Inks) -> bytes:
    """Return PostScript of matplotlib's in such colours."""
    if inks == "rgb":
        return data

    def colour(found: re.Match[bytes]) -> bytes:
        red, green, blue = map(float, found.groups())
        if inks == "grey":
            return b"%.3f setgray" % grey_of(red, green, blue)
        return b"%.3f %.3f %.3f %.3f setcmykcolor" % inks_of(red, green, blue)

    def black(found: re.Match[bytes]) -> bytes:
        return b"0 0 0 %.3f setcmykcolor" % (1 - float(found[1]))

    head, mark, body = data.partition(b"%%EndProlog")
    body = COLOUR_IMAGE.sub(lambda found: _postscript_image(found, inks), body)
    body = SET_RGB.sub(colour, body)
    return head + mark + (SET_GREY.sub(black, body) if inks == "cmyk" else body)


def _postscript_image(found: re.Match[bytes], inks: Inks) -> bytes:
    from PIL import Image

    size = int(found[1]), int(found[2])
    picture = Image.frombytes("RGB", size, bytes.fromhex(found[4].decode()))
    dots = picture_in(picture, inks).tobytes().hex()
    number, draw = (1, b"image") if inks == "grey" else (4, b"false 4 colorimage")
    lines = "\n".join(dots[n : n + 128] for n in range(0, len(dots), 128))
    head = b"/DataString %d string def\n%d %d " % (size[0] * number, *size)
    return head + found[3] + draw + b"\n" + lines.encode() + b"\n"


def svg_in(data: bytes, inks: Inks) -> bytes:
    """Return an SVG of matplotlib's or Typst's in greys; it can have no inks."""
    if inks != "grey":
        return data

    def grey(found: re.Match[bytes]) -> bytes:
        number = int(found[0][1:], 16)
        parts = [number >> shift & 255 for shift in (16, 8, 0)]
        return b"#" + b"%02x" % round(grey_of(*parts)) * 3

    return HEXADECIMAL.sub(grey, data)


def pdf_in(data: bytes, inks: Inks) -> bytes:
    """Return a PDF in such colours, as far as they are set in its pages and pictures."""
    if inks == "rgb":
        return data
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
        for drawing in drawings_of(pdf):
            drawing.write(_content_in(drawing, inks))
        for item in _dictionaries(pdf):
            _convert(item, inks)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def drawings_of(pdf: Any) -> Iterator[Any]:
    """Yield the streams of a PDF that draw: pages, forms, patterns."""
    import pikepdf

    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        yield from [contents] if isinstance(contents, pikepdf.Stream) else contents or ()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (
            item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1
        ):
            yield item


def _content_in(drawing: Any, inks: Inks) -> bytes:
    import pikepdf

    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(drawing):
        instructions.append(instruction)
        if isinstance(instruction, pikepdf.ContentStreamInstruction):
            name = str(instruction.operator)
            three = name.lower() in ("sc", "scn") and len(instruction.operands) == 3
            name = ("RG" if name[0] == "S" else "rg") if three else name
            if name in OPERATORS and not (name in "gG" and inks == "grey"):
                instructions[-1] = _set_in(name, list(instruction.operands), inks)
    return bytes(pikepdf.unparse_content_stream(instructions))


def _set_in(name: str, operands: list[Any], inks: Inks) -> tuple[list[float], Any]:
    """Return the instruction that sets a colour, or a grey, in such colours."""
    import pikepdf

    red, green, blue = [float(value) for value in operands] * (3 if name in "gG" else 1)
    grey = [grey_of(red, green, blue)]
    values = grey if inks == "grey" else list(inks_of(red, green, blue))
    return [round(v, 4) for v in values], pikepdf.Operator(OPERATORS[name][inks == "cmyk"])


def _dictionaries(pdf: Any) -> Iterable[Any]:
    import pikepdf

    yield from (item for item in pdf.objects if isinstance(item, pikepdf.Stream))
    yield from (page.obj["/Group"] for page in pdf.pages if "/Group" in page.obj)


def _convert(item: Any, inks: Inks) -> None:
    """Convert a picture of a PDF, or the colours in which what lets through is mixed."""
    import pikepdf

    space = pikepdf.Name("/DeviceGray" if inks == "grey" else "/DeviceCMYK")
    group = item.get("/Group", item if item.get("/S") == "/Transparency" else None)
    if group is not None and "/CS" in group:
        group["/CS"] = space
    if item.get("/Subtype") != "/Image" or not has_three(item.get("/ColorSpace")):
        return
    unread = (pikepdf.UnsupportedImageTypeError, pikepdf.PdfError, NotImplementedError)
    try:
        picture = picture_in(pikepdf.PdfImage(item).as_pil_image(), inks)
    except (*unread, OSError, ValueError):
        return  # it stays as it is: the file is read back, and its colours are told
    item.write(picture.tobytes())
    item["/ColorSpace"], item["/BitsPerComponent"] = space, 8
    for key in ("/DecodeParms", "/Decode"):
        if key in item:
            del item[key]


def has_three(space: Any) -> bool:
    """Tell whether a colour space of a PDF is one of red, green and blue."""
    import pikepdf

    if isinstance(space, pikepdf.Array) and len(space) > 1:
        if space[0] == "/ICCBased":
            return bool(space[1].get("/N") == 3)
        return space[0] == "/CalRGB" or (space[0] == "/Indexed" and has_three(space[1]))
    return bool(space == "/DeviceRGB")
