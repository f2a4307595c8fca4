r"""The sign of a footnote that is defined nowhere.

The text would print the sign itself, `[^name]`.  Write the note, in any section, or beside the
words: `^[The note.]`.  A sign that is meant as text begins with a backslash, `\[^name]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span, nearest
from octavo.nodes import walk
from octavo.prose import GONE, prose_of_text

FAMILY = Family.CROSSREFS
GUARDS = True

SIGN = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
DEFINITION = re.compile(r"^[ \t>]*\[\^([^\]\s]+)\]:", re.MULTILINE)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find signs that pandoc's reader left as text, where the sections have them."""
    manuscript = evidence.manuscript
    texts = [(section.path, section.text) for section in manuscript.sections]
    defined = [name for _, text in texts for name in DEFINITION.findall(text)]
    if all(name in defined for _, text in texts for name in SIGN.findall(text)):
        return  # and the tree, which is large, is not walked
    printed = set(_signs([manuscript.blocks, manuscript.supplement]))
    for path, text in texts if printed else ():
        words = prose_of_text(path, text).text
        for found in SIGN.finditer(text):
            name = found[1]
            # what is no markup there is code, a comment or a formula
            if name in printed and name not in defined and words[found.start()] == GONE:
                yield Finding(
                    f"no footnote has the name `{name}`",
                    Span.within(path, text, found.start(), len(found[0])),
                    nearest(name, defined) or (f"write it: `[^{name}]: …`",),
                )


def _signs(tree: object) -> Iterator[str]:
    """Yield the names in signs that are printed."""
    for node in walk(tree):
        if node["t"] == "Str" and "[^" in node["c"]:
            yield from SIGN.findall(node["c"])
