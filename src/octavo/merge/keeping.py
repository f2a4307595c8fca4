"""What was there before a merge is not lost: it is committed, or kept beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from octavo import fixes
from octavo.diagnostics import ToolError, UsageError
from octavo.folders import make_folder, put, writing
from octavo.git import asked

BACKUP = Path("manuscript/.before-merge")


def uncommitted(root: Path, paths: Collection[Path]) -> list[Path] | None:
    """Return which files have changes that git does not hold; None where there is no git."""
    names = [path.as_posix() for path in paths]
    status = ("status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames")
    try:
        prefix = asked(root, "rev-parse", "--show-prefix")
        ended = asked(root, *status, "--", *names)
    except ToolError:
        return None
    if prefix.code != 0 or ended.code != 0:
        return None
    lead = prefix.output.decode("utf-8", "replace").strip()
    found = ended.output.decode("utf-8", "replace").split("\0")
    return [Path(line[3:].removeprefix(lead)) for line in found if line]


def secure(root: Path, paths: Collection[Path], force: bool) -> Path | None:
    """Make sure that nothing is lost when files are written: return the backup, if one is made.

    Raise `UsageError` where there are changes that nothing holds, unless told to go on.
    """
    dirty = uncommitted(root, paths)
    if dirty and not force:
        raise UsageError(
            f"{dirty[0].as_posix()} has changes that are not committed",
            "commit them, or go on with --force, which keeps a backup",
        )
    return _backup(root, paths) if dirty or dirty is None else None


def write(root: Path, texts: Mapping[Path, tuple[str, str]]) -> None:
    """Put the sources in their places, each whole; a file that is new is made."""
    old = {path: both for path, both in texts.items() if (root / path).exists()}
    fixes.write(root, old)
    for path in texts.keys() - old.keys():
        put(texts[path][1].encode(), root / path)


def _backup(root: Path, paths: Collection[Path]) -> Path:
    """Copy files into a new folder and return it."""
    number = 1
    while (root / BACKUP / str(number)).exists():
        number += 1
    folder = root / BACKUP / str(number)
    make_folder(folder)
    for path in paths:
        if not (root / path).is_file():
            continue
        copy = folder / path.relative_to("manuscript")
        make_folder(copy.parent)
        with writing(copy):
            copy.write_bytes((root / path).read_bytes())
    return folder.relative_to(root)
