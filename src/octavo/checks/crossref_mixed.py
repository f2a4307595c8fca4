"""A bracket that holds both citations and cross-references.

Their words and punctuation follow different rules, so they cannot share a bracket.
Write two brackets: `[@smith2010] [@fig:one]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind

FAMILY = Family.CROSSREFS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find references in a bracket with a citation."""
    groups = {mention.group for mention in evidence.manuscript.of(Kind.CITATION)}
    for mention in evidence.manuscript.of(Kind.REFERENCE):
        if mention.group in groups and mention.text not in evidence.bibliography.entries:
            yield Finding(
                f"the cross-reference `{mention.text}` shares a bracket with a citation",
                mention.span,
                ("give each a bracket of its own",),
            )
