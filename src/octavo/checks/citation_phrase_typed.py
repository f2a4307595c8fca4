"""“et al.” or “ibid.” typed by hand.

The citation style decides whether and how they are printed, and they go wrong as soon as
a sentence moves.  Cite the key instead: `@key`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS

PHRASE = re.compile(r"\b(et\s+al|ibid|ibidem|op\.\s*cit|loc\.\s*cit)\b\.?", re.IGNORECASE)


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in PHRASE.finditer(prose.text):
            hint = "cite the key: the style prints it"
            yield Finding(f"“{found[0]}” is typed by hand", prose.of(found), (hint,))
