"""Results of stages, kept under the hash of all that they came from.

An entry is `STAGE/ab/KEY`: a line that says what it is, the SHA-256 of the result, then the
result.  What is damaged, cut off or foreign is never believed: it is taken away, told, and
made again.  Entries appear whole or not at all, also when several builds write at once.

A store may have another behind it that many machines share: what is found there is kept here
too, and what is made here is put there.

This module is read by every command, and imports little.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from octavo.diagnostics import ToolError
from octavo.folders import unfinished

HEADER = b"octavo result 1 "
DIGEST = 64
"""The hexadecimal digits of a SHA-256."""

LAST = "-last"
"""How the stages end that remember what one manuscript was made from: they are not shared."""

LOCALE = ("LANG", "LC_ALL", "LC_CTYPE", "TZ")
"""The variables of the environment that what a program makes may depend on."""

Ingredients = Mapping[str, str]
"""What a result comes from: digests or short values by name."""


class Shelf(Protocol):
    """Where entries are kept."""

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name, or None."""

    def write(self, name: str, data: bytes) -> None:
        """Keep something whole, or not at all."""

    def remove(self, name: str) -> None:
        """Take an entry away, if it is there."""


class OwnShelf(Shelf, Protocol):
    """Where entries are kept that are ours to count."""

    def sizes(self) -> Iterator[tuple[float, int, str]]:
        """Yield when each entry was last used, its bytes, and its name."""


class SharedShelf(Shelf, Protocol):
    """Where entries are kept that others read and write too."""

    trouble: str
    """Why it is not asked any more; nothing if it is."""


