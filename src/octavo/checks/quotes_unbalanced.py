"""A quotation mark that is opened and not closed, or closed and not opened, in a paragraph.

Readers would not know where the quotation ends.  A paragraph that ends within a
quotation which goes on in the next one is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        blocks = list(prose.paragraphs())
        for number, (start, paragraph) in enumerate(blocks):
            following = blocks[number + 1][1] if number + 1 < len(blocks) else ""
            for place in _unmatched(paragraph, following):
                span = prose.span(start + place, start + place + 1)
                message = f"the quotation mark “{paragraph[place]}” has no other"
                yield Finding(message, span, ("add the other one, or delete it",))


def _unmatched(paragraph: str, following: str) -> Iterator[int]:
    waiting: list[int] = []
    for found in re.finditer("[“”«»]", paragraph):
        if found[0] in "“«":
            waiting.append(found.start())
        elif waiting:
            waiting.pop()
        else:
            yield found.start()
    if not re.match(r"[>\s]*[“«]", following):
        yield from waiting
    straight = [found.start() for found in re.finditer(r'(?<!\\)"', paragraph)]
    inches = [place for place in straight if paragraph[place - 1 : place].isdigit()]
    plain = [place for place in straight if place not in inches]
    yield from plain[-1:] if len(plain) % 2 else []
