"""Straight and curly quotation marks or apostrophes in one file.

Both are printed curly, but a search finds only one, and languages with other marks get a
mixture.  Use one kind; this rule names the rarer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

KINDS = (
    (r'(?<!\\)"|[“”]', "a quotation mark"),
    (r"(?<=\w)['’](?=\w)", "an apostrophe"),
)
"""Patterns of both forms, and what they are."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose, (pattern, name) in product(evidence.prose, KINDS):
        found = [*re.finditer(pattern, prose.text)]
        plain = [mark for mark in found if mark[0] in "'\""]
        curled = [mark for mark in found if mark[0] not in "'\""]
        if not plain or not curled:
            continue
        rarer, other = (plain, "curly") if len(plain) < len(curled) else (curled, "straight")
        for mark in rarer:
            message = f"{name} “{mark[0]}”, where the others are {other}"
            yield Finding(message, prose.of(mark), ("use one kind",))
