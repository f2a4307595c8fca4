"""A figure without a caption.

It has no number, and no one can refer to it.  Write the caption in the brackets:
`![Caption](name)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import image_spans
from octavo.nodes import plain_text

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    places = image_spans(evidence.manuscript)
    for node in evidence.manuscript.nodes:
        if (
            node["t"] not in ("Para", "Plain")
            or len(node["c"]) != 1
            or node["c"][0]["t"] != "Image"
        ):
            continue
        _, inlines, (target, _) = node["c"][0]["c"]
        if not plain_text(inlines) and id(node["c"][0]) in places:
            yield Finding(
                f"the figure `{target}` has no caption",
                places[id(node["c"][0])],
                ("write one in the brackets: `![Caption](…)`",),
            )
