"""Whether a drawing, as SVG or PDF, can be shown: read before any engine meets it."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

MAX_INCHES = 200
"""The side of the largest page that a PDF can have; engines crash at far larger drawings."""

SVG = "{http://www.w3.org/2000/svg}svg"
LENGTH = re.compile(
    r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|Q|em|ex|rem)?"
)
PIXELS = {"pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "Q": 96 / 101.6}
PIXELS |= {"em": 16, "rem": 16, "ex": 8}


class DrawingError(ValueError):
    """Why a file is no drawing that can be shown."""


def problem_of_svg(path: Path) -> str:
    """Return why an SVG cannot be shown, or nothing: it stands alone and has a size."""
    try:
        root = _root(path.read_bytes())
        _inches_of(root)
    except DrawingError as error:
        return str(error)
    for element in root.iter("{*}script", "{*}image", "{*}use", "{*}feImage"):
        if str(element.tag).endswith("}script"):
            return "the SVG holds a script"
        address = element.get("{http://www.w3.org/1999/xlink}href") or element.get("href") or "#"
        if not address.startswith(("#", "data:")):
            return f"the SVG shows another file: `{address}`"
    return ""


def inches_of_svg(path: Path) -> tuple[float, float]:
    """Return the width and height of an SVG in inches; raise `DrawingError` without them."""
    return inches_of_svg_data(path.read_bytes())


def inches_of_svg_data(data: bytes) -> tuple[float, float]:
    """Return the width and height of an SVG that is at hand as bytes."""
    return _inches_of(_root(data))


def inches_of_pdf(path: Path) -> tuple[float, float]:
    """Return the width and height of the first page of a PDF that can be shown, in inches."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        left, low, right, high = (float(side) for side in page.cropbox)
        turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    width, height = abs(right - left) / 72, abs(high - low) / 72
    return (height, width) if turned else (width, height)


def problem_of_pdf(path: Path) -> str:
    """Return why the first page of a PDF cannot be shown, or nothing."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                return "the PDF has no page"
            left, low, right, high = (float(side) for side in pdf.pages[0].cropbox)
    except pikepdf.PasswordError:
        return "the PDF asks for a password"
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError) as error:
        return f"the PDF cannot be read: {str(error).removeprefix(str(path)).lstrip(': ')}"
    return _problem_of_sides("PDF", abs(right - left) / 72, abs(high - low) / 72)


def _root(data: bytes) -> Any:
    """Return the root of an SVG; refuse entities, which may name files or fill the memory."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"the SVG cannot be read: {getattr(error, 'msg', error)}"
        raise DrawingError(message) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise DrawingError("the SVG declares entities")
    if root.tag != SVG:
        raise DrawingError("the file is no SVG: its root is no `svg` of that namespace")
    return root


def _inches_of(root: Any) -> tuple[float, float]:
    box = _box_of(root.get("viewBox"))
    width, height = (_pixels(root, side) for side in ("width", "height"))
    if box is None and None in (width, height):
        side = "width" if width is None else "height"
        raise DrawingError(f"the SVG has no size: neither `{side}` nor `viewBox` is given")
    wide, high = box or (1.0, 1.0)
    if width is None:
        width = wide if height is None else height * wide / high
    if height is None:
        height = width * high / wide
    problem = _problem_of_sides("SVG", width / 96, height / 96)
    if problem:
        raise DrawingError(problem)
    return width / 96, height / 96


def _pixels(root: Any, side: str) -> float | None:
    """Return a side in pixels, or None where the viewBox is to give it."""
    given = str(root.get(side, "auto")).strip()
    if given == "auto" or re.fullmatch(r"[\d.]+%", given):
        return None
    found = LENGTH.fullmatch(given)
    if found is None:
        raise DrawingError(f"the SVG has no size: its `{side}` is `{given[:40]}`")
    return float(found[1]) * PIXELS.get(found[2], 1)


def _box_of(given: str | None) -> tuple[float, float] | None:
    if given is None:
        return None
    parts = [LENGTH.fullmatch(part) for part in re.split(r"[\s,]+", given.strip())]
    numbers = [float(part[1]) for part in parts if part]
    if len(numbers) != 4 or len(parts) != 4 or min(numbers[2:]) <= 0:
        raise DrawingError(f"the SVG has no size: its `viewBox` is `{given[:40]}`")
    return numbers[2], numbers[3]


def _problem_of_sides(kind: str, *sides: float) -> str:
    for side in sides:
        if not math.isfinite(side) or side > MAX_INCHES:
            return (
                f"the {kind} is {side:,.6g} inches wide or high: no page has more than {MAX_INCHES}"
            )
        if side <= 0:
            return f"the {kind} has no size: it is {side:g} inches wide or high"
    return ""
