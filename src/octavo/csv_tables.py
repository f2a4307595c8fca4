"""Tables whose rows are in a file of CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from octavo.characters import NO_TEXT, name_of, without
from octavo.nodes import Attr, Node, attr, pair_of, plain, words

Rows: TypeAlias = "tuple[tuple[str, ...], ...]"

ALIGNMENTS = {"l": "AlignLeft", "r": "AlignRight", "c": "AlignCenter"}


class TableError(ValueError):
    """Why a file is no table."""


def rows_of(path: Path) -> Rows:
    """Return the rows of a file; empty ones and lines that begin with `#` are no rows.

    Raises `TableError`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        lines = [line for line in io.StringIO(text, newline=None) if not line.startswith("#")]
        return tuple(tuple(row) for row in csv.reader(lines) if row)
    except UnicodeDecodeError:
        raise TableError("the table is not UTF-8") from None
    except csv.Error as error:
        raise TableError(f"the table cannot be read: {error}") from None


def problem_of_table(rows: Rows) -> str:
    """Return why rows cannot be shown, or nothing: a cell without a column would be lost."""
    if not rows:
        return "the table has no rows: the first must be its header"
    if len(rows) == 1:
        return "the table has a header and no rows"
    odd = next((found for row in rows for cell in row if (found := NO_TEXT.search(cell))), None)
    if odd:
        return f"the cell `{without(odd.string)[:40]}` holds {name_of(odd[0])}"
    if (sign := _other_sign(rows)) is not None:
        return f"its cells are parted by {sign}, not by commas"
    long = next((row for row in rows if len(row) > len(rows[0])), None)
    if long is None:
        return ""
    shown = ",".join(long)[:40]
    return f"the row `{shown}` has {len(long)} cells, and the header {len(rows[0])}"


def _other_sign(rows: Rows) -> str | None:
    """Return what parts the cells of a table in which commas part none but within numbers."""
    if len(rows[0]) == 1:
        for sign, named in ((";", "`;`"), ("\t", "tabs")):
            if all(sign in ",".join(row) for row in rows):
                return named
    return None


def table_of(attribute: Attr, image: Node, caption: Any, rows: Rows) -> Node:
    """Make a table of the rows as the options of the image say, which fit them."""
    head, *body = rows
    options = image["c"][0]
    places = [head.index(name) for name in names_of(pair_of(options, "columns")) or head]
    shown = names_of(pair_of(options, "header")) or [head[place] for place in places]
    cells = [[row[place] if place < len(row) else "" for place in places] for row in body]
    alignments = _alignments(pair_of(options, "align"), cells)
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


def names_of(listed: str | None) -> list[str]:
    """Return names that stand between commas; one that has a comma stands in quotation marks."""
    if not listed:
        return []
    return [name.strip() for name in next(csv.reader([listed], skipinitialspace=True))]


def _alignments(given: str | None, rows: list[list[str]]) -> list[str]:
    """Return the columns' alignments: as given, else right for columns of numbers."""
    if given:
        return [ALIGNMENTS[letter] for letter in given]
    columns = zip(*rows, strict=True)
    return ["AlignRight" if _is_numeric(column) else "AlignLeft" for column in columns]


def _is_numeric(column: tuple[str, ...]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(re.fullmatch(r"[-+−]?[\d,. ]+%?", cell) for cell in filled)


def _row(cells: Sequence[str]) -> list[Any]:
    return [
        attr(),
        [
            [attr(), {"t": "AlignDefault"}, 1, 1, [plain(words(cell))] if cell else []]
            for cell in cells
        ],
    ]
