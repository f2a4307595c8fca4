"""What a figure script is sent to another machine with: `figures/`, and what it says it reads.

There is no link in a parcel: where one leads within the project, what it leads to is packed, and
what is out of the project stays here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.figure_reads import declared
from octavo.record import PASSED_OVER
from octavo.store import changed

LIMIT = 100_000_000
"""The bytes that a worker is sent, and that it sends back for one script."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files, with their modes and contents, and folders, by names relative to the project."""

    files: Mapping[str, tuple[int, bytes]]
    folders: frozenset[str]

    def unpack(self, root: Path) -> None:
        """Write everything below a new folder."""
        for name in self.folders:
            (root / name).mkdir(parents=True, exist_ok=True)
        for name, (mode, data) in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(mode)

    def holds(self, name: str) -> bool:
        """Tell whether a file or a folder is here as it is at home."""
        return name in self.files or name in self.folders


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel, and the sizes and times that its files had."""

    root: Path
    parcel: Parcel
    statuses: Mapping[str, tuple[int, int]]

    def lacks(self, name: str) -> bool:
        """Tell whether a name is one of the project of which nothing is here either."""
        return not name.startswith("..") and not os.path.lexists(self.root / name)

    def is_as_before(self, names: Iterable[str]) -> bool:
        """Tell whether files are still what was packed."""
        known = self.statuses
        return all(known[name] == _status(self.root / name) for name in names if name in known)


def pack(root: Path) -> Packed:
    """Pack what the scripts of a project need; raise `ToolError` where that is too much."""
    files: dict[str, tuple[int, bytes]] = {}
    statuses: dict[str, tuple[int, int]] = {}
    folders: set[str] = set()
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            folders.add(name)
        elif name not in files:
            statuses[name] = _status(path)
            files[name] = (path.stat().st_mode & 0o777, path.read_bytes())
    size = sum(len(data) for _, data in files.values())
    if size > LIMIT:
        message = f"what the scripts would be sent with is {size / 1e6:.0f} MB"
        hint = f"a worker is sent {LIMIT / 1e6:.0f} MB at most: draw without --executor"
        raise ToolError(message, f"{hint}, or keep out of figures/ what no script reads")
    return Packed(root, Parcel(files, frozenset(folders)), statuses)


def _paths(root: Path) -> Iterator[Path]:
    """Yield `figures/` with all that it holds, and what lines `# reads:` of scripts name."""
    figures = root / "figures"
    yield from _below(root, figures, frozenset())
    for script in sorted(figures.glob("*.py")):
        with suppress(OSError, UnicodeDecodeError):
            for path in declared(script.read_text(encoding="utf-8"), figures):
                yield from _below(root, Path(os.path.normpath(path)), frozenset())


def _below(root: Path, path: Path, above: frozenset[str]) -> Iterator[Path]:
    """Yield a path and what is below it, if it is and leads to a part of the project."""
    real = os.path.realpath(path)
    if not path.is_relative_to(root) or not Path(real).is_relative_to(root) or real in above:
        return
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in PASSED_OVER:
        yield path
        for inner in sorted(path.iterdir()):
            yield from _below(root, inner, above | {real})


def _status(path: Path) -> tuple[int, int]:
    return (path.stat().st_size if path.exists() else 0), changed(path)
