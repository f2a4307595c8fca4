"""The summary of the changes in words: a box for the document, lines for a note and a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.diff.marking import DELETION, INSERTION, MOVED_TO
from octavo.diff.summary import Count, Summary
from octavo.floats import HELD
from octavo.nodes import SPACE, Node, attr, para, plain, span, string, words
from octavo.words import Words

COLUMNS = ("words-added", "words-removed", "places", "moves")
LEGEND = (("inserted", INSERTION), ("deleted", DELETION), ("moved", MOVED_TO))
"""What the marks mean, each in its mark."""

ALIGNED: Any = ({"t": "AlignLeft"}, *({"t": "AlignRight"} for _ in COLUMNS))


def box_of(summary: Summary, between: tuple[str, str], table: Words) -> list[Node]:
    """Return what the box says: which revisions, what the marks mean, how much changed."""
    what = para(words(" → ".join(between)))
    if not summary.parts:
        return [what, para(words(table["no-changes"]))]
    legend = [span(words(table[name]), attr(classes=[kind])) for name, kind in LEGEND]
    line = [node for one in legend for node in (one, string(","), SPACE)][:-2]
    return [what, para(line), _table(summary, table)]


def _table(summary: Summary, table: Words) -> Node:
    head = [table["changes"], *(table[name] for name in COLUMNS)]
    rows = [_row(count.name or table["text"], count) for count in summary.parts]
    if len(rows) > 1:
        rows.append(_row(table["in-all"], summary.whole))
    return {
        "t": "Table",
        "c": [
            attr(classes=["changes", HELD]),  # it stands in the box
            [None, []],
            [[side, {"t": "ColWidthDefault"}] for side in ALIGNED],
            [attr(), [_cells(head)]],
            [[attr(), 1, [], [_cells(row) for row in rows]]],
            [attr(), []],
        ],
    }


def _row(name: str, count: Count) -> list[str]:
    return [name, *map(str, (count.added, count.removed, count.places, count.moved))]


def _cells(texts: list[str]) -> list[Any]:
    default = {"t": "AlignDefault"}
    return [attr(), [[attr(), default, 1, 1, [plain(words(text))]] for text in texts]]


def lines_of(summary: Summary, between: tuple[str, str], table: Words) -> Iterator[str]:
    """Yield the summary as lines of text."""
    yield " → ".join(between)
    if not summary.parts:
        yield table["no-changes"]
    for count in summary.parts:
        yield f"{count.name or table['text']}: {_amount(count, table)}"
    if len(summary.parts) > 1:
        yield f"{table['in-all']}: {_amount(summary.whole, table)}"


def _amount(count: Count, table: Words) -> str:
    figures = (count.added, count.removed, count.places, count.moved)
    named = zip(COLUMNS, figures, strict=True)
    return ", ".join(f"{table[name]} {number}" for name, number in named)
