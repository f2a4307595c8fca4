"""Whether a picture or table file can be shown: read before any engine meets it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.diagnostics import ToolError
from octavo.drawings import problem_of_pdf, problem_of_svg
from octavo.folders import unfinished
from octavo.nodes import Node, plain_text, walk
from octavo.typesetting import typeset_apart
from octavo.typst_runner import Job, Unset

PICTURES = frozenset(".svg .pdf .png .jpg .jpeg .gif .webp".split())
RASTERS = PICTURES - {".svg", ".pdf"}
MAX_PIXELS = 100_000_000
SECONDS, MEGABYTES = 60, 4000
"""What it may take to convert a drawing."""

TEXT_WIDTH = 5.5
"""Inches between the margins of the PDF that the shipped template sets."""

SCREEN = 96
"""Dots per inch of a raster that does not tell its own."""

UNITS = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "px": 1 / SCREEN, "": 1 / SCREEN}


@dataclass(frozen=True, slots=True)
class Raster:
    """The size of a picture of dots."""

    width: int
    """Dots, as is the height."""

    height: int
    resolution: float
    """Dots per inch that the file asks for."""

    @property
    def inches(self) -> float:
        """The width at the resolution that the file asks for."""
        return self.width / self.resolution


def measure(path: Path) -> Raster:
    """Return the size of a picture of dots."""
    from PIL import Image

    with Image.open(path) as picture:
        dots = float(picture.info.get("dpi", (SCREEN, SCREEN))[0]) or SCREEN
        return Raster(picture.width, picture.height, dots)


def inches(width: str | None, line: float) -> float | None:
    """Return a width that the author asks for (`8cm`, `60%` of the line), in inches.

    None where there is none, or none that can be read.
    """
    text = width or ""
    number = text.rstrip("%incmptx")
    try:
        value, unit = float(number), text[len(number) :]
    except ValueError:
        return None
    found = value / 100 * line if unit == "%" else value * UNITS.get(unit, 0)
    return found if found > 0 else None


def problem_of(path: Path) -> str:
    """Return why a file is no picture that can be shown, or nothing."""
    suffix = path.suffix.lower()
    if suffix not in PICTURES:
        return f"a `{suffix or path.name}` file is no picture that every format takes"
    if suffix == ".svg":
        return problem_of_svg(path)
    if suffix == ".pdf":
        return problem_of_pdf(path)
    return _problem_of_raster(path)


def _problem_of_raster(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            picture.verify()  # as strict as the engines are: a file that is cut off is none
        with Image.open(path) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return f"the picture has {picture.width} × {picture.height} pixels"
            picture.load()
    except UnidentifiedImageError:
        return "the file is no picture of its kind"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return f"the picture cannot be read: {error}"
    return ""


def is_for_print(path: Path) -> bool:
    """Tell whether a picture of dots is in the four colours of a printer's inks."""
    from PIL import Image

    with Image.open(path) as picture:
        return picture.mode == "CMYK"


def screen_colours(path: Path) -> bytes:
    """Return a picture of four inks as JPEG in the colours of a screen, which all formats show.

    Its own profile says what the inks look like; without one, or with a broken one, they are
    taken for pure.
    """
    from PIL import Image, ImageCms, ImageOps

    stream = io.BytesIO()
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened)
        dots = opened.info.get("dpi", (SCREEN, SCREEN))
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(opened.info.get("icc_profile", b"")))
            screen = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(picture, profile, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            shown = picture.convert("RGB")
        (shown or picture).save(stream, "JPEG", quality=95, subsampling=0, dpi=dots)
    return stream.getvalue()


def svg_of_pdf(path: Path) -> bytes:
    """Return the first page of a PDF as SVG: the form that every renderer takes."""
    return set_by_typst(path, {"format": "svg"})


def pdf_of_svg(path: Path, timestamp: int) -> bytes:
    """Return an SVG as a PDF of one page of its size, which bears the moment given."""
    setting = {"pdf_standards": ["1.5"], "pdf_tags": False, "timestamp": timestamp}
    return set_by_typst(path, setting)


def set_by_typst(path: Path, setting: dict[str, Any], width: float | None = None) -> bytes:
    """Return a drawing as Typst writes a page that it fills, of its own width or so many inches.

    Only fonts that come along are used for what text it has, so that every machine
    draws the same.
    """
    import fontpkg_amiri

    name = f"picture{path.suffix.lower()}"
    size = "" if width is None else f", width: {width:.5f}in"
    page = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    with unfinished() as folder:
        shutil.copyfile(path, folder / name)
        source = folder / "page.typ"
        source.write_text(f'{page}#image("{name}"{size})', encoding="utf-8")
        fonts = [str(Path(fontpkg_amiri.__file__).parent / "files")]
        return set_alone(path, Job(str(source), fonts, False, {}, setting, MEGABYTES))


def set_alone(path: Path, job: Job) -> bytes:
    """Return what Typst makes of a page with a drawing alone, which may be a bomb."""
    try:
        return typeset_apart(job, SECONDS, f"the picture {path.name} may be at fault").data
    except Unset as error:
        raise ToolError(f"the picture {path.name} cannot be converted: {error}") from error


def figures(nodes: Iterable[Node]) -> Iterator[tuple[Node, str, str]]:
    """Yield the image, alternative text and caption of every figure of one picture."""
    for node in nodes:
        if node["t"] == "Figure":
            images = [inner for inner in walk(node["c"][2]) if inner["t"] == "Image"]
            if len(images) == 1 and not images[0]["c"][2][0].lower().endswith(".csv"):
                yield images[0], plain_text(images[0]["c"][1]), plain_text(node["c"][1][1])
