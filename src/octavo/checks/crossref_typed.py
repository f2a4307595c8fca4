"""A number of a figure, table, equation or section typed by hand.

It stays when the numbers move.  Refer to the label: `@fig:name`.  Numbers greater than
those of the manuscript, and “Table 3 of” another work, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.labels import label_of
from octavo.manuscript import Kind

FAMILY = Family.CROSSREFS

KINDS = {"fig": "fig", "tab": "tbl", "equ": "eq", "eq.": "eq", "sec": "sec"}
TYPED = re.compile(
    r"\b(?P<word>Figure|Fig\.|Table|Tab\.|Equation|Eq\.|Section|Sec\.)[\s\u00a0]+\(?(?P<number>\d{1,3})\b"
    r"(?:\.\d+|[a-z]\b)?(?!\s+(?:of|in)\b)",
    re.IGNORECASE,
)


def check(evidence: Evidence) -> Iterator[Finding]:
    counts = dict.fromkeys(("fig", "tbl", "eq"), 0)
    for mention in evidence.manuscript.of(Kind.LABEL):
        kind = (label_of(mention.text) or "").partition("-")[0]
        counts[kind] = counts.get(kind, 0) + 1
    blocks = [*evidence.manuscript.blocks, *evidence.manuscript.supplement]
    counts["sec"] = sum(block["t"] == "Header" and block["c"][0] == 1 for block in blocks)
    for prose in evidence.prose:
        for found in TYPED.finditer(prose.text):
            kind = KINDS[found["word"][:3].casefold()]
            if 0 < int(found["number"]) <= counts.get(kind, 0):
                words = " ".join(found[0].split())
                hint = f"give it a label and refer to it: `@{kind}:name`"
                yield Finding(f"“{words}” is typed by hand", prose.of(found), (hint,))
