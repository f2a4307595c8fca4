"""Tables: columns as wide as their text asks for, notes where LaTeX takes them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from octavo.nodes import Node, plain, plain_text, raw_block, walk, words
from octavo.pictures import TEXT_WIDTH
from octavo.render.latex_notes import FLOWING, Apart
from octavo.render.latex_spans import cut_to_rows, hang
from octavo.render.widths import ems, shares

UPRIGHT, TURNED = TEXT_WIDTH * 72 / 10, (279.4 - 30 - 32) / 25.4 * 72 / 10
"""The widths of an upright and of a turned page in ems of a table's text; Letter is the shorter."""

PADDING, CLOSE = 1.2, 0.5
"""Ems between two columns, and where they are more than this many."""

MANY = 10

SLACK = 1.1

BLOCKS = ("BulletList", "OrderedList", "DefinitionList", "LineBlock")
LINES_TOGETHER = 30
"""The lines of the longest table that is kept on one page."""

SIZES = {"footnotesize": 0.85, "scriptsize": 0.75}
"""Sizes of letters by how much smaller than usual the text of a table then is."""

AROUND = 4
"""The lines that a table's caption and rules take."""


def set_table(node: Node, caption: list[Node], before: str) -> list[Node]:
    """Return a table with the caption's text, after the commands that must stand before it."""
    attribute, _, columns, head, bodies, foot = node["c"]
    is_turned = "landscape" in attribute[1]
    notes = Apart()
    caption, head = notes.marked(caption), notes.marked(head)
    behind: list[Node] = []
    if _has_boxes(bodies, foot):
        bodies, foot = notes.marked(bodies), notes.marked(foot)
        behind = [plain(notes.written())] if notes.texts else []
    elif notes.texts:
        _put_first(bodies, notes.written())
    parts = [head[1], *(rows for body in bodies for rows in body[2:]), foot[1]]
    before += _measured(columns, parts, is_turned)
    short = words(plain_text(caption)) if notes.texts and caption else None
    titled = [short, [plain(caption)] if caption else []]
    table: Node = {"t": "Table", "c": [[attribute[0], [], []], titled, columns, head, bodies, foot]}
    setting = _size(columns, parts, is_turned)
    if len(columns) > MANY:
        setting += r"\setlength{\tabcolsep}{2.5pt}"
    if setting:
        before += rf"\begingroup{setting}"
    blocks = [*([raw_block("latex", before)] if before else []), table]
    blocks += [*([raw_block("latex", r"\endgroup")] if setting else []), *behind]
    return turned(blocks) if is_turned else blocks


def _size(columns: list[Any], parts: list[list[Any]], is_turned: bool) -> str:
    """Return the size of the letters in which the longest words of all columns have room."""
    _, least = _asked(columns, [row for part in parts for row in part])
    page = TURNED if is_turned else UPRIGHT
    between = CLOSE if len(columns) > MANY else PADDING
    room = (page - between * (len(columns) - 1)) / sum(least)
    if room >= 1:
        return ""
    size = next((name for name, scale in SIZES.items() if scale <= room), "tiny")
    return rf"\renewcommand*{{\tablesize}}{{\{size}}}"


def _has_boxes(bodies: list[Any], foot: Any) -> bool:
    """Tell whether pandoc or we put a cell into a box of its own, which would keep its notes."""
    rows = [*(row for body in bodies for rows in body[2:] for row in rows), *foot[1]]
    return any(
        cell[2] > 1 or any(block["t"] not in FLOWING for block in cell[4])
        for row in rows
        for cell in row[1]
    )


def _measured(columns: list[Any], parts: list[list[Any]], is_turned: bool) -> str:
    """Cut the rows of a table and set its widths; return how it is kept on one page."""
    spanning = [found for rows in parts for found in cut_to_rows(rows)]
    rows = [row for part in parts for row in part]
    widths = _set_widths(columns, rows, TURNED if is_turned else UPRIGHT)
    lines = _lines(rows, widths) + AROUND
    if lines > LINES_TOGETHER:
        return ""
    if any(column[1]["t"] == "ColWidth" for column in columns):
        for cell, count in spanning:
            hang(cell, count)
    return "" if is_turned else rf"\roomfor{{{lines}}}"


def turned(blocks: list[Node]) -> list[Node]:
    """Return blocks on a page that is turned."""
    opening, closing = r"\begin{landscape}", r"\end{landscape}"
    return [raw_block("latex", opening), *blocks, raw_block("latex", closing)]


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


def _set_widths(columns: list[Any], rows: list[Any], page: float) -> list[float]:
    """Give columns their shares of the page where their text is wider than it; return ems."""
    for column in columns:
        if column[0]["t"] == "AlignDefault":
            column[0] = {"t": "AlignLeft"}
    natural, least = _asked(columns, rows)
    given = [column[1].get("c") for column in columns]
    if any(given):
        asked = [page * float(share or 1 / len(columns)) for share in given]
        if all(width >= word for width, word in zip(asked, least, strict=True)):
            return asked
        for column in columns:
            column[1] = {"t": "ColWidthDefault"}
    available = page - (CLOSE if len(columns) > MANY else PADDING) * (len(columns) - 1)
    if sum(natural) <= available and not any(node["t"] in BLOCKS for node in walk(rows)):
        return natural
    widths = shares([1000 * n for n in natural], [1000 * n for n in least], 1000 * available)
    for column, width in zip(columns, widths, strict=True):
        column[1] = {"t": "ColWidth", "c": round(width / (1000 * available), 4)}
    return [width / 1000 for width in widths]


def _asked(columns: list[Any], rows: list[Any]) -> tuple[list[float], list[float]]:
    """Return the width of each column's longest cell, and of its longest word."""
    natural, least = [1.0] * len(columns), [1.0] * len(columns)
    for place, cell in _cells(rows):
        if cell[3] == 1 and place < len(columns):
            text = plain_text(cell[4])
            natural[place] = max(natural[place], _width(text))
            least[place] = max(least[place], *map(_width, text.split(" ")))
    return natural, least


def _cells(rows: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield each cell with its first column."""
    for row in rows:
        place = 0
        for cell in row[1]:
            yield place, cell
            place += cell[3]


def _lines(rows: list[Any], widths: list[float]) -> int:
    """Return how many lines rows take, about."""
    total = 0
    for row in rows:
        needed = [
            ceil(_width(plain_text(cell[4])) / (0.9 * widths[place]))
            for place, cell in _cells([row])
            if place < len(widths)
        ]
        total += max([1, *needed])
    return total


def _width(text: str) -> float:
    return SLACK * sum(map(ems, text))
