"""A figure without a caption.

It has no number, and no one can refer to it.  Write the caption in the brackets:
`![Caption](name)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import image_spans
from octavo.nodes import Node, plain_text, walk

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    places = image_spans(evidence.manuscript)
    captioned = set(_captioned(evidence.manuscript.nodes))
    for node in evidence.manuscript.nodes:
        if (
            node["t"] not in ("Para", "Plain")
            or len(node["c"]) != 1
            or node["c"][0]["t"] != "Image"
        ):
            continue
        _, inlines, (target, _) = node["c"][0]["c"]
        known = id(node["c"][0]) in places and id(node["c"][0]) not in captioned
        if known and not plain_text(inlines):
            yield Finding(
                f"the figure `{target}` has no caption",
                places[id(node["c"][0])],
                ("write one in the brackets: `![Caption](…)`",),
            )


def _captioned(nodes: Iterable[Node]) -> Iterator[int]:
    """Yield the identity of each image whose figure has a caption, as in a division."""
    for node in nodes:
        if node["t"] == "Figure" and node["c"][1][1]:
            yield from (id(inner) for inner in walk(node["c"][2]) if inner["t"] == "Image")
