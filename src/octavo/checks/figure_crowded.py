"""A figure in which texts lie over one another, or a text is longer than the box around it.

Nobody can read them.  Give the figure more width, fewer ticks or shorter words.  Text over lines
and bars is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span

FAMILY = Family.FIGURES

TOLD = 3
"""The pairs that are named."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for figure in evidence.figures.by_name.values():
        for drawn in figure.drawn:
            if drawn.crowded:
                pairs = [f"“{one}” over {other}" for one, other in drawn.crowded]
                more = f", and {len(pairs) - TOLD} more" if len(pairs) > TOLD else ""
                yield Finding(
                    f"texts of the figure `{drawn.name}` lie over one another"
                    f" ({drawn.width * 25.4:.0f} mm wide): {'; '.join(pairs[:TOLD])}{more}",
                    Span(figure.script),
                    ("give it more width, fewer ticks or shorter words",),
                )
