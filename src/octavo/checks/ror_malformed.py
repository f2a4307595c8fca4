"""A ROR identifier whose check digits do not fit: a character is wrong.

It would name another institution, or none.  Copy it from ror.org.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.numbers import is_ror

FAMILY = Family.METADATA


def check(evidence: Evidence) -> Iterator[Finding]:
    for number, affiliation in enumerate(evidence.project.metadata.affiliations):
        if affiliation.ror and not is_ror(affiliation.ror):
            span = evidence.project.source.values[("affiliations", number, "ror")]
            yield Finding(
                f"`{affiliation.ror}` is no ROR identifier", span, ("copy it from ror.org",)
            )
