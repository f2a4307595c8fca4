"""A footnote, or the target of a reference link, that is defined twice.

Sections are one text, so a name serves once in all of them; pandoc would print the
last definition in both places.  Rename one.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

NAMES = {"DuplicateNoteReference": "footnote", "DuplicateLinkReference": "reference link"}

FAMILY = Family.CROSSREFS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what pandoc's reader calls a duplicate."""
    for remark in evidence.manuscript.remarks:
        if remark.type in NAMES:
            yield Finding(
                f"the {NAMES[remark.type]} `{remark.text}` is defined twice",
                remark.span,
                ("all sections are one text: rename one of the two",),
            )
