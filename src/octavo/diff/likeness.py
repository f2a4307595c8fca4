"""What counts as the same in two documents: words and what they are about, not numbers.

Numbers follow the new document.  So a reference to the same figure, a heading and a caption
are the same whatever their number is, and so is a citation that is printed as a number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from octavo.alignment import bag_of, tokens_of
from octavo.document import Graphic
from octavo.nodes import NO_BREAK_SPACE, Node, branches, pair_of, plain_text

LETTERLESS = re.compile(r"[\W\d_]*")
WHOLE = ("Cite", "Math", "Note", "Image", "Code", "RawInline")
"""The types of inlines that are not parted."""


class Likeness:
    """Tells what parts of one document are known by; equal keys are equal parts."""

    def __init__(self, graphics: Mapping[str, Graphic], root: Path) -> None:
        self.graphics = graphics
        self.root = root
        self._digests: dict[str, str] = {}

    def key(self, value: Any) -> str:
        """Return what a tree, or a part of one, is known by."""
        return json.dumps(self._bare(value), ensure_ascii=False, separators=(",", ":"))

    def picture(self, target: str) -> str:
        """Return the hash of a picture's bytes, or its name where there are none."""
        if target not in self._digests:
            self._digests[target] = self._digest(target)
        return self._digests[target]

    def _digest(self, target: str) -> str:
        graphic = self.graphics.get(target)
        path = graphic and (graphic.svg or graphic.raster or graphic.pdf)
        try:
            data = (self.root / path).read_bytes() if path else target.encode()
        except OSError:
            data = target.encode()
        return hashlib.sha256(data).hexdigest()

    def _bare(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._bare(item) for item in value]
        if not isinstance(value, dict):
            return value
        kind = value.get("t")
        if kind == "Str":
            return value["c"]
        if kind in ("Space", "SoftBreak"):
            return " "
        special = self._special(value) if "c" in value else None
        return special or {name: self._bare(item) for name, item in value.items()}

    def _special(self, node: Node) -> Any:
        content = node["c"]
        match node["t"]:
            case "Span" | "Div":
                return self._contained(node)
            case "Header":
                return ["header", content[0], content[1][1], self._bare(content[2])]
            case "Link" if "cross-reference" in content[0][1]:
                return ["reference", content[2][0], word_of(plain_text(content[1]))]
            case "Cite":
                return ["cite", [self._cited(one) for one in content[0]], self._printed(content[1])]
            case "Image":
                return ["image", content[0][2], plain_text(content[1]), self.picture(content[2][0])]
            case "Code" | "CodeBlock" | "Link" | "Figure" | "Table":
                return [node["t"], content[0][1:], *(self._bare(part) for part in content[1:])]
        return None

    def _contained(self, node: Node) -> Any:
        attribute, content = node["c"]
        classes = attribute[1]
        if "section-number" in classes:
            return ["section-number"]
        if "caption-label" in classes:
            return ["caption-label", pair_of(attribute, "kind")]
        if "csl-left-margin" in classes:
            return ["margin", re.sub(r"\d+", "", plain_text(content))]
        pairs = [pair for pair in attribute[2] if pair[0] != "number"]
        return [node["t"], classes, pairs, self._bare(content)]

    def _cited(self, citation: Mapping[str, Any]) -> Any:
        names = ("citationId", "citationMode", "citationPrefix", "citationSuffix")
        return [self._bare(citation[name]) for name in names if name in citation]

    def _printed(self, inlines: list[Node]) -> Any:
        """Return what a citation prints, but for the number that one may be."""
        text = plain_text(inlines)
        noted = any(node["t"] == "Note" for node in branches(inlines))
        if noted or not LETTERLESS.fullmatch(text):
            return self._bare(inlines)
        return re.sub(r"\d+", "", text)


def word_of(text: str) -> str:
    """Return what a reference prints before its number: `Figure` of `Figure 2`."""
    return text.rpartition(NO_BREAK_SPACE)[0]


def bag(value: Any) -> dict[str, float]:
    """Return the words of a tree, those of notes too, with their weights."""
    notes = [node["c"] for node in branches(value) if node["t"] == "Note"]
    texts = [plain_text(value), *map(plain_text, notes)]
    return bag_of([token for text in texts for token in tokens_of(text)])
