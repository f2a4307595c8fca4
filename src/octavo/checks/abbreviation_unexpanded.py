"""An abbreviation that is used again and again and never explained.

Readers of other fields do not know it.  Write it out where it first stands, with the
abbreviation in brackets; those that everybody knows better than their long form are
left alone, and so are keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.prose import Prose
from octavo.root import METADATA

FAMILY = Family.TEXT

OFTEN = 3
ABBREVIATION = re.compile(r"(?<![\w/.-])[A-Z]{2,6}(?![\w/])")
KNOWN = frozenset(
    "US USA UK UN EU NATO AIDS HIV DNA RNA BBC CNN CIA FBI KGB USSR NASA GDP OPEC UNESCO UNICEF"
    " WHO IMF AM PM BC AD CE BCE TV ID OK PDF HTML DOI URL ISBN CC BY II III IV VI VII VIII IX"
    " XI XII XX ISIS ISIL UAE WTO".split()
)


def check(evidence: Evidence) -> Iterator[Finding]:
    seen: dict[str, tuple[Prose, re.Match[str]]] = {}
    counts: dict[str, int] = {}
    sections = [prose for prose in evidence.prose if prose.path != METADATA]
    whole = "\n".join(prose.text for prose in evidence.prose)
    for prose in sections:
        for found in ABBREVIATION.finditer(prose.text):
            seen.setdefault(found[0], (prose, found))
            counts[found[0]] = counts.get(found[0], 0) + 1
    for name, (prose, found) in seen.items():
        if counts[name] < OFTEN or name in KNOWN:
            continue
        told = rf"\((?:the )?{name}\b|\b{name} (?:\(|(?:or|stands for|means|for short)\b)|, {name},"
        if not re.search(told, whole):
            yield Finding(
                f"the abbreviation “{name}” is never explained",
                prose.of(found),
                ("write it out where it first stands",),
            )
