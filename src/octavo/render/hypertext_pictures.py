"""Pictures in hypertext: short placeholders for pandoc, `data:` URIs or files at the end."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from octavo.document import Graphic
from octavo.nodes import Node, attribute_of, pair_of, plain_text, raw_inline, span

PIXELS_PER = {"in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0, "px": 1.0}
LENGTH = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+) *(%|px|pt|pc|mm|cm|in)?")
PREFIX = "octavo:picture:"
"""What stands before a picture's number in the placeholder for its address."""

PLACEHOLDER = re.compile(rf'(<img src="){PREFIX}([0-9]+)"')
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


class Pictures:
    """The pictures met in the tree, in order, and the widths in percent that they want."""

    def __init__(self, graphics: Mapping[str, Graphic]) -> None:
        self.graphics = graphics
        self.found: list[Path] = []
        self.percentages: set[int] = set()

    def image(self, node: Node) -> list[Node]:
        """Return a placeholder for an image; without a picture, its alternative text."""
        _, alternative, (target, _) = node["c"]
        graphic = self.graphics.get(target)
        path = _path_of(graphic) if graphic else None
        if graphic is None or path is None:
            return [span(alternative, ["", ["missing-picture"], []])]
        self.found.append(path)
        source = f"{PREFIX}{len(self.found) - 1}"
        alt = escape(plain_text(alternative))
        return [
            raw_inline("html", f'<img src="{source}" alt="{alt}"{self._size(node, graphic)} />')
        ]

    def embedded(self, page: str) -> str:
        """Return the page with the pictures in the places of their placeholders."""
        return PLACEHOLDER.sub(lambda m: f'{m[1]}{_data_uri(self.found[int(m[2])])}"', page)

    def _size(self, node: Node, graphic: Graphic) -> str:
        length = LENGTH.fullmatch(pair_of(attribute_of(node) or ["", [], []], "width") or "")
        if length and length[2] == "%":
            percentage = min(100, max(1, round(float(length[1]))))
            self.percentages.add(percentage)
            return f' class="width-{percentage}"'
        if length:
            return f' width="{round(float(length[1]) * PIXELS_PER[length[2] or "px"])}"'
        return f' width="{round(graphic.width * 96)}"' if graphic.width else ""


def _path_of(graphic: Graphic) -> Path | None:
    return next((p for p in (graphic.svg, graphic.raster) if p and p.suffix.lower() in TYPES), None)


def _data_uri(path: Path) -> str:
    content = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:{TYPES[path.suffix.lower()]};base64,{content}"
