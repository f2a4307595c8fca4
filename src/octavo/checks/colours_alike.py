"""Series of a figure that differ in colour alone, in colours that some readers confuse.

One man in twelve sees fewer colours.  The series of each legend that are alike in line,
marker, hatch and width are compared in pairs as seen with protanopia and deuteranopia
(Machado and others, 2009); less than 12 units of CIE ΔE*ab is too near.  Lines of text,
colour scales and series without a legend are not looked at.  Give them other dashes,
markers or hatches, or colours that differ in lightness.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from octavo.checks import Evidence, Family
from octavo.colours import VISION, distance
from octavo.diagnostics import Finding, Span

FAMILY = Family.FIGURES

NEAR = 12.0


def check(evidence: Evidence) -> Iterator[Finding]:
    for figure in evidence.figures.by_name.values():
        for drawn in figure.drawn:
            for one, other in combinations(drawn.series, 2):
                if one.look != other.look or one.color == other.color:
                    continue
                vision = min(VISION, key=lambda name: distance(one.color, other.color, name))
                if distance(one.color, other.color, vision) < NEAR:
                    pair = f"“{one.label}” and “{other.label}”"
                    yield Finding(
                        f"{pair} in `{drawn.name}` look alike with {vision}",
                        Span(figure.script),
                        ("give one another dash, marker or hatch, or a lighter colour",),
                    )
