"""A citation whose key no entry of the bibliography has.

The reference list would lack the work, and the text would print the bare key.
Correct the key, or add the entry to the bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, nearest
from octavo.manuscript import Kind

FAMILY = Family.CITATIONS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find citations of unknown keys."""
    known = evidence.bibliography.entries
    labels = [mention.text for mention in evidence.manuscript.of(Kind.LABEL)]
    for mention in evidence.manuscript.of(Kind.CITATION):
        if mention.text not in known and mention.text != "*":
            yield Finding(
                f"no entry of the bibliography has the key `{mention.text}`",
                mention.span,
                nearest(mention.text, [*known, *labels]) or _hint(evidence, mention.text),
            )


def _hint(evidence: Evidence, key: str) -> tuple[str, ...]:
    """Return what a label of another tool's spelling should look like, or where a work belongs."""
    if re.match(r"(figure|tab|table|eqn|equation|section|lst|listing)[:-]", key):
        return ("a label begins with fig:, tbl:, eq: or sec:",)
    if evidence.bibliography.unreadable:
        return ()  # its entry may be there
    named = evidence.project.metadata.build.bibliography[0]
    if not evidence.project.bibliographies:
        return (f"there is no `{named}`: write its entry there",)
    return (f"add its entry to `{named}`",)
