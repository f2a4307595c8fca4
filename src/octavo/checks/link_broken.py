"""A web address that leads nowhere (with `--online`).

The server says that there is no such page, there is no such server, its certificate is
not accepted, or it redirects without end.  Correct the address, or link to the archived
copy that the hint names.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.links import Verdict

FAMILY = Family.LINKS
SEVERITY = Severity.ERROR


def check(evidence: Evidence) -> Iterator[Finding]:
    for address, visit in evidence.visited(Verdict.BROKEN):
        hint = f"an archived copy: {visit.address}" if visit.address else "look for its new place"
        yield Finding(f"{address.page} is broken: {visit.reason}", address.span, (hint,))
