"""An address that no browser could open.

The link would be dead.  An address begins with `https://` and holds no spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind
from octavo.numbers import is_address

FAMILY = Family.CITATIONS

HINT = "an address looks like https://example.org/page"
SCHEME = re.compile(r"(https?|ftp|htpp|htps|http)[:;/]", re.IGNORECASE)


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        given = entry.text("url")
        if given and not is_address(entry.url):
            yield Finding(f"`{given}` is no address", entry.place("url"), (HINT,))
    for mention in evidence.manuscript.of(Kind.LINK):
        if SCHEME.match(mention.text) and not is_address(mention.text):
            yield Finding(f"`{mention.text}` is no address", mention.span, (HINT,))
