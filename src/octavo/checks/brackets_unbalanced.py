"""A bracket that is opened and not closed, or closed and not opened, in a paragraph.

Add or delete one.  Numbers of lists such as `a)` are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

PAIRS = {")": "(", "]": "[", "}": "{"}
LIST = re.compile(r"(?:(?<=\s)|^)(?:[a-zA-Z]|[ivxlc]{1,5}|\d{1,3})\)", re.MULTILINE)
"""The number of a list, or the end of what stands in brackets: `b)`, `(see p. 12)`."""

FACE = re.compile(r"[:;]-?[()]")


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for start, paragraph in prose.paragraphs():
            for place in _unmatched(FACE.sub(lambda found: " " * len(found[0]), paragraph)):
                sign = paragraph[place]
                what = (
                    "opens and is not closed"
                    if sign in PAIRS.values()
                    else "closes what is not open"
                )
                span = prose.span(start + place, start + place + 1)
                yield Finding(
                    f"the bracket “{sign}” {what}", span, ("add the other one, or delete it",)
                )


def _unmatched(paragraph: str) -> Iterator[int]:
    """Yield where brackets have no other; the number of a list closes one that is open."""
    waiting: list[int] = []
    numbers = {found.end() - 1 for found in LIST.finditer(paragraph)}
    spare = 0  # numbers that may have closed what a later bracket closes
    for found in re.finditer(r"[()\[\]{}]", paragraph):
        if found[0] in PAIRS.values():
            waiting.append(found.start())
        elif waiting and paragraph[waiting[-1]] == PAIRS[found[0]]:
            waiting.pop()
            spare += found.start() in numbers
        elif found[0] == ")" and spare and found.start() not in numbers:
            spare -= 1
        elif found.start() not in numbers:
            yield found.start()
    yield from waiting
