"""A key that two entries of the bibliography have.

Only the first would be printed, whichever is meant.  Delete one, or change its key.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    """Find the second and later entries of a key."""
    for entry in evidence.bibliography.duplicates:
        first = evidence.bibliography.entries[entry.key]
        yield Diagnostic(
            "bibliography-duplicate",
            f"the key `{entry.key}` is given to two entries",
            entry.span,
            (f"the first is at {first.span}; delete one, or change its key",),
        )
