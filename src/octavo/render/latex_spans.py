"""Cells over several rows, without a package for them: their text hangs over the rows below."""

from __future__ import annotations

from typing import Any

from octavo.nodes import Node, attr, raw_block

Cell = list[Any]
"""Attributes, alignment, how many rows, how many columns, and blocks."""


def cut_to_rows(rows: list[Any]) -> list[tuple[Cell, int]]:
    """Cut cells to one row each, with empty ones below; return those cut and their rows."""
    found: list[tuple[Cell, int]] = []
    covered: dict[int, tuple[int, int]] = {}
    for row in rows:
        own, cells, place = list(row[1]), [], 0
        below: dict[int, tuple[int, int]] = {}
        while own or any(start >= place for start in covered):
            if place in covered:
                left, width = covered[place]
                cells.append(_empty(width))
            else:
                cell = own.pop(0) if own else _empty(1)
                left, width = cell[2], cell[3]
                cells.append(cell)
                if left > 1:
                    found.append((cell, left))
                    cell[2] = 1
            if left > 1:
                below[place] = (left - 1, width)
            place += width
        row[1], covered = cells, below
    return found


def _empty(width: int) -> Cell:
    return [attr(), {"t": "AlignDefault"}, 1, width, []]


def hang(cell: Cell, rows: int) -> None:
    """Let the text of a cell hang over the rows below its own."""
    blocks: list[Node] = cell[4]
    opening = raw_block("latex", rf"\begin{{hanging}}{{{rows}}}")
    cell[4] = [opening, *blocks, raw_block("latex", r"\end{hanging}")]
