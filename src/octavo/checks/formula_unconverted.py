"""A formula that pandoc cannot read.

It would be printed as bare TeX, or stop the PDF.  Mend its braces, or write it with
commands that pandoc's texmath knows: those of LaTeX and amsmath, no packages.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every formula that no format could show."""
    for formula in evidence.formulas:
        yield Finding(
            f"the formula cannot be read: {formula.reason}",
            formula.span,
            ("use the commands of LaTeX and amsmath, and close every brace",),
        )
