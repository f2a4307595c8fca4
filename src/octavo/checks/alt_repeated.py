"""A text for those who cannot see a figure that only repeats its caption.

They would hear the caption twice and know nothing of the picture.  Say what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import image_spans
from octavo.pictures import figures

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    places = image_spans(evidence.manuscript)
    for image, alt, caption in figures(evidence.manuscript.nodes):
        target = image["c"][2][0]
        told = evidence.figures.descriptions.get(target, "")
        text = told if alt in ("", caption) else alt
        if id(image) in places and text and caption and _bare(text) == _bare(caption):
            yield Finding(
                f"the text of `{target}` for those who cannot see it is its caption",
                places[id(image)],
                ("say what the picture shows",),
            )


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
