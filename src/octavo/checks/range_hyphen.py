"""A hyphen between two numbers, where a range has an en dash.

“2007-2008” is printed as a compound; “2007–2008” is a range.  Write an en dash, or `--`.
Dates, telephone numbers, identifiers and formulas are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

RANGE = re.compile(r"(?<![\w./:+–-])(\d{1,4})-(\d{1,4})(?![\w/:+–-]|\.\d)")


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in RANGE.finditer(prose.text):
            first, second = int(found[1]), int(found[2])
            if first < second or len(found[2]) < len(found[1]):
                hint = f"write {found[1]}–{found[2]}, with an en dash"
                yield Finding(f"a hyphen in the range {found[0]}", prose.of(found), (hint,))
