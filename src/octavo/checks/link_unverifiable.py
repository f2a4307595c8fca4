"""A web address of which the server would not tell (with `--online`).

It refuses programs, is busy, failed or did not answer in time; the page may well be
there.  Open it yourself, or exclude it with `checks: online: exclude`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.links import Verdict

FAMILY = Family.LINKS
SEVERITY = Severity.NOTE


def check(evidence: Evidence) -> Iterator[Finding]:
    for address, visit in evidence.visited(Verdict.UNVERIFIABLE):
        yield Finding(
            f"{address.page} cannot be verified: {visit.reason}",
            address.span,
            ("open it in a browser",),
        )
