"""No abstract.

Journals and indexes need one.  Write `abstract`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.root import METADATA

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.project.metadata.abstracts:
        yield Finding("the article has no abstract", Span(METADATA), ("write `abstract`",))
