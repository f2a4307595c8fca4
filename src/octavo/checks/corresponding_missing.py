"""No corresponding author, or one without an e-mail address.

Editors and readers would not know whom to ask.  Write `corresponding: true` and `email`
for one author.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    metadata, source = evidence.project.metadata, evidence.project.source
    chosen = [n for n, author in enumerate(metadata.authors) if author.corresponding]
    if not chosen:
        hint = "write `corresponding: true` for one author"
        yield Finding("no author is the corresponding one", source.span(("authors",)), (hint,))
    for number in chosen:
        if not metadata.authors[number].email:
            span = source.span(("authors", number, "corresponding"))
            yield Finding("the corresponding author has no address", span, ("add `email`",))
