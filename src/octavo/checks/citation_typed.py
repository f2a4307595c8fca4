"""An author and year written by hand that match an entry of the bibliography.

The work would be missing from the reference list, or its year would stay when the entry
is corrected.  Cite the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS

NAME = r"[^\W\d_a-z][\w’'-]{1,40}"
TYPED = re.compile(
    rf"(?<![\w’'-])(?P<names>{NAME}"
    rf"(?:(?:,| and| &|,? et al\.),?\s+{NAME}){{0,8}}(?:\s+et\s+al\.)?)(?:’s|'s)?"
    r",?\s+(?P<open>\()?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\b(?(open)\))"
)


def check(evidence: Evidence) -> Iterator[Finding]:
    by_name: dict[tuple[str, str], str] = {}
    for entry in evidence.bibliography.entries.values():
        for name in _family_names(entry.text("author") or entry.text("editor")):
            by_name.setdefault((name, entry.year), entry.key)
    for prose in evidence.prose:
        for found in TYPED.finditer(prose.text):
            names = re.findall(r"[^\W\d_][\w’'-]+", found["names"])
            wanted = [(name.casefold(), found["year"]) for name in names]
            keys = [by_name[one] for one in wanted if one in by_name]
            if keys:
                words = " ".join(found[0].split())
                yield Finding(
                    f"“{words}” is typed by hand",
                    prose.of(found),
                    (f"cite the work: `@{keys[0]}`",),
                )


def _family_names(text: str) -> Iterator[str]:
    for name in re.split(r"\s+and\s+", re.sub(r"[{}]", "", text)):
        family = name.split(",")[0] if "," in name else name.rpartition(" ")[2]
        yield family.strip().casefold()
