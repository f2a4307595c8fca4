"""No keywords.

Indexes and reviewers are found by them.  Write three to eight as `keywords`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.root import METADATA

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.project.metadata.keywords:
        yield Finding("the article has no keywords", Span(METADATA), ("write `keywords`",))
