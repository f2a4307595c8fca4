"""A figure without a text for those who cannot see it.

Screen readers would read the caption twice, and journals ask for it.  Say what the
picture shows: in the docstring of its script, or as `{alt="…"}` behind a file.
"""

from __future__ import annotations

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
        if id(image) in places and not told and alt in ("", caption):
            yield Finding(
                f"the figure `{target}` has no text for those who cannot see it",
                places[id(image)],
                ('say what it shows, in the docstring of its script or as `{alt="…"}`',),
            )
