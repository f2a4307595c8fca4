"""A piece of a bibliography file that cannot be read as an entry.

The works in it would be missing.  Mend the braces and commas at the place named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind

FAMILY = Family.CITATIONS
GUARDS = True

FOREIGN = re.compile(r"[^\w!$&'()*+\-./:;=?@\[\]`]")
"""What pandoc's reader takes for the end of a key."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what is no entry."""
    for piece in evidence.bibliography.unreadable:
        yield Finding(piece.reason, piece.span, (piece.hint,))
    cited = {mention.text for mention in evidence.manuscript.of(Kind.CITATION)}
    for entry in evidence.bibliography.lineage(sorted(cited)):
        for sign in FOREIGN.findall(entry.key)[:1]:
            shown = f"`{sign}`" if sign.isprintable() else f"the character U+{ord(sign):04X}"
            hint = (
                "name the work with letters, digits and `-`, `_`, `:`, `.` or `/`, there and here"
            )
            yield Finding(f"a key of a cited work cannot hold {shown}", entry.span, (hint,))
