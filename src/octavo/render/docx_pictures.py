"""Pictures in Word: a raster that every reader shows, and the vectors beside it."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from octavo.document import Graphic
from octavo.drawings import inches_of_svg
from octavo.nodes import Node, pair_of
from octavo.pictures import MEGABYTES, inches, measure, set_alone
from octavo.render.docx_styles import TEXT_WIDTH
from octavo.sheet import MILLIMETRES, Sheet
from octavo.typst_runner import Job
from octavo.word_namespaces import WP, R

TEXT_HEIGHT = 8.2
"""The tallest that a picture may be on A4, in inches: its caption stays on its page."""

RESOLUTION = 300
MAX_DOTS = 25_000_000
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


class Pictures:
    """The pictures of one document, copied under names of their own to where pandoc looks."""

    def __init__(
        self, graphics: Mapping[str, Graphic], root: Path, folder: Path, sheet: Sheet
    ) -> None:
        self.graphics = graphics
        self.tallest = TEXT_HEIGHT - (MILLIMETRES["a4"][1] - sheet.height) / 25.4
        self.root = root
        self.folder = folder
        self.vectors: dict[str, bytes] = {}
        """The SVG of each picture that has one, by the raster's name."""

        self._placed: dict[str, tuple[str, float, float]] = {}

    def image(self, node: Node) -> list[Node]:
        """Give an image its file and printed width; without a picture its text stands for it."""
        attribute, alternative, (target, _) = node["c"]
        graphic = self.graphics.get(target)
        if graphic is None:
            return list(alternative)
        name, natural, ratio = self._place(target, graphic)
        asked = inches(pair_of(attribute, "width"), TEXT_WIDTH)
        width = asked or graphic.width or natural
        width = min(width, TEXT_WIDTH, self.tallest / ratio)
        sized = [attribute[0], [], [["width", f"{width:.4f}in"]]]
        return [{"t": "Image", "c": [sized, alternative, [name, ""]]}]

    def _place(self, target: str, graphic: Graphic) -> tuple[str, float, float]:
        """Return a picture's name in the folder, its width in inches, its height by its width."""
        if target not in self._placed:
            number = len(self._placed) + 1
            if graphic.raster is not None:
                source = self.root / graphic.raster
                path = self.folder / f"picture-{number}{source.suffix.lower()}"
                shutil.copyfile(source, path)
            else:
                path = self.folder / f"picture-{number}.png"
                path.write_bytes(_rasterized(self.root / str(graphic.svg), path))
            if graphic.svg is not None:
                self.vectors[path.name] = (self.root / graphic.svg).read_bytes()
            self._placed[target] = (path.name, *_shape(path))
        return self._placed[target]


def _rasterized(source: Path, place: Path) -> bytes:
    """Return an SVG as PNG."""
    copy = place.with_suffix(source.suffix.lower())
    shutil.copyfile(source, copy)
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{copy.name}")'
    main = place.with_suffix(".typ")
    main.write_text(page, encoding="utf-8")
    ppi = _resolution(source)
    return set_alone(source, Job(str(main), [], True, {}, {"format": "png", "ppi": ppi}, MEGABYTES))


def _resolution(source: Path) -> float:
    """Return the dots per inch of a drawing: fewer for a large one, which is shrunk to the page."""
    width, height = inches_of_svg(source)
    return min(RESOLUTION, math.sqrt(MAX_DOTS / (width * height)))


def _shape(path: Path) -> tuple[float, float]:
    """Return a raster's width in inches, and its height divided by its width."""
    raster = measure(path)
    return raster.inches, raster.height / raster.width


def connect_pictures(document: Any, stories: Mapping[Any, Any], pictures: Pictures) -> None:
    """Relate every picture to the story it stands in, and put the SVG beside each that has one.

    A story is a part and its element; pandoc relates the pictures of notes to the text alone.
    """
    vectors: dict[str, Any] = {}
    number = 0
    for part, story in stories.items():
        for drawing in story.iter(f"{{{WP}}}inline", f"{{{WP}}}anchor"):
            number += 1
            name = _describe(drawing, number)
            blip = next(drawing.iter(f"{{{A}}}blip"))
            if part is not document.part:
                picture = document.part.rels[blip.get(f"{{{R}}}embed")].target_part
                blip.set(f"{{{R}}}embed", _related(part, picture))
            if name in pictures.vectors:
                if name not in vectors:
                    vectors[name] = _vector(document, name, pictures.vectors[name])
                _extend(blip, _related(part, vectors[name]))


def _describe(drawing: Any, number: int) -> str:
    """Name a drawing by its place among all; return the name of its file."""
    properties = drawing.find(f"{{{WP}}}docPr")
    properties.attrib.pop("title", None)
    properties.set("name", f"Picture {number}")
    inner = next(drawing.iter(f"{{{PIC}}}cNvPr"))
    name = str(inner.get("descr"))
    inner.set("descr", properties.get("descr", ""))
    inner.set("name", f"Picture {number}")
    return name


def _related(part: Any, picture: Any) -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE

    return str(part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE))


def _vector(document: Any, name: str, data: bytes) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    place = PackURI(f"/word/media/{Path(name).stem}.svg")
    return Part(place, "image/svg+xml", data, document.part.package)


def _extend(blip: Any, relation: str) -> None:
    from lxml import etree

    blip.append(
        etree.fromstring(
            f'<a:extLst xmlns:a="{A}"><a:ext uri="{SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{SVG}" xmlns:r="{R}" r:embed="{relation}"/>'
            "</a:ext></a:extLst>"
        )
    )
