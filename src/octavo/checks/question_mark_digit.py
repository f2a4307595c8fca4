"""A digit where a question mark stood: “until 20187 The”.

Scanners read “?” as 7.  Write the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

LOST = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)7(?=\s+[A-Z][a-z])")


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in LOST.finditer(prose.text):
            hint = f"write “{found[1]}?”, if a question ends here"
            yield Finding(f"“{found[1]}7” before a new sentence", prose.of(found), (hint,))
