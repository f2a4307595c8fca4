"""An entry that inherits from one that is not there.

What it should inherit (a book's title, its editors, its year) would be missing.  Correct
the key in `crossref` or `xdata`, or add the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, nearest

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    entries = evidence.bibliography.entries
    for entry in entries.values():
        for key in entry.parents:
            if key not in entries:
                yield Finding(
                    f"`{entry.key}` inherits from `{key}`, which is no entry",
                    entry.place("crossref", "xdata"),
                    nearest(key, list(entries)),
                )
