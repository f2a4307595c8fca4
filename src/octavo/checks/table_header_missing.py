"""A table without a header row.

Screen readers could not say what a cell is about, and no row would repeat on the next
page.  Write the names of the columns above the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.nodes import plain_text, walk

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    for node in evidence.manuscript.nodes:
        if node["t"] != "Table" or plain_text(node["c"][3]):
            continue
        cells = [c for c in (plain_text(cell) for cell in walk(node["c"][4])) if c]
        span = _place(evidence, cells[0].split()[0] if cells else "")
        if span is not None:
            yield Finding("a table has no header", span, ("write the names of its columns",))


def _place(evidence: Evidence, word: str) -> Span | None:
    for section in evidence.manuscript.sections:
        for number, line in enumerate(section.text.split("\n"), 1):
            if (
                word
                and re.match(rf"[|+ ]*{re.escape(word)}\b", line)
                and re.search(r"[|]|  ", line)
            ):
                column = line.index(word) + 1
                return Span(section.path, number, column, column + len(word))
    return None
