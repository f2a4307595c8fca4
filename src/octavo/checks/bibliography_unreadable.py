"""A piece of a bibliography file that cannot be read as an entry.

The works in it would be missing.  Mend the braces and commas at the place named.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    """Find what is no entry."""
    for piece in evidence.bibliography.unreadable:
        hints = ("check the braces and commas of this entry",)
        yield Diagnostic("bibliography-unreadable", piece.reason, piece.span, hints)
