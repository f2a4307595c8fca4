"""Where outputs go: folders that are made, files that are put in place whole, or the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from octavo.diagnostics import ToolError


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Let what writes below `place` fail as the machine's fault, which names the path."""
    try:
        yield
    except OSError as error:
        message = f"cannot write {error.filename or place}: {error.strerror}"
        raise ToolError(message, "see who may write there, and whether there is room") from error


def make_folder(path: Path) -> None:
    """Make a folder and those that hold it; raise `ToolError` where something is in the way."""
    for folder in (*reversed(path.parents), path):
        if os.path.lexists(folder) and not folder.is_dir():
            kind = "a link that leads nowhere" if folder.is_symlink() else "a file"
            raise ToolError(f"{folder} is {kind}: outputs need a folder there", "move it away")
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)


def refuse_folder(place: Path) -> None:
    """Raise `ToolError` where a folder stands in the place of a file."""
    if place.is_dir() and not place.is_symlink():
        raise ToolError(f"{place} is a folder: an output needs its place", "move it away")


def put(data: bytes, place: Path) -> None:
    """Write a file whole or not at all; what is a link in its place goes, not where it leads."""
    refuse_folder(place)
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    with writing(place):
        try:
            with opened_anew(waiting) as file:
                file.write(data)
            waiting.replace(place)
        finally:
            waiting.unlink(missing_ok=True)


def opened_anew(path: Path) -> BinaryIO:
    """Open a file to be written that is not there; what is goes, as a link may lead anywhere."""
    path.unlink(missing_ok=True)
    return path.open("xb")


def is_plain(path: Path) -> bool:
    """Tell whether a file is there that is no link, pipe or device."""
    return path.is_file() and not path.is_symlink()
