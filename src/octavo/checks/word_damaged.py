"""A word with a capital, a digit or a bracket in its middle, as scans leave it.

“lIragi”, “are[3ystemic”, “World War Il”.  Type it again.  Names that are written so, such
as McDonald, and words that occur more than once are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

DAMAGED = re.compile(
    r"(?<![\w@/.#_-])(?:[^\W\d_]*[^\W\d_A-Z][’']?[A-Z](?=[^\W\d_]*[a-z])[^\W\d_]+|[a-z]{2,}[][{}|\\]\d?[a-z]{3,})(?![\w@/_])"
    r"|(?<=[a-z] )Il\b(?![’' ][a-zA-Z]*[A-Z])"
)
NAMES = re.compile(r"(Mc|Mac|De|Di|Du|La|Le|O’|O'|d’|D’|l’|L’|al-|i|e)[A-Z]")


def check(evidence: Evidence) -> Iterator[Finding]:
    texts = "\n".join(prose.text for prose in evidence.prose)
    for prose in evidence.prose:
        for found in DAMAGED.finditer(prose.text):
            if not NAMES.match(found[0]) and texts.count(found[0]) == 1:
                yield Finding(f"“{found[0]}” looks damaged", prose.of(found), ("type it again",))
