"""A footnote to which no sign leads.

It would be printed nowhere.  Put its sign, `[^name]`, at the words that it belongs to, or
delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CROSSREFS


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find what pandoc's reader had no use for."""
    for remark in evidence.manuscript.remarks:
        if remark.type == "NoteDefinedButNotUsed":
            yield Finding(
                f"nothing leads to the footnote `{remark.text}`: it is not printed",
                remark.span,
                (f"put `[^{remark.text}]` where it belongs, or delete it",),
            )
