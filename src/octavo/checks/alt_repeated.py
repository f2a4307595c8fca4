"""A text for those who cannot see a figure that only repeats its caption.

They would hear the caption twice and know nothing of the picture.  Say what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind
from octavo.pictures import figures

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every such fault."""
    named = {mention.text: mention.span for mention in evidence.manuscript.of(Kind.IMAGE)}
    for alt, caption, target in figures(evidence.manuscript.blocks):
        told = evidence.figures.descriptions.get(target, "")
        text = told if alt in ("", caption) else alt
        if target in named and text and caption and _bare(text) == _bare(caption):
            yield Finding(
                f"the text of `{target}` for those who cannot see it is its caption",
                named[target],
                ("say what the picture shows",),
            )


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
