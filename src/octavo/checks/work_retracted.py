"""A work that was retracted or withdrawn, or is under an expression of concern.

Found with `--online` or `--snapshot`, from the updates that Crossref has of publishers
and of Retraction Watch.  Do not lean on it; where it must be cited, say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity
from octavo.manuscript import Kind

FAMILY = Family.CITATIONS
SEVERITY = Severity.ERROR


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry, lookup in evidence.looked_up():
        for notice in lookup.notices:
            places = [m.span for m in evidence.manuscript.of(Kind.CITATION) if m.text == entry.key]
            cited = (
                f"it is cited at {', '.join(map(str, places))}" if places else "nothing cites it"
            )
            kind = notice.kind.replace("_", " ")
            when = f" of {notice.date}" if notice.date else ""
            yield Finding(
                f"there is a notice of {kind} about `{entry.key}`",
                entry.span,
                (f"the notice{when}: https://doi.org/{notice.doi}", cited),
            )
