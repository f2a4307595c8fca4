"""Letters in a figure smaller than 6 points as printed.

Most journals refuse them, and nobody can read them.  A figure wider than the text is
scaled down to it, its letters too.  Make the text of the script larger, or the figure
smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.pictures import TEXT_WIDTH

FAMILY = Family.FIGURES

LEAST = 6.0


def check(evidence: Evidence) -> Iterator[Finding]:
    for figure in evidence.figures.by_name.values():
        for drawn in figure.drawn:
            size = drawn.text_size * min(1.0, TEXT_WIDTH / drawn.width)
            if 0 < size < LEAST - 0.01:
                words = " ".join(drawn.text.split())
                yield Finding(
                    f"“{words}” in the figure `{drawn.name}` is printed at {size:.1f} points",
                    Span(figure.script),
                    (f"write it at {LEAST:g} points or more",),
                )
