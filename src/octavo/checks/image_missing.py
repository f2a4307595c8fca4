"""A picture that is no file of the project and no figure script.

The page would have a hole.  Correct the name; a name without a suffix is that of a
script in `figures/`.  Nothing is fetched from the network, and no file outside the
project is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, nearest
from octavo.manuscript import Kind

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
            yield Finding(message, mention.span, _meant(evidence, mention.text))
        elif picture is None and mention.text not in drawn and mention.text not in failed:
            hints = nearest(mention.text, list(drawn))
            name = PurePosixPath(mention.text)
            message = f"no script `figures/{name}.py` draws the figure `{mention.text}`"
            yield Finding(message, mention.span, hints)


def _meant(evidence: Evidence, target: str) -> tuple[str, ...]:
    """Return what a path was meant for: a figure by its script, or a file by its whole path."""
    name = PurePosixPath(target)
    if name.suffix in ("", ".py") and name.stem in evidence.figures.graphics:
        return (f"name the figure as its script: `{name.stem}`",)
    inside = [PurePosixPath(folder, *_downwards(name)) for folder in ("figures", "manuscript", ".")]
    found = (path for path in inside if (evidence.project.root / path).is_file())
    return tuple(f"write `{path}`: paths begin at the project's folder" for path in found)[:1]


def _downwards(name: PurePosixPath) -> tuple[str, ...]:
    return tuple(part for part in name.parts if part not in ("..", "/"))
