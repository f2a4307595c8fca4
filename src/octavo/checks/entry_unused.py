"""An entry of the bibliography that nothing cites.

It is not printed, and co-authors wonder whether a citation was lost.  Cite it, delete it,
or cite everything with `@*` in a `nocite` line.  An entry from which a cited one inherits
is used.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    cited = [m.text for m in evidence.manuscript.of(Kind.CITATION)]
    cited += [m.text for m in evidence.manuscript.of(Kind.REFERENCE)]
    if "*" in cited:
        return
    used = {entry.key for entry in evidence.bibliography.lineage(cited)}
    for key, entry in evidence.bibliography.entries.items():
        if key not in used:
            yield Finding(
                f"nothing cites the entry `{key}`", entry.span, ("cite it, or delete the entry",)
            )
