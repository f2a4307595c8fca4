"""A figure, table or equation with a label that the text never refers to.

Journals ask that each be called out in the text.  Refer to it, or take its label away; an
equation without a label has no number.  Parts of a figure need no reference of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.labels import label_of
from octavo.manuscript import Kind, subfigure_labels

FAMILY = Family.CROSSREFS


def check(evidence: Evidence) -> Iterator[Finding]:
    used = {label_of(mention.text) for mention in evidence.manuscript.of(Kind.REFERENCE)}
    used |= {label_of(m.text.removeprefix("#")) for m in evidence.manuscript.of(Kind.LINK)}
    parts = set(subfigure_labels(evidence.manuscript))
    for mention in evidence.manuscript.of(Kind.LABEL):
        label = label_of(mention.text)
        if label and not label.startswith("sec-") and label not in used | parts:
            hint = f"refer to it with `@{mention.text}`, or remove the label"
            yield Finding(f"nothing refers to `{mention.text}`", mention.span, (hint,))
