"""The pictures of an article as LaTeX takes them: PDF, PNG and JPEG under plain names."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

from octavo.document import Graphic
from octavo.pictures import pdf_of_svg

KEPT = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
"""Forms of pictures that every engine includes as they are."""


class Pictures:
    """Names the files of pictures on the way, each picture once."""

    def __init__(self, graphics: Mapping[str, Graphic]) -> None:
        self._graphics = graphics
        self._sources: dict[str, Path] = {}
        self._names: dict[Path, str] = {}

    def name(self, target: str) -> str | None:
        """Return the name of a picture's file in the package; `None` if it is no picture."""
        graphic = self._graphics.get(target)
        path = (graphic.pdf or graphic.svg or graphic.raster) if graphic else None
        if path is None:
            return None
        if path not in self._names:
            self._names[path] = self._fresh(path)
            self._sources[self._names[path]] = path
        return self._names[path]

    def _fresh(self, path: Path) -> str:
        """Return a name of ASCII letters, digits and dashes that no other picture has."""
        stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-") or "figure"
        if stem.lower() in ("manuscript", "supplement", "tables", "title-page"):
            stem = f"figure-{stem}"
        suffix = path.suffix.lower()
        suffix = suffix if suffix in KEPT else ".pdf" if suffix == ".svg" else ".png"
        taken = {name.rpartition(".")[0].lower() for name in self._sources}
        number, free = 1, stem
        while free.lower() in taken:
            number += 1
            free = f"{stem}-{number}"
        return f"{free}{suffix}"

    def files(self, root: Path, timestamp: int) -> dict[str, bytes]:
        """Return the files by name; what is converted bears the moment given."""
        return {name: _bytes(root / path, timestamp) for name, path in self._sources.items()}


def _bytes(path: Path, timestamp: int) -> bytes:
    suffix = path.suffix.lower()
    if suffix in KEPT:
        return path.read_bytes()
    return pdf_of_svg(path, timestamp) if suffix == ".svg" else _png(path)


def _png(path: Path) -> bytes:
    """Return the first frame of a picture of dots that LaTeX does not know."""
    from PIL import Image

    stream = io.BytesIO()
    with Image.open(path) as picture:
        picture.convert(
            "RGBA" if "transparency" in picture.info or picture.mode == "RGBA" else "RGB"
        ).save(stream, "PNG", dpi=picture.info.get("dpi", (96, 96)))
    return stream.getvalue()
