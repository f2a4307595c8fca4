"""A link within a built file to a place that the file has not.

A reader's click would do nothing.  The HTML, DOCX, PDF and EPUB in `build/` are read as
they are, so build them before they are checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Severity

FAMILY = Family.LINKS
SEVERITY = Severity.ERROR


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find dead anchors, destinations and bookmarks."""
    for link in evidence.dangling:
        yield Finding(
            f"the link “{link.shown}” leads to `{link.target}`, which is not in the file",
            link.span,
            ("build again; if it stays, the label is not where it can be linked to",),
        )
