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


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every file that is there and cannot be shown."""
    for picture in evidence.manuscript.pictures:
        if picture.path is not None and picture.problem:
            message = f"`{picture.target}`: {picture.problem}"
            yield Finding(message, picture.span)
