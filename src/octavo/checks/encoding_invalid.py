"""A source file that is not UTF-8.

Letters would be lost or wrong.  Save the file as UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the first byte of each file that is no UTF-8."""
    for error in (*evidence.manuscript.undecodable, *evidence.bibliography.undecodable):
        yield Finding(error.message, error.span, (error.hint,))
