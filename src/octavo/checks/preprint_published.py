"""A preprint that has been published since (with `--online` or `--snapshot`).

Journals ask for the published version.  Cite that.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry, lookup in evidence.looked_up():
        if lookup.published:
            hint = f"cite https://doi.org/{lookup.published}"
            yield Finding(
                f"the preprint `{entry.key}` has been published", entry.place("doi"), (hint,)
            )
