"""A picture that is no file of the project and no figure script.

The page would have a hole.  Correct the name; a name without a suffix is that of a
script in `figures/`.  Nothing is fetched from the network, and no file outside the
project is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import Kind
from octavo.project import nearest

FAMILY = Family.FIGURES
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures without a file and figures without a script."""
    pictures = {picture.target: picture for picture in evidence.manuscript.pictures}
    drawn = evidence.figures.graphics
    failed = {f.name for f in evidence.figures.by_name.values() if not f.graphics}
    for mention in evidence.manuscript.of(Kind.IMAGE):
        picture = pictures.get(mention.text)
        if picture is not None and picture.path is None:
            message = picture.problem or f"no file `{mention.text}` in the project"
            yield Finding(message, mention.span)
        elif picture is None and mention.text not in drawn and mention.text not in failed:
            hints = nearest(mention.text, list(drawn))
            name = PurePosixPath(mention.text)
            message = f"no script `figures/{name}.py` draws the figure `{mention.text}`"
            yield Finding(message, mention.span, hints)
