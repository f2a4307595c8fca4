"""A division, a code block or a comment that is not closed, or a division that is not opened.

Everything behind it would belong to it, in the sections that follow too, or its signs would be
printed.  Close it: `:::`, three backticks, `-->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import place_of
from octavo.nodes import Node

FAMILY = Family.TEXT
GUARDS = True

SIGNS = {":::": "division", "```": "code block", "~~~": "code block", "<!–": "comment"}
"""How a paragraph begins that should have been something else; a dash was two hyphens."""


HINTS = {
    "division": "begin it with `::: {.name}` behind an empty line, and end it with `:::`",
    "code block": "begin and end it with a line of the same signs",
    "comment": "end it with `-->`",
}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what pandoc's reader closes of itself, and signs that it takes for text."""
    for remark in evidence.manuscript.remarks:
        if remark.type == "UnclosedDiv":
            yield Finding(
                "the division is not closed", remark.span, ("end it with a line of `:::`",)
            )
    for node in evidence.manuscript.nodes:
        for sign, is_alone in _signs(node):
            pattern = re.escape(sign.replace("–", "--")) + (":*[ \\t]*$" if is_alone else "")
            place = place_of(evidence.manuscript, re.compile(f"^ *{pattern}", re.MULTILINE))
            yield Finding(_message(sign, is_alone), place, (HINTS[SIGNS[sign]],))


def _signs(node: Node) -> Iterator[tuple[str, bool]]:
    """Yield the signs that lines of a paragraph begin with, and whether each is a line of `:::`."""
    if node["t"] not in ("Para", "Plain"):
        return
    lines = [list(group) for kind, group in groupby(node["c"], _breaks) if not kind]
    for line in lines:
        text = str(line[0].get("c", "")) if line[0]["t"] == "Str" else ""
        if text[:3] in SIGNS:
            yield text[:3], len(line) == 1 and not text.strip(":")


def _breaks(inline: Node) -> bool:
    return inline["t"] in ("SoftBreak", "LineBreak")


def _message(sign: str, is_alone: bool) -> str:
    if sign != ":::":
        return f"the {SIGNS[sign]} is not closed"
    return "`:::` closes no division" if is_alone else "`:::` opens no division"
