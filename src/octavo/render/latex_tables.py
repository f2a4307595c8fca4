"""Tables: columns as wide as their text asks for, notes where LaTeX takes them."""

from __future__ import annotations

from typing import Any

from octavo.nodes import Node, plain, plain_text, raw_block, walk, words
from octavo.pictures import TEXT_WIDTH
from octavo.render.latex_notes import FLOWING, Apart
from octavo.render.widths import ems, shares

EMS = TEXT_WIDTH * 72 / 10
"""The width of the page in ems of a table's text."""

PADDING = 1.2
"""Ems between two columns."""

SLACK = 1.1


def set_table(node: Node, caption: list[Node], before: str) -> list[Node]:
    """Return a table with the caption's text, after the commands that must stand before it."""
    attribute, _, columns, head, bodies, foot = node["c"]
    notes = Apart()
    caption, head = notes.marked(caption), notes.marked(head)
    if notes.texts:
        _put_first(bodies, notes.written())
    _set_widths(columns, head, bodies)
    short = words(plain_text(caption)) if notes.texts and caption else None
    titled = [short, [plain(caption)] if caption else []]
    table: Node = {"t": "Table", "c": [[attribute[0], [], []], titled, columns, head, bodies, foot]}
    return [*([raw_block("latex", before)] if before else []), table]


def _put_first(bodies: list[Any], inlines: list[Node]) -> None:
    """Put inlines at the beginning of a table's first cell."""
    row = next((rows[0] for body in bodies for rows in (body[2], body[3]) if rows), None)
    if row is None or not row[1]:
        return
    blocks = row[1][0][4]
    if blocks and blocks[0]["t"] in FLOWING:
        blocks[0]["c"][:0] = inlines
    else:
        blocks.insert(0, plain(inlines))


def _set_widths(columns: list[Any], head: Any, bodies: list[Any]) -> None:
    """Give columns their shares of the page where their text is wider than it."""
    for column in columns:
        if column[0]["t"] == "AlignDefault":
            column[0] = {"t": "AlignLeft"}
    if any(column[1]["t"] != "ColWidthDefault" for column in columns):
        return
    natural, least = [1.0] * len(columns), [1.0] * len(columns)
    for row in [*head[1], *(row for body in bodies for row in (*body[2], *body[3]))]:
        place = 0
        for cell in row[1]:
            if cell[3] == 1 and place < len(columns):
                text = plain_text([b for b in cell[4]])
                natural[place] = max(natural[place], _width(text))
                least[place] = max(least[place], *map(_width, text.split(" ")))
            place += cell[3]
    _share(columns, natural, least, head, bodies)


def _share(
    columns: list[Any], natural: list[float], least: list[float], head: Any, bodies: list[Any]
) -> None:
    available = EMS - PADDING * (len(columns) - 1)
    blocks = any(n["t"] in ("BulletList", "OrderedList") for n in walk([head, bodies]))
    if sum(natural) <= available and not blocks:
        return
    widths = shares([1000 * n for n in natural], [1000 * n for n in least], 1000 * available)
    for column, width in zip(columns, widths, strict=True):
        column[1] = {"t": "ColWidth", "c": round(width / (1000 * available), 4)}


def _width(text: str) -> float:
    return SLACK * sum(map(ems, text))
