"""Clean copies of the sources: as somebody else would have them, and nothing that was built."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.folders import writing
from octavo.git import asked
from octavo.record import PASSED_OVER, files_of

BUILT = "build"
LEFT = frozenset({BUILT, "node_modules", "dist", *PASSED_OVER})
"""Folders beside the sources that are never theirs."""

IGNORED = ".gitignore"
"""What git passes over is told by files above the project too."""

ENVIRONMENT = "pyvenv.cfg"
"""What marks a folder as an environment of Python."""


def copy_sources(root: Path, place: Path) -> Path:
    """Copy a project below a folder, which must be empty; return where the copy is.

    A copy from a repository says that it is of that repository, at the same revision, and holds
    what git knows or would take; without one it holds all but hidden and made folders.  The
    project's own folders are always whole.
    """
    top = _said(root, "rev-parse", "--show-toplevel")
    repository = repository_of(root)
    if top is None or repository is None:
        copy, names = place, _beside(root)
    else:
        copy, names = place / os.path.relpath(root, os.path.realpath(top)), _known(root)
    with writing(place):
        copy.mkdir(parents=True, exist_ok=True)
        for name in dict.fromkeys((*files_of(root), *names)):
            _copy(root / name, copy / name)
        if repository is not None:
            (place / ".git").write_text(f"gitdir: {repository}\n")
            for above in copy.relative_to(place).parents:
                _copy(Path(str(top), above, IGNORED), place / above / IGNORED)
    return copy


def repository_of(root: Path) -> str | None:
    """Return the folder in which git keeps what it knows of a project; None without one."""
    return _said(root, "rev-parse", "--absolute-git-dir")


def _known(root: Path) -> Iterator[str]:
    """Yield the files that git knows below a folder, and those that it is not told to pass over."""
    listed = _said(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
    for name in (listed or "").split("\0"):
        if name and Path(name).parts[0] != BUILT and os.path.lexists(root / name):
            yield name


def _beside(root: Path) -> Iterator[str]:
    """Yield the files of a folder that is in no repository."""
    for folder, inner, files in os.walk(root):
        inner[:] = sorted(
            name
            for name in inner
            if name not in LEFT
            and not name.startswith(".")
            and not Path(folder, name, ENVIRONMENT).is_file()
        )
        links = [name for name in inner if Path(folder, name).is_symlink()]
        yield from (Path(folder, name).relative_to(root).as_posix() for name in (*files, *links))


def _copy(source: Path, place: Path) -> None:
    """Copy a file, with who may run it and no time; a link stays a link."""
    if source.is_dir() and not source.is_symlink():
        return  # a repository in the repository: git names its folder
    if os.path.lexists(place) or not os.path.lexists(source):
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        place.symlink_to(source.readlink())
    elif source.is_file():
        shutil.copy(source, place)


def _said(root: Path, *words: str) -> str | None:
    """Return what git says; nothing where it is not there or the folder is in no repository."""
    try:
        ended = asked(root, *words)
    except ToolError:
        return None
    return os.fsdecode(ended.output).removesuffix("\n") if ended.code == 0 else None
