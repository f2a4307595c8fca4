"""From where to where a block stands in the source, and what stands between blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.merge.edits import Edit, Unmappable
from octavo.merge.leaves import Leaf

UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*(?=\n|\Z)")
ITEM = re.compile(r"(?P<indent>[ \t>]*)(?P<marker>(?:[-*+]|\(?(?:\d+|#|[A-Za-z])[.)])[ \t]+)")
DEFINED = re.compile(r"\[\^[^]\s]+\]:")
FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})[^\n]*\n\Z")


@dataclass(frozen=True, slots=True)
class Extent:
    """Whole lines of the source, without the line feed behind the last."""

    start: int
    end: int


def line_start(text: str, at: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def extent_of(leaf: Leaf, text: str) -> Extent:
    """Return the lines of a leaf; raise `Unmappable` where they are not known."""
    if leaf.start < 0 or leaf.end < 0:
        raise Unmappable("where it stands in the source is not sure")
    start, end = line_start(text, leaf.start), line_end(text, leaf.end)
    if leaf.kind == "heading":
        found = UNDERLINE.match(text, end + 1)
        end = found.end() if found and text[start : start + 1] != "#" else end
    if leaf.kind == "code":
        fence = FENCE.search(text[:start])
        if fence:
            start, end = fence.start(), line_end(text, min(end + 1, len(text)))
    if leaf.note >= 0:
        start = _definition(text, start)
    return Extent(start, end)


def _definition(text: str, start: int) -> int:
    if not DEFINED.match(text, start):
        raise Unmappable("the note stands within its paragraph")
    return start


def chunk_of(extent: Extent, text: str) -> Extent:
    """Return the lines around an extent up to blank ones."""
    start, end = extent.start, extent.end
    while start > 0 and text[line_start(text, start - 1) : start - 1].strip():
        start = line_start(text, start - 1)
    while end < len(text) and text[end + 1 : line_end(text, end + 1)].strip():
        end = line_end(text, end + 1)
    return Extent(start, end)


def removal(extent: Extent, text: str) -> Edit:
    """Return the edit that takes lines away, and one of the blank lines around them."""
    start, end = extent.start, extent.end
    alone = not text[line_start(text, max(start - 1, 0)) : start].strip()
    behind = re.compile(r"\n(?:[ \t]*\n)*").match(text, end)
    blank = behind is not None and behind[0].count("\n") > 1
    if alone and blank and behind is not None:
        return Edit(start, behind.end(), "")
    if alone and end >= len(text.rstrip("\n")):
        return Edit(len(text[:start].rstrip("\n")) + 1 if text[:start].strip() else start, end, "")
    return Edit(start, min(end + 1, len(text)), "")


def last_of(anchor: Leaf, leaves: Sequence[Leaf], depth: int) -> Leaf:
    """Return the last leaf that shares the beginning of a leaf's path."""
    inside = [
        leaf
        for leaf in leaves
        if leaf.path[:depth] == anchor.path[:depth]
        and leaf.note < 0
        and leaf.end >= 0
        and leaf.literal == anchor.literal
    ]
    return max(inside, key=lambda leaf: leaf.end, default=anchor)


def item_depth(leaf: Leaf) -> int:
    """Return how much of a leaf's path names its list item; 0 outside of lists."""
    places = [n for n, part in enumerate(leaf.path) if part in ("BulletList", "OrderedList")]
    return places[-1] + 2 if places else 0


def block_depth(leaf: Leaf) -> int:
    """Return how much of a path names the block that new paragraphs stand behind."""
    holders = ("row", "caption", "shown", "term", "BulletList", "OrderedList", "quote")
    places = [n for n, part in enumerate(leaf.path) if part in holders or _is_piece(part)]
    return places[0] if places else len(leaf.path)


def _is_piece(part: object) -> bool:
    return isinstance(part, str) and part.startswith("piece")


def marker_of(leaf: Leaf, text: str) -> tuple[str, str]:
    """Return the indent and the marker of a list item; raise `Unmappable` where it has none."""
    found = ITEM.match(text, line_start(text, leaf.start))
    if found is None or found.end() > leaf.start:
        raise Unmappable("the marker of its list is not found")
    number = re.search(r"\d+", found["marker"])
    marker = found["marker"]
    if number:
        marker = marker.replace(number[0], str(int(number[0]) + 1), 1)
    return found["indent"], marker
