"""One work under two keys: the same DOI, or the same title and year.

The reference list would print it twice, as 1998a and 1998b.  Keep one entry, and cite it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.bibliography import Entry, bare_doi
from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS


def check(evidence: Evidence) -> Iterator[Finding]:
    seen: dict[str, Entry] = {}
    for entry in evidence.bibliography.entries.values():
        for mark in _marks(entry):
            first = seen.setdefault(mark, entry)
            if first is not entry:
                yield Finding(
                    f"`{entry.key}` is the same work as `{first.key}`",
                    entry.span,
                    (f"the first is at {first.span}; cite one key, and delete the other",),
                )
                break


def _marks(entry: Entry) -> Iterator[str]:
    doi = bare_doi(entry.text("doi")).lower()
    if doi:
        yield f"doi {doi}"
    title = re.sub(r"\W+", " ", entry.text("title").replace("{", "")).strip().casefold()
    if title and entry.year and not entry.parents:
        volume = entry.text("volume") + entry.text("number") + entry.text("pages")
        yield f"title {entry.type} {entry.year} {title} {volume}"
