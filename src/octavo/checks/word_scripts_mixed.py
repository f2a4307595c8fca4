"""A word of letters from two scripts, such as a Latin word with a Cyrillic “а”.

It looks right and is not: searching, hyphenation and fonts fail.  Type the word again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

WORD = re.compile(r"[^\W\d_]{2,}")
SCRIPTS = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Armenian": re.compile("[\u0531-\u058f]"),
}
"""Scripts whose letters look alike (Unicode Technical Standard 39)."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in WORD.finditer(prose.text):
            if found[0].isascii():
                continue
            scripts = {name for name, letters in SCRIPTS.items() if letters.search(found[0])}
            if len(scripts) > 1:
                told = " and ".join(sorted(scripts))
                yield Finding(
                    f"“{found[0]}” mixes {told} letters", prose.of(found), ("type it again",)
                )
