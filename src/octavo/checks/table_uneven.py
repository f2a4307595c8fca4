r"""A row of a table that has more cells than the table has columns.

Those that are too many are printed nowhere.  Give the header another column; or a bar that is
text, and parts no cells, a backslash: `\|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.prose import GONE, Prose

FAMILY = Family.FIGURES
SEVERITY = Severity.ERROR

TABLE = re.compile(
    r"""
    ^(?P<head>[^\n|]*\|[^\n]*)\n
    [ \t>]*(?P<line>\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*$
    (?P<rows>(?:\n[^\n|]*\|[^\n]*)*)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A table with bars between its cells: pandoc counts the columns of the line below the header."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        text = prose.text.replace(f"{GONE}|", GONE * 2)  # after a backslash
        for table in TABLE.finditer(text):
            count = len(_cells(table["line"], 0))
            for group in ("head", "rows"):
                for row in re.finditer(r"[^\n]+", table[group]):
                    yield from _lost(prose, _cells(row[0], table.start(group) + row.start()), count)


def _lost(prose: Prose, cells: list[tuple[int, int]], count: int) -> Iterator[Finding]:
    lost = [cell for cell in cells[count:] if cell[0] < cell[1]]
    if lost:
        columns = f"{count} column" + ("s" if count > 1 else "")
        yield Finding(
            f"the row has {len(cells)} cells, and the table {columns}: the last are not printed",
            prose.span(lost[0][0], lost[-1][1]),
            ("give the header and the line below it another column; a bar that is text is `\\|`",),
        )


def _cells(row: str, start: int) -> list[tuple[int, int]]:
    """Return where the words of each cell begin and end."""
    inner = re.fullmatch(r"[ \t>]*\|?(.*?)\|?[ \t]*", row)
    if inner is None:
        return []
    cells, at = [], start + inner.start(1)
    for cell in inner[1].split("|"):
        begun = at + len(cell) - len(cell.lstrip())
        cells.append((begun, max(begun, at + len(cell.rstrip()))))
        at += len(cell) + 1
    return cells
