"""A preprint that has been published since (with `--online` or `--snapshot`).

Journals ask for the published version.  Cite that.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import bare_doi
from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every such fault."""
    for entry in evidence.bibliography.entries.values():
        lookup = evidence.lookups.get(bare_doi(entry.text("doi")).lower())
        if lookup is None:
            continue
        if lookup.published:
            hint = f"cite https://doi.org/{lookup.published}"
            yield Finding(
                f"the preprint `{entry.key}` has been published", entry.place("doi"), (hint,)
            )
