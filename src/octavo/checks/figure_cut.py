"""A figure of which something lies beyond the edge.

A label is cut through, or wanting: matplotlib makes room for ordinary letters in a figure of
ordinary size alone.  Let it find the room: `pyplot.subplots(layout="constrained")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    for figure in evidence.figures.by_name.values():
        for drawn in figure.drawn:
            if drawn.cut:
                yield Finding(
                    f"the figure `{drawn.name}` is cut off: {' and '.join(drawn.cut)}",
                    Span(figure.script),
                    ('make room, as with `subplots(layout="constrained")`, or shorten its words',),
                )