class FolderShelf:
    """Entries as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name, and note that it was used."""
        path = self.folder / name
        try:
            if not path.is_file():  # a pipe would be waited for
                return None
            data = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # a store that is only read serves as well
            os.utime(path)
        return data

    def write(self, name: str, data: bytes) -> None:
        """Keep something whole; where nothing can be written nothing is kept."""
        path = self.folder / name
        with suppress(OSError, ToolError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished(self.folder) as aside:
                (aside / path.name).write_bytes(data)
                (aside / path.name).replace(path)

    def remove(self, name: str) -> None:
        """Take an entry away, if it is there."""
        with suppress(OSError):
            (self.folder / name).unlink()

    def sizes(self) -> Iterator[tuple[float, int, str]]:
        """Yield when each entry was last used, its bytes, and its name."""
        for path in self.folder.glob("*/*/*"):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path.relative_to(self.folder).as_posix()


@dataclass(slots=True)
class Store:
    """Results by stage and key."""

    shelf: OwnShelf
    shared: SharedShelf | None = None
    """What is asked when a result is not on the shelf, and is given what is made."""

    damaged: list[str] = field(default_factory=list)
    """The entries that could not be believed, since this store was opened."""

    def get(self, stage: str, key: str) -> bytes | None:
        """Return a result, or None where there is none that can be believed."""
        name = _name(stage, key)
        for shelf in self._shelves(stage):
            data = shelf.read(name)
            if data is None:
                continue
            result = _believed(data, key)
            if result is not None:
                if shelf is not self.shelf:
                    self.shelf.write(name, data)
                return result
            self.damaged.append(name)
            shelf.remove(name)
        return None

    def put(self, stage: str, key: str, result: bytes) -> None:
        """Keep a result; where that fails the next build makes it again."""
        data = HEADER + _digest(key, result) + b"\n" + result
        for shelf in self._shelves(stage):
            shelf.write(_name(stage, key), data)

    def _shelves(self, stage: str) -> Iterator[Shelf]:
        yield self.shelf
        if self.shared is not None and not stage.endswith(LAST):
            yield self.shared

    @property
    def trouble(self) -> str:
        """Why what is shared is not asked any more; nothing if it is, or if nothing is shared."""
        return self.shared.trouble if self.shared is not None else ""

    def why(self, stage: str, name: str, now: Ingredients) -> str:
        """Return why something is made anew."""
        known = self.last(stage, name)
        return "made for the first time" if known is None else difference(known, now)

    def last(self, stage: str, name: str) -> dict[str, str] | None:
        """Return what something was made from the last time, if that is remembered."""
        known = self.get(stage + LAST, key_of({"name": name}))
        return None if known is None else dict(json.loads(known))

    def remember(self, stage: str, name: str, now: Ingredients) -> None:
        """Remember what something is made from this time, to say why it is made another time."""
        self.put(stage + LAST, key_of({"name": name}), json.dumps(dict(now)).encode())

    def shrink(self, limit: int) -> None:
        """Take away what was not used for the longest time, until the rest keeps the limit."""
        entries = sorted(self.shelf.sizes(), reverse=True)
        total = 0
        for _, size, name in entries:
            total += size
            if total > limit:
                self.shelf.remove(name)


def _believed(data: bytes, key: str) -> bytes | None:
    """Return the result of an entry, if it is whole and of this key."""
    start = len(HEADER)
    result = data[start + DIGEST + 1 :]
    given = data[: start + DIGEST + 1]
    return result if given == HEADER + _digest(key, result) + b"\n" else None


def _digest(key: str, result: bytes) -> bytes:
    return hashlib.sha256(key.encode() + result).hexdigest().encode()


def _name(stage: str, key: str) -> str:
    return f"{stage}/{key[:2]}/{key}"


def key_of(ingredients: Ingredients) -> str:
    """Return the key of a result that comes from these alone."""
    return digest_of(json.dumps(dict(ingredients), sort_keys=True).encode())


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def contents_of(path: Path) -> str:
    """Return the hash of a file, or of the names in a folder; of what is not there, nothing."""
    try:
        if path.is_dir():
            return digest_of("\n".join(sorted(inner.name for inner in path.iterdir())).encode())
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def change_of(status: os.stat_result) -> int:
    """Return when a file changed, in nanoseconds since 1970.

    The time of its contents can be moved back, as archives and copies do; the system's own
    note of the change cannot.  (On Windows that is the time of its making, which harms nothing.)
    """
    return max(status.st_mtime_ns, status.st_ctime_ns)


def changed(path: Path) -> int:
    """Return when what a path leads to changed; 0 where nothing is there."""
    try:
        return change_of(path.stat())
    except OSError:
        return 0


def variables(names: Iterable[str]) -> dict[str, str]:
    """Return those variables of the environment that are set."""
    return {name: os.environ[name] for name in names if name in os.environ}


def difference(before: Ingredients, now: Ingredients) -> str:
    """Say what of the ingredients changed, came or went."""
    changed = [name for name in now if name in before and before[name] != now[name]]
    told = [f"{name} changed" for name in changed]
    told += [f"{name} is new" for name in now if name not in before]
    told += [f"{name} is gone" for name in before if name not in now]
    if not told:
        return "its result was not kept"
    return told[0] if len(told) == 1 else f"{told[0]}, and {len(told) - 1} more"


@cache
def environment() -> dict[str, str]:
    """Return what every result comes from: Python, the packages, and Octavo's own code.

    Nothing of it is of one machine alone, such as a path or a time: stores are shared.
    """
    packages = {
        path.name
        for folder in map(Path, sys.path)
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir()
        for path in folder.iterdir()
        if path.suffix in (".dist-info", ".egg-info")
    }
    home = Path(__file__).parent
    own = sorted(
        f"{path.relative_to(home).as_posix()} {contents_of(path)}" for path in home.rglob("*.py")
    )
    machine = os.uname().machine if hasattr(os, "uname") else os.getenv("PROCESSOR_ARCHITECTURE")
    return {
        "Python": f"{sys.implementation.name} {sys.version.split()[0]}",
        "the kind of machine": f"{sys.platform} {machine}",
        "a package": digest_of("\n".join(sorted(packages)).encode()),
        "Octavo": digest_of("\n".join(own).encode()),
    }
