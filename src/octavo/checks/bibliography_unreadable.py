"""A piece of a bibliography file that cannot be read as an entry.

The works in it would be missing.  Mend the braces and commas at the place named.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what is no entry."""
    for piece in evidence.bibliography.unreadable:
        hints = ("check the braces and commas of this entry",)
        yield Finding(piece.reason, piece.span, hints)
