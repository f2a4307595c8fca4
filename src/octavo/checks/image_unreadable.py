"""A picture or table file that is damaged, or holds what must not be shown.

It would stop a format, or bring a script or another file in.  Save it again; an SVG
may hold no script, no entity and no picture of another file.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.FIGURES
GUARDS = True

HINTS = {
    "is not UTF-8": "save it as UTF-8; in Excel that is “CSV UTF-8 (Comma delimited)”",
    "not by commas": "save it with commas between its cells",
    ", and the header ": "put a cell that holds a comma into quotation marks",
    "a header and no rows": "write the rows below the header",
}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every file that is there and cannot be shown."""
    for picture in evidence.manuscript.pictures:
        if picture.path is not None and picture.problem:
            hints = tuple(hint for fact, hint in HINTS.items() if fact in picture.problem)
            message = f"`{picture.target}`: {picture.problem}"
            yield Finding(message, picture.span, hints)
