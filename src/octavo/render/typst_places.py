"""Where places stand in a PDF: their pages, and the numbers that are printed beside their lines.

Typst tells it of the very pages that it sets.  A line's number is known to it by a mark of its
own, on the baseline of the line, as the mark of a place is.
"""

from __future__ import annotations

from collections.abc import Iterable

from octavo.render import PLACE, Place
from octavo.typst_runner import Spot

LINE = "line-"
"""How the name of a line's number begins."""

NEAR = 3.0
"""Points between the heights of a line and of its number, which is smaller; lines are 9 apart."""


def placed(spots: Iterable[Spot]) -> dict[str, Place]:
    """Return each place by the name of its span."""
    told = list(spots)
    lines = [spot for spot in told if spot[0].startswith(LINE)]
    return {
        spot[0]: Place(spot[1], _line(spot, lines)) for spot in told if spot[0].startswith(PLACE)
    }


def _line(spot: Spot, lines: Iterable[Spot]) -> int | None:
    """Return the number beside the line of a place; of two columns, the nearer one's."""
    _, page, x, y = spot
    level = [line for line in lines if line[1] == page and abs(line[3] - y) < NEAR]
    nearest = min(level, key=lambda line: abs(line[2] - x), default=None)
    return int(nearest[0].removeprefix(LINE)) if nearest else None
