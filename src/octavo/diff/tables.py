"""Two tables become one: columns and rows that were put in or left out, and words in cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from octavo.alignment import paired, similarity
from octavo.diff.likeness import Likeness, bag
from octavo.diff.lines import Lines
from octavo.diff.marking import DELETION, INSERTION, marked_cell, marked_row
from octavo.nodes import Node, plain, plain_text

ALIKE = 0.3
"""How alike two columns or rows are at least of which one became the other."""

SAME_NAME = 0.9
"""How alike two columns are of one heading, and two rows of one first cell."""

Pair: TypeAlias = "tuple[int | None, int | None]"
"""A place in the old table and one in the new; None where there is none."""

Row: TypeAlias = "list[Any]"
Blocks: TypeAlias = "Callable[[list[Node], list[Node]], list[Node]]"


class Tables:
    """Compares tables of an old document with those of a new one."""

    def __init__(self, blocks: Blocks, lines: Lines, old: Likeness, new: Likeness) -> None:
        self.blocks, self.lines, self.old, self.new = blocks, lines, old, new

    def compared(self, old: Node, new: Node, caption: Any) -> Node | None:
        """Return one table of two; None where their parts do not match."""
        was, now = _sections(old), _sections(new)
        if len(was) != len(now):
            return None
        if _spans(was) or _spans(now):
            if list(map(_shape, was)) != list(map(_shape, now)):
                return None
            columns: list[Pair] = [(n, n) for n in range(len(new["c"][2]))]
            sections = [
                [
                    self._row(a, b, [(n, n) for n, _ in enumerate(b[1])])
                    for a, b in zip(*two, strict=True)
                ]
                for two in zip(was, now, strict=True)
            ]
        else:
            columns = self._columns((was, len(old["c"][2])), (now, len(new["c"][2])))
            sections = [self._rows(a, b, columns) for a, b in zip(was, now, strict=True)]
        return _table(old, new, caption, columns, sections)

    def _columns(self, *sides: tuple[list[list[Row]], int]) -> list[Pair]:
        olds, news = (list(_columns(sections, width)) for sections, width in sides)
        return _filled(paired(olds, news, _alike, ALIKE), len(olds), len(news), even=True)

    def _rows(self, old: list[Row], new: list[Row], columns: list[Pair]) -> list[Row]:
        kept = [(a, b) for a, b in columns if a is not None and b is not None]
        olds = [[row[1][a] for a, _ in kept if a < len(row[1])] for row in old]
        news = [[row[1][b] for _, b in kept if b < len(row[1])] for row in new]
        keys = [self.old.key(row) for row in olds], [self.new.key(row) for row in news]
        cells = [_Cells(row) for row in olds], [_Cells(row) for row in news]

        def likeness(a: int, b: int) -> float:
            return 1.0 if keys[0][a] == keys[1][b] else _alike(cells[0][a], cells[1][b])

        pairs = paired(range(len(old)), range(len(new)), likeness, ALIKE)
        filled = _filled(pairs, len(old), len(new), even=False)
        return [self._row_of(old, new, pair, columns) for pair in filled]

    def _row_of(self, old: list[Row], new: list[Row], pair: Pair, columns: list[Pair]) -> Row:
        a, b = pair
        if a is not None and b is not None:
            return self._row(old[a], new[b], columns)
        if a is not None:
            made = marked_row(DELETION, _spread(old[a], [one for one, _ in columns]))
        else:
            made = marked_row(INSERTION, _spread(new[b or 0], [other for _, other in columns]))
        return list(made)

    def _row(self, old: Row, new: Row, columns: list[Pair]) -> Row:
        return [new[0], [self._cell(old[1], new[1], pair) for pair in columns]]

    def _cell(self, old: list[Any], new: list[Any], pair: Pair) -> Any:
        a, b = pair
        if b is None:
            return marked_cell(DELETION, _cell_at(old, a))
        if a is None:
            return marked_cell(INSERTION, _cell_at(new, b))
        was, now = _cell_at(old, a), _cell_at(new, b)
        if self.old.key(was[4]) == self.new.key(now[4]):
            return now
        lines = _line(was[4]), _line(now[4])
        if lines[0] is None or lines[1] is None:
            return [*now[:4], self.blocks(was[4], now[4])]
        return [*now[:4], [plain(self.lines.compared(lines[0], lines[1]).inlines)]]


class _Cells:
    """Cells of a row or a column, and what they are known by."""

    def __init__(self, cells: list[Any]) -> None:
        self.name = plain_text(cells[0][4]) if cells else ""
        self.words = bag([cell[4] for cell in cells])


def _alike(old: _Cells, new: _Cells) -> float:
    if old.name and old.name == new.name:
        return SAME_NAME
    return similarity(old.words, new.words) if old.words and new.words else 0.0


def _sections(table: Node) -> list[list[Row]]:
    """Return the rows of the head, of each body's head and body, and of the foot."""
    _, _, _, head, bodies, foot = table["c"]
    return [head[1], *(rows for body in bodies for rows in body[2:]), foot[1]]


def _spans(sections: list[list[Row]]) -> bool:
    return any(cell[2:4] != [1, 1] for rows in sections for row in rows for cell in row[1])


def _shape(rows: list[Row]) -> list[list[list[int]]]:
    return [[cell[2:4] for cell in row[1]] for row in rows]


def _columns(sections: list[list[Row]], width: int) -> Iterator[_Cells]:
    rows = [row for section in sections for row in section]
    for place in range(width):
        yield _Cells([row[1][place] for row in rows if place < len(row[1])])


def _filled(pairs: Sequence[tuple[int, int]], old: int, new: int, *, even: bool) -> list[Pair]:
    """Return all places in order; `even` gaps between pairs, as long on both sides, are pairs."""
    out: list[Pair] = []
    a = b = 0
    for one, other in [*pairs, (old, new)]:
        if even and one - a == other - b:
            out += [(a + n, b + n) for n in range(one - a)]
        else:
            out += [(n, None) for n in range(a, one)]
            out += [(None, n) for n in range(b, other)]
        if one < old:
            out.append((one, other))
        a, b = one + 1, other + 1
    return out


def _cell_at(cells: list[Any], place: int | None) -> Any:
    """Return a cell, an empty one where a row is too short."""
    if place is not None and place < len(cells):
        return cells[place]
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, []]


def _spread(row: Row, places: list[int | None]) -> Row:
    """Return a row with its cells in the columns of both tables."""
    return [row[0], [_cell_at(row[1], place) for place in places]]


def _line(blocks: list[Node]) -> list[Node] | None:
    """Return the one line that blocks are, if they are."""
    if len(blocks) > 1 or (blocks and blocks[0]["t"] not in ("Plain", "Para")):
        return None
    return list(blocks[0]["c"]) if blocks else []


def _table(
    old: Node, new: Node, caption: Any, columns: list[Pair], sections: list[list[Row]]
) -> Node:
    """Return a table with the parts of the new one, and rows and columns of both."""
    attribute, _, specs, head, bodies, foot = new["c"]
    first, *inner, last = sections
    both = [old["c"][2][a] if b is None and a is not None else specs[b or 0] for a, b in columns]
    if any(a is None or b is None for a, b in columns):
        both = [[align, {"t": "ColWidthDefault"}] for align, _ in both]
    parts = [[body[0], body[1], inner[2 * n], inner[2 * n + 1]] for n, body in enumerate(bodies)]
    content = [attribute, caption, both, [head[0], first], parts, [foot[0], last]]
    return {"t": "Table", "c": content}
