"""A web address whose page has moved for good (with `--online`).

The old address may stop leading to it.  `--fix` writes the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding, Severity
from octavo.links import Verdict

FAMILY = Family.LINKS
SEVERITY = Severity.NOTE


def check(evidence: Evidence) -> Iterator[Finding]:
    for address, visit in evidence.visited(Verdict.MOVED):
        new = visit.address + address.text.removeprefix(address.page)
        whole = address.span.end - address.span.column == len(address.text)
        edits = (Edit.of(address.span, new),) if whole else ()
        yield Finding(f"{address.page} has moved for good", address.span, (f"write {new}",), edits)
