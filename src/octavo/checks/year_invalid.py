"""A year that is none: not a number, or in the future.

The citation would print it as it is.  Works that are accepted and not yet published have
`pubstate = {forthcoming}` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.CITATIONS

DATE = re.compile(r"(?P<year>-?\d{4})(-\d\d(-\d\d(T[\d:Z+-]+)?)?)?[~?%]?(/(.*))?|-?\d{3}[X\d]")
"""The years and dates of BibLaTeX: parts of ISO 8601-2, ranges too."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for entry in evidence.bibliography.entries.values():
        given = (entry.text("date") or entry.text("year")).strip()
        found = DATE.fullmatch(given)
        if given and not found:
            hint = "write a year, or a date such as 2014-06-10"
            yield Finding(f"`{given}` is no year", entry.place("date", "year"), (hint,))
        elif found and found["year"] and int(found["year"]) > evidence.today.year:
            hint = "correct it, or write `pubstate = {forthcoming}`"
            yield Finding(
                f"the year {int(found['year'])} is in the future",
                entry.place("date", "year"),
                (hint,),
            )
