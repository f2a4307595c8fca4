"""No space behind a full stop, comma or bracket.

Scans and copied text lose them: “developments).Therefore”.  Put it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

MISSING = re.compile(
    r"(?<![^\W\d_])(?:([^\W\d_]{2,}\)?[.!?]+\)?)([A-Z][^\W\d_A-Z]+)(?!\.\w)"
    r"|([^\W\d_]{2,}\)?[,;])([^\W\d_]{2,}))"
)


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in MISSING.finditer(prose.text):
            first, second = (group for group in found.groups() if group)
            hint = f"write “{first} {second}”"
            yield Finding(f"no space in “{found[0]}”", prose.of(found), (hint,))
