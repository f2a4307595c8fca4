"""What finished figure files are, read from their bytes: nothing of how they were made is known."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from octavo.submit.figure_forms import Form
from octavo.submit.figure_inks import SET_RGB, drawings_of, has_three

MILLIMETRES = 25.4
KINDS: dict[str, Form] = {"TIFF": "tiff", "PNG": "png", "JPEG": "jpeg"}
MODES = {"L": "grey", "1": "grey", "LA": "grey", "CMYK": "cmyk"}
BOX = re.compile(rb"^%%(HiRes)?BoundingBox:((?: +-?[\d.]+){4})", re.MULTILINE)
FONT_NAME = re.compile(rb"/FontName /(\S+) def")
FONT_TYPE = re.compile(rb"/FontType (\d+) def")
POSTSCRIPT_SIZE = re.compile(rb"/Width (\d+) /Height (\d+)|^(\d+) (\d+) 8 \[", re.MULTILINE)
HEX = re.compile(rb"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\b")


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a file."""

    name: str
    kind: str
    """`Type 3`, `TrueType` and so on."""

    embedded: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is."""

    form: Form
    width: float
    """Millimetres, as is the height."""

    height: float
    dots: int | None = None
    """Of pictures of dots, those of the widest from left to right."""

    dpi: float | None = None
    """What the file says of itself."""

    inks: frozenset[str] = frozenset()
    """Those of `rgb`, `grey` and `cmyk` that occur."""

    transparent: bool = False
    compression: str = ""
    fonts: tuple[Font, ...] = ()


class UnreadableError(ValueError):
    """Why a file is of no form that can be read."""


def seen(data: bytes) -> Seen:
    """Return what a file is; raise `UnreadableError` where nothing here can tell."""
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"%!PS-Adobe") and b"EPSF" in data[:40]:
        return _eps(data)
    if b"<svg" in data[:2000]:
        return _svg(data)
    return _raster(data)


def _raster(data: bytes) -> Seen:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            across, down = (float(each) or 1 for each in picture.info.get("dpi", (72, 72)))
            return Seen(
                KINDS[picture.format or ""],
                picture.width / across * MILLIMETRES,
                picture.height / down * MILLIMETRES,
                picture.width,
                min(across, down),
                frozenset({MODES.get(picture.mode, "rgb")}),
                picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info,
                str(picture.info.get("compression", "")),
            )
    except (UnidentifiedImageError, OSError, KeyError, SyntaxError) as error:
        raise UnreadableError(str(error)) from error


def _eps(data: bytes) -> Seen:
    boxes = {bool(found[1]): found[2].split() for found in BOX.finditer(data)}
    if not boxes:
        raise UnreadableError("it has no bounding box")
    left, low, right, high = map(float, boxes.get(True) or boxes[False])
    fonts = tuple(
        Font(name.decode("latin-1"), "Type 3" if kind == b"3" else f"Type {kind.decode()}", True)
        for name, kind in zip(FONT_NAME.findall(data), FONT_TYPE.findall(data), strict=False)
    )
    body = data.partition(b"%%EndProlog")[2] or data
    sizes = [int(one or other) for one, _, other, _ in POSTSCRIPT_SIZE.findall(body)]
    width, height = (right - left) / 72, (high - low) / 72
    return Seen(
        "eps",
        width * MILLIMETRES,
        height * MILLIMETRES,
        max(sizes, default=None),
        inks=frozenset(_postscript_inks(body)),
        fonts=fonts,
    )


def _postscript_inks(body: bytes) -> Iterator[str]:
    if SET_RGB.search(body) or re.search(rb"false 3 colorimage|/DeviceRGB", body):
        yield "rgb"
    if re.search(rb"\bsetcmykcolor\b|false 4 colorimage|/DeviceCMYK", body):
        yield "cmyk"
    if re.search(rb"\bsetgray\b|bind image\b|/DeviceGray", body):
        yield "grey"


def _svg(data: bytes) -> Seen:
    from lxml import etree

    from octavo.drawings import DrawingError, inches_of_svg_data

    try:
        width, height = inches_of_svg_data(data)
    except DrawingError as error:
        raise UnreadableError(str(error)) from error
    root: Any = etree.fromstring(data)
    pictures = [float(each.get("width", "0")) for each in root.iter("{*}image")]
    fonts = {str(each.get("font-family", "unnamed")) for each in root.iter("{*}text")}
    coloured = pictures or any(len(set(found)) > 1 for found in HEX.findall(data))
    return Seen(
        "svg",
        width * MILLIMETRES,
        height * MILLIMETRES,
        round(max(pictures)) if pictures else None,
        inks=frozenset({"rgb" if coloured else "grey"}),
        fonts=tuple(Font(name, "text", False) for name in sorted(fonts)),
    )


def _pdf(data: bytes) -> Seen:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            left, low, right, high = (float(side) for side in pdf.pages[0].cropbox)
            pictures = [o for o in _streams(pdf) if o.get("/Subtype") == "/Image"]
            shown = [p for p in pictures if not p.get("/ImageMask", False)]
            return Seen(
                "pdf",
                (right - left) / 72 * MILLIMETRES,
                (high - low) / 72 * MILLIMETRES,
                max((int(each["/Width"]) for each in shown), default=None),
                inks=frozenset({*_drawn_inks(pdf), *_space_inks(pdf)}),
                transparent=any("/SMask" in picture for picture in pictures),
                fonts=tuple(sorted(_pdf_fonts(pdf), key=lambda font: font.name)),
            )
    except (pikepdf.PdfError, IndexError, KeyError, ValueError, TypeError) as error:
        raise UnreadableError(str(error)) from error


def _streams(pdf: Any) -> Iterator[Any]:
    import pikepdf

    return (item for item in pdf.objects if isinstance(item, pikepdf.Stream))


def _drawn_inks(pdf: Any) -> Iterator[str]:
    """Yield the colours that pages, forms and patterns set."""
    import pikepdf

    for drawing in drawings_of(pdf):
        for instruction in pikepdf.parse_content_stream(drawing):
            name = str(instruction.operator).lower()
            if name in ("sc", "scn"):
                name = {1: "g", 3: "rg", 4: "k"}.get(len(instruction.operands), "")
            if name in ("g", "rg", "k"):
                yield {"g": "grey", "rg": "rgb", "k": "cmyk"}[name]


def _space_inks(pdf: Any) -> Iterator[str]:
    """Yield the colours of pictures, shadings and mixtures."""
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            group = item.get("/Group", pikepdf.Dictionary())
            for space in (item.get("/ColorSpace"), group.get("/CS")):
                if has_three(space):
                    yield "rgb"
                elif space == "/DeviceCMYK":
                    yield "cmyk"


def _pdf_fonts(pdf: Any) -> Iterator[Font]:
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font":
            continue
        kind = str(item.get("/Subtype", "")).lstrip("/")
        if kind == "Type0":
            continue  # its descendant tells
        file = any(f"/FontFile{n}" in item.get("/FontDescriptor", {}) for n in ("", "2", "3"))
        name = str(item.get("/BaseFont", item.get("/Name", "unnamed"))).lstrip("/")
        shown = "Type 3" if kind == "Type3" else kind
        yield Font(name.partition("+")[2] or name, shown, file or kind == "Type3")
