"""A text for those who cannot see a figure that repeats its caption, or another figure's.

They would hear the same twice and know nothing of the picture; the docstring of a script that
draws several figures is one text for all.  Say what each shows.
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
    heard: dict[str, str] = {}
    for image, alt, caption in figures(evidence.manuscript.nodes):
        target = image["c"][2][0]
        told = evidence.figures.descriptions.get(target, "")
        text = _bare(told if alt in ("", caption) else alt)
        if id(image) not in places or not text:
            continue
        other = heard.setdefault(text, target)
        if text == _bare(caption):
            yield Finding(
                f"the text of `{target}` for those who cannot see it is its caption",
                places[id(image)],
                ("say what the picture shows",),
            )
        elif other != target:
            yield Finding(
                f"`{target}` and `{other}` have one text for those who cannot see them",
                places[id(image)],
                (f'say what `{target}` shows: `{{alt="…"}}` behind it',),
            )


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
