"""What the last build read and wrote: where neither changed, there is nothing to build.

The record holds the size, the time and the hash of each input.  An input whose size and time
are as they were is not read again, unless its time is so near to the record's that a later
change might not show (https://git-scm.com/docs/racy-git).

This module is read before anything else, and imports little.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from octavo.root import STORE, shipped_templates
from octavo.sources import leads_out
from octavo.store import (
    LOCALE,
    FolderShelf,
    change_of,
    contents_of,
    difference,
    digest_of,
    environment,
    variables,
)

PLACE = STORE / "built.json"
FOLDERS = ("manuscript", "bib", "figures", "templates")
"""Every file of these is an input: a new one may be a section, a script or a template."""

PASSED_OVER = frozenset({"__pycache__", ".ipynb_checkpoints"})
VARIABLES = ("SOURCE_DATE_EPOCH", *LOCALE)
"""The variables of the environment that results depend on."""

NEAR = 50_000_000
"""Nanoseconds within which two changes of a file may bear the same time."""


Status: TypeAlias = "list[Any]"
"""The size of a file, when it changed in nanoseconds, and its SHA-256."""

STATUS = [int, int, str]

UNKNOWN = "changed while it was read"
"""In the place of a hash: what was read may be older than what is there."""


def unchanged(root: Path, formats: Sequence[str]) -> tuple[Path, ...]:
    """Return the last build's files if building these formats again would make the same."""
    record = _read(root)
    if not record or next(_changes(root, formats, record), None):
        return ()
    return tuple(root / name for name in record["outputs"])


def why(root: Path, formats: Sequence[str]) -> str:
    """Return why the last build's files are not what a build would make now."""
    record = _read(root)
    if not record:
        return "no earlier build is on record, or it had something to say"
    told = [*_changes(root, formats, record)]
    return f"{told[0]}, and {len(told) - 1} more" if len(told) > 1 else "".join(told)


def _changes(root: Path, formats: Sequence[str], record: dict[str, Any]) -> Iterator[str]:
    """Yield what is otherwise than on record."""
    if record["formats"] != list(formats):
        yield "other formats were asked for"
    if record["surroundings"] != surroundings():
        yield difference(record["surroundings"], surroundings())
    known: dict[str, Status] = record["inputs"]
    for name, status in known.items():
        if not _same(root, name, status, record["time"]):
            yield f"{name} changed" if os.path.lexists(root / name) else f"{name} is gone"
    yield from (f"{name} is new" for name in files_of(root) if name not in known)
    for name, digest in record["outputs"].items():
        if _digest(root, root / name) != digest:
            yield f"{name} is not as it was built"


class Snapshot:
    """The inputs as they are when a build begins."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.time = time.time_ns()
        record = _read(root)
        known: dict[str, Status] = record.get("inputs", {})
        self.inputs = {
            name: known[name]
            if name in known and _looks_same(root / name, known[name], record["time"])
            else _status(root, root / name)
            for name in files_of(root)
        }

    def remember(
        self, formats: Sequence[str], others: Iterable[Path], written: Mapping[Path, str]
    ) -> None:
        """Write down what a build read, `others` being inputs of other folders, and wrote.

        Of what was written, the hashes are given.

        What changes after the snapshot is not what was read: the next build sees the change.
        """
        inputs = dict(self.inputs)
        for path in others:
            inputs.setdefault(os.path.relpath(path, self.root), self._since(path))
        record = {
            "time": self.time,
            "formats": list(formats),
            "surroundings": surroundings(),
            "inputs": inputs,
            "outputs": {p.relative_to(self.root).as_posix(): d for p, d in written.items()},
        }
        FolderShelf(self.root / STORE).write(PLACE.name, json.dumps(record).encode())

    def _since(self, path: Path) -> Status:
        """Return the status of what was read since the snapshot, if it did not change since."""
        size, changed, digest = _status(self.root, path)
        set_back = time.time_ns() < self.time
        # a build may write into a folder
        known = (changed < self.time - NEAR and not set_back) or path.is_dir()
        return [size, changed, digest if known else UNKNOWN]


def forget(root: Path) -> None:
    """Let the next build look at everything."""
    FolderShelf(root / STORE).remove(PLACE.name)


def surroundings() -> dict[str, str]:
    """Return what every result depends on beside the inputs."""
    return {**environment(), **variables(VARIABLES), "what Octavo comes with": _shipped()}


@cache
def _shipped() -> str:
    """Return the hash of the templates, words and scripts that Octavo comes with."""
    folders = (shipped_templates(), Path(__file__).parent)
    files = (path for folder in folders for path in sorted(folder.rglob("*")))
    passed = {".py", ".pyc"}
    return digest_of(
        "\n".join(
            f"{path.name} {contents_of(path)}"
            for path in files
            if path.suffix not in passed and path.is_file()
        ).encode()
    )


def _read(root: Path) -> dict[str, Any]:
    """Return the record of the last build, or nothing where there is none that can be read."""
    place = root / PLACE
    try:
        record: dict[str, Any] = json.loads(place.read_bytes()) if place.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return record if _is_whole(record) else {}


def _is_whole(record: object) -> bool:
    """Tell whether something is a record, down to the status of each input."""
    match record:
        case {
            "time": int(),
            "formats": list(),
            "surroundings": dict(),
            "inputs": dict(inputs),
            "outputs": dict(),
        }:
            return all(
                isinstance(one, list) and [*map(type, one)] == STATUS for one in inputs.values()
            )
    return False


def files_of(root: Path) -> Iterator[str]:
    """Yield the files of the project's folders, and of those that links within it lead to.

    A link out of the project, which may lead to the whole machine, is yielded and not followed.
    """
    seen: set[str] = set()
    waiting = [root / name for name in FOLDERS]
    while waiting:
        place = waiting.pop(0)
        leads = os.path.realpath(place)
        if leads_out(root, place):
            yield place.relative_to(root).as_posix()
        elif leads not in seen:
            seen.add(leads)
            for folder, inner, files in os.walk(place):
                inner[:] = sorted(set(inner) - PASSED_OVER)
                waiting += [path for name in inner if (path := Path(folder, name)).is_symlink()]
                yield from (Path(folder, f).relative_to(root).as_posix() for f in sorted(files))


def _status(root: Path, path: Path) -> Status:
    try:
        status = path.stat()
    except OSError:
        return [0, 0, ""]
    return [status.st_size, change_of(status), _digest(root, path)]


def _looks_same(path: Path, known: Status, then: int) -> bool:
    """Tell whether a file cannot have changed, by its size and time alone."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # a name of a damaged record may be none
        return False
    size, changed, _ = known
    return [status.st_size, change_of(status)] == [size, changed] and changed < then - NEAR


def _same(root: Path, name: str, known: Status, then: int) -> bool:
    return _looks_same(root / name, known, then) or _digest(root, root / name) == known[2]


def _digest(root: Path, path: Path) -> str:
    """Return the hash of what a path leads to; where no build follows it, nothing."""
    if leads_out(root, path):
        return ""
    return contents_of(path)
