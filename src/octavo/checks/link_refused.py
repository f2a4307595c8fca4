"""A web address that is not asked for: it is, or leads, into a private network.

Readers could not open it, and a check must not be used to look around in the network in
which it runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.links import Verdict

FAMILY = Family.LINKS
SEVERITY = Severity.NOTE


def check(evidence: Evidence) -> Iterator[Finding]:
    for address, visit in evidence.visited(Verdict.REFUSED):
        yield Finding(
            f"{address.page} is not asked for: {visit.reason}",
            address.span,
            ("link to what every reader can open",),
        )
