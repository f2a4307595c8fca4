"""A name that differs from a more frequent one only where scanners and fingers go wrong.

“Irag” beside “Iraq”: q is read as g, rn as m, a letter is doubled.  Correct it; two
names that are really two can be excused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span

FAMILY = Family.TEXT

NAME = re.compile(r"\b[A-Z][^\W\d_]*[a-z][^\W\d_]*\b(?<=\w{4})")
CONFUSED = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("q", "g"), ("1", "l"), ("0", "o"))
"""What optical character recognition takes for one another."""


def check(evidence: Evidence) -> Iterator[Finding]:
    names: dict[str, dict[str, list[Span]]] = {}
    for prose in evidence.prose:
        for found in NAME.finditer(prose.text):
            spellings = names.setdefault(_skeleton(found[0]), {})
            spellings.setdefault(found[0], []).append(prose.of(found))
    text = " ".join(prose.text for prose in evidence.prose)
    for spellings in names.values():
        usual, *others = sorted(
            spellings, key=lambda name: (-len(spellings[name]), -text.count(name[:-1]))
        )
        for other in others:
            for span in spellings[other]:
                yield Finding(
                    f"“{other}” is nearly “{usual}”, which is more frequent",
                    span,
                    (f"write “{usual}”, if that is meant",),
                )


@cache
def _skeleton(name: str) -> str:
    text = name.casefold()
    for seen, meant in CONFUSED:
        text = text.replace(seen, meant)
    return re.sub(r"(.)\1", r"\1", text)
