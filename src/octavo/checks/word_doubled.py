"""A word written twice: “the the”.

Nobody sees it, and readers remember it.  Delete one.  “had had” and “that that” can be
right and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

DOUBLED = re.compile(r"(?<![\w’'-])([^\W\d_]{2,})\s+(\1)(?![\w’'-])", re.IGNORECASE)
ALLOWED = frozenset("had that nous vous sie die der das bla so".split())


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in DOUBLED.finditer(prose.text):
            if found[1].casefold() not in ALLOWED:
                span = prose.span(found.start(2), found.end(2))
                yield Finding(f"the word “{found[1]}” stands twice", span, ("delete one",))
