"""A DOI that is not written as one.

Links to it fail.  A DOI is `10.`, a number, a slash and a name (ISO 26324), without
`https://doi.org/` before it and without punctuation behind it; both are removed by
`--fix`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.bibliography import bare_doi
from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding

FAMILY = Family.CITATIONS

DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/\S*[^\s.,;:]")


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        given = entry.text("doi")
        if not given or DOI.fullmatch(given):
            continue
        better, span = bare_doi(given), entry.place("doi")
        if DOI.fullmatch(better):
            edits = (Edit.of(span, better),) if span.end - span.column == len(given) else ()
            yield Finding(f"`{given}` is not a bare DOI", span, (f"write `{better}`",), edits)
        else:
            hint = "a DOI looks like 10.1017/S0043887100007814"
            yield Finding(f"`{given}` is no DOI", span, (hint,))
