"""A DOI of which the registries would not tell (with `--online`).

They were busy or failed.  Check again later.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import bare_doi
from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.registry import State

FAMILY = Family.CITATIONS
SEVERITY = Severity.NOTE


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry, lookup in evidence.looked_up():
        if lookup.state is State.UNVERIFIABLE:
            doi = bare_doi(entry.text("doi"))
            message = f"the DOI {doi} cannot be verified: {lookup.problem}"
            yield Finding(message, entry.place("doi"), ("check again later",))
