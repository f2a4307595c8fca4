"""A label that two things carry.

A reference to it could mean either.  Give one of them another label.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.labels import label_of
from octavo.manuscript import Kind

FAMILY = Family.CROSSREFS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the second and later uses of a label; `fig:x` and `fig-x` are one."""
    first: dict[str, Span] = {}
    for mention in evidence.manuscript.of(Kind.LABEL):
        label = label_of(mention.text) or mention.text
        if label in first:
            yield Finding(
                f"the label `{mention.text}` is given twice",
                mention.span,
                (f"it is first given at {first[label]}",),
            )
        first.setdefault(label, mention.span)
