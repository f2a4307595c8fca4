"""A link to a file that is not in the project.

The link would be dead wherever the article is read.  Correct the path, which is taken
from the section's folder or from the project's, or link to an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind

FAMILY = Family.LINKS


def check(evidence: Evidence) -> Iterator[Finding]:
    root = evidence.project.root.resolve()
    for mention in evidence.manuscript.of(Kind.LINK):
        target = unquote(re.split(r"[#?]", mention.text)[0])
        if not target or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", mention.text):
            continue
        places = [root / mention.span.path.parent / target, root / target]
        inside = [place for place in places if place.resolve().is_relative_to(root)]
        if not any(place.exists() for place in inside):
            yield Finding(
                f"no file `{target}` in the project",
                mention.span,
                ("correct the path, or link to an address",),
            )
