"""A key that two entries of the bibliography have.

Only the first would be printed, whichever is meant.  Delete one, or change its key;
`--fix` deletes the second if both are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import Entry
from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding

FAMILY = Family.CITATIONS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the second and later entries of a key."""
    for entry in evidence.bibliography.duplicates:
        first = evidence.bibliography.entries[entry.key]
        yield Finding(
            f"the key `{entry.key}` is given to two entries",
            entry.span,
            (f"the first is at {first.span}; delete one, or change its key",),
            (_without(entry),) if entry.is_same(first) else (),
        )


def _without(entry: Entry) -> Edit:
    """Return the edit that deletes an entry with its lines."""
    span = entry.span
    return Edit(span.path, span.line, span.column, entry.last + 1, 1, "")
