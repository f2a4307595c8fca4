"""Figures and tables as authors write them, made one shape: label and classes on the float.

A labelled division is a figure or a table, as in Quarto: of one picture or table, of
several pictures (subfigures), or of anything else with a caption for its last paragraph.
https://quarto.org/docs/authoring/cross-references-divs.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from octavo.labels import label_of
from octavo.nodes import GAPS, Attr, Node, branches, has_class, pair_of, plain, rewrite, words
from octavo.table_rows import with_filled_rows

PLACING = frozenset(("landscape", "wide"))
"""Classes that say where a float stands; pandoc leaves them on the image."""

HELD = "held"
"""The class of a figure or table that stands where it is written, and floats nowhere."""

Caption: TypeAlias = "list[Any]"
"""A short caption or None, and the blocks of the caption."""


def floats_of(blocks: list[Node]) -> list[Node]:
    """Return blocks in which every float carries its own label, caption and classes."""
    out: list[Node] = rewrite(
        blocks, {"Figure": _figure, "Div": _division, "Table": with_filled_rows}
    )
    _set_upright(out)
    return out


def _set_upright(blocks: list[Node]) -> None:
    """Keep the class that turns a page from floats within lists, quotations, cells and others.

    A page cannot begin there, in none of the formats that have pages.
    """
    for block in blocks:
        if block["t"] == "Div":
            _set_upright(block["c"][1])
            continue
        for inner in branches(block.get("c", [])):
            if inner["t"] in ("Figure", "Table") and has_class(inner, "landscape"):
                inner["c"][0][1].remove("landscape")


def only_image(blocks: list[Node]) -> Node | None:
    """Return the image that blocks consist of, if they do."""
    if len(blocks) == 1 and blocks[0]["t"] in ("Plain", "Para"):
        inlines = blocks[0]["c"]
        if len(inlines) == 1 and inlines[0]["t"] == "Image":
            image: Node = inlines[0]
            return image
    return None


def _figure(node: Node) -> list[Node] | None:
    """Lift the classes that place a figure from its image."""
    attribute, caption, content = node["c"]
    image = only_image(content)
    lifted = [name for name in image["c"][0][1] if name in PLACING] if image else []
    if image is None or not lifted:
        return None
    (identifier, classes, pairs), inlines, target = image["c"]
    kept = [name for name in classes if name not in PLACING]
    image = {"t": "Image", "c": [[identifier, kept, pairs], inlines, target]}
    attribute = [attribute[0], [*attribute[1], *lifted], attribute[2]]
    return [{"t": "Figure", "c": [attribute, caption, [plain([image])]]}]


def _division(node: Node) -> list[Node] | None:
    """Turn a division that has the label of a figure or a table into one."""
    label = label_of(node["c"][0][0]) or ""
    if label.startswith("tbl-"):
        return _table(node)
    return _figures(node) if label.startswith("fig-") else None


def _table(node: Node) -> list[Node] | None:
    """Return the one table of a division, with its label and its last paragraph as caption."""
    attribute, blocks = node["c"]
    said, caption = _said(blocks)
    if len(said) == 1 and said[0]["t"] == "Table" and not said[0]["c"][0][0]:
        own, own_caption, *rest = said[0]["c"]
        caption = own_caption if own_caption[1] else caption
        return [{"t": "Table", "c": [_joined(attribute, own), caption, *rest]}]
    parts = list(_pictures(said))
    if len(said) == len(parts) == 1:
        return _one(attribute, parts[0], caption)
    return None


def _figures(node: Node) -> list[Node] | None:
    attribute, blocks = node["c"]
    said, caption = _said(blocks)
    parts = list(_pictures(said))
    if len(parts) == 1 and len(said) == 1:
        one = _one(attribute, parts[0], caption)
        if one:
            return one
    if not said or not caption[1]:
        return None
    if not parts or len(parts) < len(said):
        return [{"t": "Figure", "c": [attribute, caption, said]}]
    identifier, classes, pairs = attribute
    parts = [_part(part) for part in parts]
    return [{"t": "Figure", "c": [[identifier, [*classes, "subfigures"], pairs], caption, parts]}]


def _said(blocks: list[Node]) -> tuple[list[Node], Caption]:
    """Divide the blocks of a division into what it shows and its caption, the last paragraph."""
    last = blocks[-1] if blocks else None
    if last is None or last["t"] not in ("Para", "Plain") or list(_pictures([last])):
        return blocks, [None, []]
    return blocks[:-1], [None, [plain(last["c"])]]


def _one(attribute: Attr, figure: Node, caption: Caption) -> list[Node] | None:
    """Return the one figure of a division, unless it has a label or a caption beside another."""
    own, own_caption, content = figure["c"]
    if own[0] or (own_caption[1] and caption[1]):
        return None
    told = own_caption if own_caption[1] else caption
    made: Node = {"t": "Figure", "c": [_joined(attribute, own), told, content]}
    return _figure(made) or [made]


def _joined(outer: Attr, inner: Attr) -> Attr:
    """Return the attribute of a division and of what it holds, the division's label."""
    (identifier, classes, pairs), (_, more, others) = outer, inner
    return [identifier, [*classes, *more], [*pairs, *others]]


def _pictures(blocks: list[Node]) -> Iterator[Node]:
    """Yield the figures among blocks; an image without a caption is one here."""
    for block in blocks:
        if block["t"] == "Figure":
            yield block
        elif block["t"] in ("Para", "Plain") and all(
            inline["t"] in ("Image", *GAPS) for inline in block["c"]
        ):
            yield from (_pictured(inline) for inline in block["c"] if inline["t"] == "Image")


def _pictured(image: Node) -> Node:
    """Return an image in a line of images as a figure, its text the caption."""
    (identifier, classes, pairs), inlines, target = image["c"]
    alt = pair_of(image["c"][0], "alt")
    kept = [pair for pair in pairs if pair[0] != "alt"]
    shown = {"t": "Image", "c": [["", classes, kept], words(alt) if alt else inlines, target]}
    caption = [None, [plain(inlines)] if inlines else []]
    return {"t": "Figure", "c": [[identifier, [], []], caption, [plain([shown])]]}


def _part(figure: Node) -> Node:
    (identifier, classes, pairs), caption, content = figure["c"]
    part = [identifier, [*classes, "subfigure"], pairs]
    return {"t": "Figure", "c": [part, caption, content]}
