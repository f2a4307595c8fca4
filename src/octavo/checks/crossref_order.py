"""A figure or table that is referred to before one that stands before it.

Numbers follow the order in the text, so readers would meet Figure 2 before Figure 1.
Move one of the two, or the sentence.  Appendices and the supplement count by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.crossref import series_of
from octavo.diagnostics import Finding
from octavo.labels import label_of
from octavo.manuscript import Kind, subfigure_labels

FAMILY = Family.CROSSREFS


def check(evidence: Evidence) -> Iterator[Finding]:
    labels = [label_of(m.text) or "" for m in evidence.manuscript.of(Kind.LABEL)]
    parts = set(subfigure_labels(evidence.manuscript))
    numbered = [label for label in labels if label[:4] in ("fig-", "tbl-") and label not in parts]
    places = {label: n for n, label in enumerate(numbered)}
    series = series_of(evidence.manuscript.blocks, evidence.manuscript.supplement)
    seen: set[str] = set()
    referred = [(m, label_of(m.text) or "") for m in evidence.manuscript.of(Kind.REFERENCE)]
    wanted = {label for _, label in referred}
    for mention, label in referred:
        if label not in places or label in seen:
            continue
        seen.add(label)
        earlier = [
            other
            for other, place in places.items()
            if other[:3] == label[:3]
            and series.get(other) == series.get(label)
            and place < places[label]
            and other in wanted - seen
        ]
        if earlier:
            yield Finding(
                f"`{label}` is referred to before `{earlier[0]}`, which stands before it",
                mention.span,
                ("move one of the two, or refer to them in the order of their numbers",),
            )
