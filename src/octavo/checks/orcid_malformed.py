"""An ORCID iD whose check digit does not fit: a digit is wrong.

The iD would credit somebody else, or nobody.  Copy it from the author's page at orcid.org.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.numbers import is_orcid

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    for number, author in enumerate(evidence.project.metadata.authors):
        if author.orcid and not is_orcid(author.orcid):
            span = evidence.project.source.values[("authors", number, "orcid")]
            hint = "copy it from the author's page at orcid.org"
            yield Finding(f"`{author.orcid}` is no ORCID iD", span, (hint,))
