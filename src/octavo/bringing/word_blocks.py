"""Blocks that pandoc reads in a Word file: what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from octavo.bringing.word_fields import STEM
from octavo.nodes import GAPS, Node, plain_text, string, walk
from octavo.words import words_in_all_languages

LONGEST_ROW = 88
"""Characters of a row that is written on one line."""

KINDS = {"figure": "fig", "table": "tbl", "equation": "eq"}
PREFIXES = {"fig": ("fig", "abb", "рис", "scheme", "chart"), "tbl": ("tab",), "eq": ("eq",)}
"""How captions begin beside the words that Octavo prints."""


@dataclass(slots=True)
class Piece:
    """A block of the paper: the style that it has in Word, and what it turns out to be."""

    style: str
    block: Node


def pieces_of(blocks: list[Node], style: str = "") -> Iterator[Piece]:
    """Yield blocks with the names of their styles, in lower case and without spaces."""
    for block in blocks:
        named = style_of(block)
        if named:
            yield from pieces_of(block["c"][1], named)
        else:
            yield Piece(style, block)


def style_of(node: Node) -> str:
    """Return the style of a division or span, in lower case and without spaces."""
    if node["t"] not in ("Div", "Span"):
        return ""
    pairs = dict(node["c"][0][2])
    return re.sub(r"[\s_-]+", "", pairs.get("custom-style", "")).lower()


def kind_of(text: str) -> str | None:
    """Return the kind of label that a caption's first word means, in any language."""
    word = re.match(r"[^\W\d_]+", text.strip())
    if word is None:
        return None
    for name, kind in KINDS.items():
        known = {w.casefold() for w in words_in_all_languages(name)}
        if word[0].casefold() in known or word[0].casefold().startswith(PREFIXES[kind]):
            return kind
    return None


def images(value: object) -> list[Node]:
    """Return the pictures in a piece of the tree."""
    return [node for node in walk(value) if node["t"] == "Image"]


def is_picture(block: Node) -> bool:
    """Tell whether a paragraph holds pictures and nothing else that is read."""
    if block["t"] == "Table":
        return not words_beside(block)
    if block["t"] == "Figure":
        return True
    if block["t"] not in ("Para", "Plain") or not images(block):
        return False
    beside = [node for node in block["c"] if node["t"] != "Image"]
    if any(node["t"] not in (*GAPS, "Span", "Str") for node in beside):
        return False
    return not re.sub(rf"{STEM}Q*\d+Z", "", plain_text(beside)).strip()


def alt(image: Node) -> str:
    """Return what stands for a picture that is not seen."""
    return plain_text(image["c"][1]) or str(image["c"][2][1])


def size(image: Node) -> dict[str, str]:
    """Return the width of a picture, if it has one."""
    pairs = dict(image["c"][0][2])
    found = re.fullmatch(r"([\d.]+)in", pairs.get("width", ""))
    return {"width": f"{float(found[1]):.3g}in"} if found else {}


def rows(table: Node) -> list[Any]:
    """Return the rows of a table."""
    head, bodies, foot = table["c"][3], table["c"][4], table["c"][5]
    return [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]


def cells(table: Node) -> Iterator[list[Node]]:
    """Yield the blocks of each cell of a table."""
    for row in rows(table):
        for cell in row[1]:
            yield cell[4]


def slim(table: Node) -> None:
    """Let a table of short cells be written a line a row: its columns have no widths."""
    blocks = [*cells(table)]
    short = all(len(cell) < 2 and all(b["t"] in ("Para", "Plain") for b in cell) for cell in blocks)
    lengths = [sum(len(plain_text(cell[4])) + 3 for cell in row[1]) for row in rows(table)]
    if not short or max(lengths, default=0) > LONGEST_ROW:
        return
    for cell in blocks:
        for block in cell:
            block["t"] = "Plain"
    table["c"][2] = [[alignment, {"t": "ColWidthDefault"}] for alignment, _ in table["c"][2]]


def without_bold_head(table: Node) -> None:
    """Take bold out of a table's header, which every format sets in its own way."""
    for block in (block for row in table["c"][3][1] for cell in row[1] for block in cell[4]):
        if [node["t"] for node in block.get("c", ())] == ["Strong"]:
            block["c"] = block["c"][0]["c"]


def words_beside(table: Node) -> bool:
    """Tell whether a table has cells without a picture that say something."""
    return any(plain_text(cell).strip() and not images(cell) for cell in cells(table))


def stripped(content: list[Node]) -> list[Node]:
    """Return inlines without spaces and points before the first word."""
    content = list(content)
    while content:
        first = content[0]
        if first["t"] == "Str":
            bare = re.sub(r"^[\s.:|–—-]+", "", first["c"])
            if bare:
                return [string(bare), *content[1:]]
        elif first["t"] not in GAPS:
            return content
        content.pop(0)
    return content


def bare_span(node: Node) -> list[Node] | None:
    """Return what a span holds, unless it means something to us."""
    _, classes, pairs = node["c"][0]
    kept = [name for name in classes if name in ("underline", "smallcaps", "mark")]
    if kept:
        return None
    lang = [pair for pair in pairs if pair[0] in ("lang", "dir")]
    if lang:
        return [{"t": "Span", "c": [["", [], lang], node["c"][1]]}]
    content: list[Node] = node["c"][1]
    return content


def bare_div(node: Node) -> list[Node] | None:
    """Return what a division holds, unless it means something to us."""
    identifier, _, pairs = node["c"][0]
    if identifier or any(pair[0] in ("lang", "dir") for pair in pairs):
        return None
    content: list[Node] = node["c"][1]
    return content
