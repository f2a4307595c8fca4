"""A submission on the disk: a folder and the same as a ZIP file, both whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.folders import make_folder, refuse_folder, unfinished, writing
from octavo.render.zip_package import packed

SUBMISSION, REVISION = "submission", "revision"
"""The folders of what is sent for the first time, and again, below that of all outputs."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a submission."""

    name: str
    data: bytes
    part: str
    """What it is, such as `anonymous` or `figures`."""


def pack(home: Path, name: str, members: Sequence[Member], timestamp: int) -> tuple[Path, Path]:
    """Put files in the place of an earlier submission; return the folder and the ZIP file.

    Both are written aside before the first is replaced.  A process that is killed between the two
    renames leaves the old folder beside its place, and the next brings it back, so that there is
    always one of them.
    """
    make_folder(home)
    folder, archive = home / name, home / f"{name}.zip"
    _recover(folder)
    refuse_folder(archive)
    with unfinished(home) as aside:
        waiting, zipped = aside / name, aside / archive.name
        with writing(waiting):
            _fill(waiting, members)
            zipped.write_bytes(
                packed(((member.name, member.data) for member in members), timestamp)
            )
        with writing(folder):
            _swap(waiting, folder)
            zipped.replace(archive)
    return folder, archive


def _fill(folder: Path, members: Sequence[Member]) -> None:
    folder.mkdir()
    for member in members:
        with (folder / member.name).open("wb") as file:
            file.write(member.data)
            file.flush()
            os.fsync(file.fileno())


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _recover(folder: Path) -> None:
    """Bring back what an interrupted run had moved away, or take it away for good."""
    old = _old(folder)
    if old.is_dir():
        with writing(folder):
            if folder.exists():
                shutil.rmtree(old, ignore_errors=True)  # another run may be at it too
            else:
                old.rename(folder)


def _swap(new: Path, folder: Path) -> None:
    old = _old(folder)
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    if folder.is_dir():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.is_dir():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
