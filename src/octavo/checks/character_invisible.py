"""A character that cannot be seen: a zero-width space, a soft hyphen, a mark of direction.

It breaks searching and hyphenation, and comes with text that is copied from web pages
and PDF files.  Delete it.  The joiners and marks that Arabic, Indic and other scripts
need are left alone beside such letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span
from octavo.manuscript import Section

FAMILY = Family.TEXT

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
JOINING = re.compile("[\u0590-\u08ff\u0900-\u0dff\U0001f000-\U0001ffff]")
JOINERS = "\u200c\u200d\u200e\u200f\u061c"


def check(evidence: Evidence) -> Iterator[Finding]:
    for section in (*evidence.manuscript.sections, *_settings(evidence)):
        for found in INVISIBLE.finditer(section.text):
            around = section.text[max(0, found.start() - 1) : found.end() + 1]
            if found[0] in JOINERS and JOINING.search(around):
                continue
            name = unicodedata.name(found[0]).lower()
            yield Finding(
                f"a character that cannot be seen: {name} (U+{ord(found[0]):04X})",
                Span.within(section.path, section.text, found.start()),
                ("delete it",),
            )


def _settings(evidence: Evidence) -> Iterator[Section]:
    return (Section(layer.path, layer.text) for layer in evidence.project.layers)
