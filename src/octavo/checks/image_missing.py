"""A picture that is no file of the project and no figure script.

The page would have a hole.  Correct the name; a name without a suffix is that of a
script in `figures/`.  Nothing is fetched from the network, and no file outside the
project is read.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, alike, meant, nearest
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
            hints = _meant(evidence, mention.text) or _at_hand(evidence, mention.text)
            yield Finding(message, mention.span, hints)
        elif picture is None and mention.text not in drawn and mention.text not in failed:
            name = PurePosixPath(mention.text)
            hints = nearest(mention.text, list(drawn)) or _as_file(evidence, name.name)
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


def _at_hand(evidence: Evidence, target: str) -> tuple[str, ...]:
    """Return what to do with a file that is elsewhere, or whose name is not quite that."""
    root, name = evidence.project.root, PureWindowsPath(target).name
    files = sorted(path for path in (root / "figures").rglob("*.*") if path.suffix != ".py")
    there = {path.name: path.relative_to(root).as_posix() for path in files}
    near = [there[other] for other in alike(name, list(there))]
    return meant(near) or (f"copy it to `figures/`, and write `figures/{name}`",)


def _as_file(evidence: Evidence, name: str) -> tuple[str, ...]:
    """Return what a name without a suffix may be meant for, if no script has one like it."""
    found = sorted((evidence.project.root / "figures").glob(f"{glob.escape(name)}.*"))
    if found:
        return (f"write `figures/{found[0].name}`: a name without a suffix is that of a script",)
    return (f"write the script, or name a file with its suffix, such as `figures/{name}.png`",)


def _downwards(name: PurePosixPath) -> tuple[str, ...]:
    return tuple(part for part in name.parts if part not in ("..", "/"))
