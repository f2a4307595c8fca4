"""A note to oneself that was left in the text.

`TODO`, `FIXME`, `XXX`, `TK` and `???` would be printed.  Do what it says, or make it a
comment: `<!-- … -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

NOTE = re.compile(
    r"\b(?:TODO|FIXME|XXX|TBD|TKTK|TK)\b|\?{3,}|\[(?:citation|ref|reference)s?(?: needed)?\]"
)


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        for found in NOTE.finditer(prose.text):
            hint = "do it, or hide it in a comment: <!-- … -->"
            yield Finding(f"“{found[0]}” is left in the text", prose.of(found), (hint,))
