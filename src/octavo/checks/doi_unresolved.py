"""A DOI that no registry knows (with `--online` or `--snapshot`).

Crossref, DataCite and doi.org were asked.  A digit is wrong, or the DOI was made up.
Copy it from the work.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import bare_doi
from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.registry import State

FAMILY = Family.CITATIONS
SEVERITY = Severity.ERROR


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry, lookup in evidence.looked_up():
        if lookup.state is State.UNKNOWN:
            doi = bare_doi(entry.text("doi"))
            yield Finding(
                f"no registry knows the DOI {doi}", entry.place("doi"), ("copy it from the work",)
            )
