"""A statement that nearly every journal asks for.

Submissions without it are sent back.  They are `funding` and, under `statements`,
`conflicts` and `data`; say so where there is nothing to declare.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.METADATA

NAMES = {"funding": "funding", "conflicts": "conflicts of interest", "data": "data availability"}


def check(evidence: Evidence) -> Iterator[Finding]:
    metadata, source = evidence.project.metadata, evidence.project.source
    given = {
        "funding": metadata.funding,
        "conflicts": metadata.statements.conflicts,
        "data": metadata.statements.data,
    }
    for name, text in given.items():
        if not text:
            key = name if name == "funding" else f"statements: {name}"
            span = source.span(("title",) if name == "funding" else ("statements",))
            yield Finding(f"no statement on {NAMES[name]}", span, (f"add `{key}`",))
