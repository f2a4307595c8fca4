"""A link to code, or to a file of one machine: `javascript:`, `data:`, `file:` and the like.

A page or a Word file with such a link is refused by journals and mail servers, and may run
what it says.  Link to a web address, or write the text alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind
from octavo.targets import is_dangerous

FAMILY = Family.LINKS
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find them in the text and in the bibliography's addresses."""
    entries = evidence.bibliography.entries.values()
    targets = [(mention.text, mention.span) for mention in evidence.manuscript.of(Kind.LINK)]
    targets += [(entry.url, entry.place("url")) for entry in entries]
    for target, span in targets:
        if is_dangerous(target):
            hint = "link to an address that begins with https://"
            yield Finding(f"a link may not lead to `{target[:60]}`", span, (hint,))
