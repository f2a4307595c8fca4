"""Brackets that hold each other, or are left open: pandoc's reader tries every way to close them.

Each one more in a paragraph doubles or triples its time, so from some depth on it never ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HOPELESS = 20
"""Brackets open at once that take pandoc minutes, whatever is in them."""

SUSPECT = 6
"""Those that can take it minutes with notes or citations in them."""

PIECE = re.compile(
    r"""
      (?P<border>\n[ \t>]*\n)
    | \\.
    | ^[ >]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=fence)|\Z)
    | <!--.*?-->
    | (?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
    | \$\$.*?\$\$
    | \$(?=[^\s$])[^$]*?(?<=\S)\$(?!\d)
    | (?P<bracket>[\[\]])
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Depth:
    """How many brackets are open at once at most, and where the last of these opens."""

    count: int
    start: int


def depth_of(text: str) -> Depth:
    """Return where the most brackets are open in a paragraph; code and formulas are passed by."""
    deepest, count = Depth(0, 0), 0
    for found in PIECE.finditer(text):
        if found["border"]:
            count = 0
        elif found["bracket"]:
            count = count + 1 if found["bracket"] == "[" else max(count - 1, 0)
            if count > deepest.count:
                deepest = Depth(count, found.start())
    return deepest
