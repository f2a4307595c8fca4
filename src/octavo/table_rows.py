"""Rows of tables: each has a cell, as every format wants it."""

from __future__ import annotations

from typing import Any

from octavo.nodes import Node


def with_filled_rows(table: Node) -> list[Node]:
    """Take out the rows without cells, and have the cells that span them span fewer.

    Pandoc reads them from grid tables whose lines do not meet: all that stands in such
    a row is in the cells above it.
    """
    _, _, _, head, bodies, foot = table["c"]
    for rows in (head[1], *(rows for body in bodies for rows in body[2:]), foot[1]):
        _fill(rows)
    table["c"][4] = [body for body in bodies if body[2] or body[3]] or bodies[:1]
    return [table]


def _fill(rows: list[Any]) -> None:
    for at in reversed(range(len(rows))):
        if rows[at][1]:
            continue
        del rows[at]
        for above in range(at):
            for cell in rows[above][1]:
                if above + cell[2] > at:
                    cell[2] -= 1
