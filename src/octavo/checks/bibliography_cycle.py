"""An entry that inherits from itself through `crossref` or `xdata`.

No work can be made of it, and pandoc would never end.  Break the circle.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the first entry, in the order of the file, of every circle."""
    entries = evidence.bibliography.entries
    done: set[str] = set()
    for key in entries:
        waiting: list[tuple[str, tuple[str, ...]]] = [(key, ())]
        while waiting:
            name, before = waiting.pop()
            if name in before:
                circle = [*before[before.index(name) :], name]
                yield Finding(
                    f"the entry inherits from itself: {' → '.join(circle)}",
                    entries[name].span,
                    ("remove one `crossref` or `xdata` of these",),
                )
                continue
            if name in done or name not in entries:
                continue
            done.add(name)
            waiting += [(parent, (*before, name)) for parent in entries[name].parents]
