"""Pictures that come in: kept where every format takes them, else made into PNG, else told."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from octavo.bringing.brought import Brought
from octavo.folders import unfinished
from octavo.pictures import MAX_PIXELS, PICTURES, problem_of

CONVERTED = frozenset(".tif .tiff .bmp .jfif .jp2 .ppm .pgm .ico".split())
"""Pictures of dots that Pillow reads."""

MOST_DOTS = 100_000
"""Dots an inch that no picture has."""


class Media:
    """Pictures by where they were, each kept once under a name of its own."""

    def __init__(self, brought: Brought) -> None:
        self.brought = brought
        self._kept: dict[str, str] = {}

    def keep(self, source: str, data: bytes, name: str, where: str) -> str:
        """Return the path of a picture in the manuscript; empty where it cannot be shown.

        A picture that cannot be shown is kept all the same, and told.
        """
        if source not in self._kept:
            self._kept[source] = self._put(source, data, name, where)
        return self._kept[source]

    def _put(self, source: str, data: bytes, name: str, where: str) -> str:
        suffix = PurePosixPath(source).suffix.lower()
        if suffix in CONVERTED:
            made = _as_png(data)
            if made:
                data, suffix = made, ".png"
        path = self._unused(name, suffix)
        self.brought.files[path] = data
        problem = _problem(data, suffix)
        if problem:
            hint = f"it is kept as {path}: save it as SVG, PDF or PNG, and show it here"
            self.brought.tell(where, f"the picture {source} is not shown: {problem}", hint)
            return ""
        return path.as_posix()

    def _unused(self, name: str, suffix: str) -> PurePosixPath:
        number, path = 1, PurePosixPath("figures", f"{name}{suffix}")
        while path in self.brought.files:
            number += 1
            path = PurePosixPath("figures", f"{name}-{number}{suffix}")
        return path


def _problem(data: bytes, suffix: str) -> str:
    if suffix not in PICTURES:
        return f"a `{suffix or 'nameless'}` file is no picture that every format takes"
    with unfinished() as folder:
        path = folder / f"picture{suffix}"
        path.write_bytes(data)
        return problem_of(path)


def _as_png(data: bytes) -> bytes:
    """Return a picture of dots as PNG; nothing where it is too large, or cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return b""
            out = io.BytesIO()
            dots = picture.info.get("dpi") or ()
            if not all(0 < dot < MOST_DOTS for dot in dots):
                dots = ()
            whole = (
                picture
                if picture.mode in ("1", "L", "LA", "RGB", "RGBA")
                else picture.convert("RGB")
            )
            whole.save(out, "PNG", **({"dpi": dots} if dots else {}))
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, ArithmeticError, Image.DecompressionBombError):
        return b""
