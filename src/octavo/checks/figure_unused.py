"""A script whose picture the manuscript does not show.

It is drawn at every build for nothing, or its figure was lost.  Show it, or delete it; a
name that begins with `_` marks a script that is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.manuscript import Kind

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    shown = {mention.text for mention in evidence.manuscript.of(Kind.IMAGE)}
    for figure in evidence.figures.by_name.values():
        for graphic in figure.graphics:
            if graphic.name not in shown:
                hint = f"show it with `![Caption](NAME)`, NAME being `{graphic.name}`"
                yield Finding(
                    f"nothing shows the figure `{graphic.name}`", Span(figure.script), (hint,)
                )
