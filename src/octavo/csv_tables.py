"""Tables whose rows are in a file of CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from octavo.nodes import Attr, Node, attr, pair_of, plain, words

ALIGNMENTS = {"l": "AlignLeft", "r": "AlignRight", "c": "AlignCenter"}


def table_of(attribute: Attr, image: Node, caption: Any, rows: list[list[str]]) -> Node:
    """Make a table of the rows, the first of which is the header, as the image's options say."""
    head, body = (rows[0], rows[1:]) if rows else ([], [])
    options = image["c"][0]
    chosen = names_of(pair_of(options, "columns")) or head
    places = [head.index(name) for name in chosen if name in head]
    shown = names_of(pair_of(options, "header")) or [head[place] for place in places]
    alignments = _alignments(
        pair_of(options, "align"), [[r[p] if p < len(r) else "" for p in places] for r in body]
    )
    cells = [[row[place] if place < len(row) else "" for place in places] for row in body]
    return {
        "t": "Table",
        "c": [
            [attribute[0] or options[0], [*attribute[1], *options[1]], []],
            caption,
            [[{"t": name}, {"t": "ColWidthDefault"}] for name in alignments],
            [attr(), [_row(shown)]],
            [[attr(), 0, [], [_row(row) for row in cells]]],
            [attr(), []],
        ],
    }


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a file of CSV; empty ones and lines that begin with `#` are no rows."""
    text = path.read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return [row for row in csv.reader(io.StringIO("".join(lines))) if row]


def names_of(listed: str | None) -> list[str]:
    """Return names that stand between commas; one that has a comma stands in quotation marks."""
    if not listed:
        return []
    return [name.strip() for name in next(csv.reader([listed], skipinitialspace=True))]


def _alignments(given: str | None, rows: list[list[str]]) -> list[str]:
    """Return the columns' alignments: as given, else right for columns of numbers."""
    if given:
        return [ALIGNMENTS.get(letter, "AlignLeft") for letter in given]
    columns = list(zip(*rows, strict=True)) if rows else []
    return ["AlignRight" if _is_numeric(column) else "AlignLeft" for column in columns]


def _is_numeric(column: tuple[str, ...]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(re.fullmatch(r"[-+−]?[\d,. ]+%?", cell) for cell in filled)


def _row(cells: list[str]) -> list[Any]:
    return [
        attr(),
        [
            [attr(), {"t": "AlignDefault"}, 1, 1, [plain(words(cell))] if cell else []]
            for cell in cells
        ],
    ]
