"""An ISSN whose check digit does not fit: a digit is wrong.

The journal cannot be found by it.  ISO 3297 defines eight digits, the last of which may
be X.  Copy the number from the journal again.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.numbers import is_issn, wrong_numbers

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        for given in wrong_numbers(entry.text("issn"), is_issn):
            hint = "copy the number from the source again"
            yield Finding(f"`{given}` is no ISSN", entry.place("issn"), (hint,))
    journal = evidence.project.metadata.journal
    for given in wrong_numbers(journal.issn or "", is_issn) if journal else ():
        span = evidence.project.source.values[("journal", "issn")]
        yield Finding(f"`{given}` is no ISSN", span, ("copy the number from the journal again",))
