"""A division, a code block or a comment that is not closed, or a division that is not opened.

Everything behind it would belong to it, in the sections that follow too, or its signs would be
printed.  Close it: `:::`, three backticks, `-->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import place_of
from octavo.nodes import LEAVES, Node

FAMILY = Family.TEXT
GUARDS = True

SIGNS = {":::": "division", "```": "code block", "~~~": "code block", "<!–": "comment"}
"""How a paragraph begins that should have been something else; a dash was two hyphens."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what pandoc's reader closes of itself, and signs that it takes for text."""
    for remark in evidence.manuscript.remarks:
        if remark.type == "UnclosedDiv":
            yield Finding(
                "the division is not closed", remark.span, ("end it with a line of `:::`",)
            )
    for node in evidence.manuscript.nodes:
        sign = _sign(node)
        if sign:
            written = sign.replace("–", "--")
            place = place_of(evidence.manuscript, re.compile(f"^ *{re.escape(written)}", re.M))
            what = SIGNS[sign]
            said = "`:::` closes no division" if sign == ":::" else f"the {what} is not closed"
            yield Finding(said, place, (f"a {what} begins and ends on lines of its own",))


def _sign(node: Node) -> str:
    """Return the sign that a paragraph begins with, if it does."""
    if node["t"] not in ("Para", "Plain") or not node["c"] or node["c"][0]["t"] not in LEAVES:
        return ""
    text = str(node["c"][0].get("c", ""))
    return text[:3] if text[:3] in SIGNS else ""
