"""Where outputs go: folders that are made, files that are put in place whole, or the reason.

What is not finished is in a folder of its own.  Who is killed cannot tidy up: so that folder is
locked while its maker lives, and the system lets go of the lock however a process ends.  Whoever
next makes one beside it takes away those that nobody holds.  No clock and no number of a process
is asked, which would mean nothing to another container.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from octavo.diagnostics import ToolError

PREFIX = ".octavo-unfinished-"

OUT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What the system says where nothing more can be written."""

_held: set[Path] = set()
"""The folders in which this process is alone."""

_swept: set[Path] = set()
"""The folders in which this process has looked for what others left."""


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
    with unfinished(place.parent) as aside, writing(place):
        (aside / place.name).write_bytes(data)
        (aside / place.name).replace(place)


def is_plain(path: Path) -> bool:
    """Tell whether a file is there that is no link, pipe or device."""
    return path.is_file() and not path.is_symlink()


@contextmanager
def unfinished(home: Path | None = None) -> Iterator[Path]:
    """Make a folder in another, by default in that of temporary files; at the end it goes.

    Raise `ToolError` where there is no room in it.
    """
    home = home or _temporary()
    folder, lock = _made(home)
    try:
        with _room_in(home):
            yield folder
    finally:
        _remove(folder)
        os.close(lock)


@contextmanager
def alone_in(folder: Path, busy: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Wait until no other process is within such a block; tell by `busy` if one is.

    Blocks of one process may hold each other.  Where the folder cannot be opened, or its file
    system has no locks, nobody is waited for.
    """
    folder = folder.resolve()
    if folder in _held:
        yield
        return
    with ExitStack() as until:
        with suppress(OSError):
            lock = _opened(folder)
            until.callback(os.close, lock)
            if not _locked(lock):
                busy()
                _locked(lock, wait=True)
        _held.add(folder)
        until.callback(_held.discard, folder)
        yield


def _temporary() -> Path:
    import tempfile  # it takes longer to import than all the rest of this

    try:
        return Path(tempfile.gettempdir()).resolve()
    except FileNotFoundError as error:
        message = f"no folder takes temporary files: {error.strerror}"
        raise ToolError(message, "make room in /tmp, or name a folder in TMPDIR") from error


@contextmanager
def _room_in(home: Path) -> Iterator[None]:
    """Let a full disk be told with the folder that is on it, which the system does not name."""
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename or home
        if error.errno not in OUT_OF_ROOM or not Path(named).is_relative_to(home):
            raise
        with writing(home):
            raise OSError(error.errno, error.strerror) from error


def _made(home: Path) -> tuple[Path, int]:
    """Return a folder with a new name, and what holds it locked.

    Somebody may sweep here before it is: then there is none, and it is made anew.
    """
    if home not in _swept:
        _swept.add(home)
        sweep(home)
    while True:
        folder = home / f"{PREFIX}{os.urandom(6).hex()}"
        with writing(folder):
            folder.mkdir(mode=0o700)
            try:
                lock = _opened(folder)
            except FileNotFoundError:
                continue
        with suppress(OSError):
            _locked(lock, wait=True)
        if folder.is_dir():
            return folder, lock
        os.close(lock)


def sweep(home: Path) -> None:
    """Take away what nobody holds."""
    with suppress(OSError):
        for folder in [*home.glob(f"{PREFIX}*")]:
            with suppress(OSError):
                lock = _opened(folder)
                try:
                    if os.fstat(lock).st_uid == os.geteuid() and _locked(lock):
                        _remove(folder)
                finally:
                    os.close(lock)


def _remove(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


if sys.platform == "win32":  # where a folder is neither opened nor locked: nothing is swept

    def _opened(_folder: Path) -> int:
        return os.open(os.devnull, os.O_RDONLY)

    def _locked(_descriptor: int, *, wait: bool = False) -> bool:
        return wait

else:
    import fcntl

    def _opened(folder: Path) -> int:
        """Open a folder; raise `OSError` for a link to one."""
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def _locked(descriptor: int, *, wait: bool = False) -> bool:
        """Lock what is open, and tell whether that could be; raise `OSError` without locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
