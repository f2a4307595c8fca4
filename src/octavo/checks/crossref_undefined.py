"""A reference to a label that nothing in the manuscript carries.

The text would print the bare label.  Correct it, or put the label on what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind, label_of
from octavo.project import nearest

FAMILY = Family.CROSSREFS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find references to unknown labels; a bibliography key of that shape is a citation."""
    labels = {label_of(m.text): m.text for m in evidence.manuscript.of(Kind.LABEL)}
    for mention in evidence.manuscript.of(Kind.REFERENCE):
        if label_of(mention.text) in labels or mention.text in evidence.bibliography.entries:
            continue
        yield Finding(
            f"nothing has the label `{mention.text}`",
            mention.span,
            nearest(mention.text, list(labels.values())),
        )
