"""What a figure script reads, as far as Python sees it, and what else it did unseen.

An audit hook (PEP 578) is told of every file that Python opens, whoever opens it.  It does not
see what a library in C reads by itself, or another process; a line `# reads: data/x.nc` in the
script names that.  A folder among the paths stands for the names of what is in it.
"""

from __future__ import annotations

import os
import re
import site
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

DECLARED = re.compile(r"^# reads:(.*)$", re.MULTILINE)
MAGIC = re.compile(r"[*?[]")
FONTS = frozenset({".ttf", ".otf", ".ttc", ".afm", ".pfb", ".dfont", ".woff", ".woff2"})
MATPLOTLIBS = frozenset({"fc-list", "system_profiler"})
"""Programs that matplotlib asks for the machine's fonts."""

PROGRAMS = frozenset(
    {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"}
)
"""Events of work that goes on in another process, where no hook of ours sees it."""


def declared(source: str, folder: Path) -> Iterator[Path]:
    """Yield the paths that a script's lines `# reads: NAME, NAME` name, relative to its folder.

    A pattern names its files, and the folders that it looks into.
    """
    for line in DECLARED.findall(source):
        for name in filter(None, (part.strip() for part in line.split(","))):
            magic = MAGIC.search(name)
            if not magic:
                yield folder / name
                continue
            start = folder / name[: magic.start()].rpartition("/")[0]
            pattern = name[magic.start() :] if "/" not in name else ""
            pattern = pattern or name[name.rfind("/", 0, magic.start()) + 1 :]
            yield start
            with suppress(OSError, ValueError):
                for path in start.glob(pattern):
                    yield from (path, path.parent)


def existing(paths: Iterable[Path], project: Path) -> tuple[Path, ...]:
    """Return the paths that are there, resolved and sorted.

    A link is there by its own name too: that it leads elsewhere is a change.  Where a path of
    the project is not there, the folder is that would have it.
    """
    found: set[Path] = set()
    for path in map(_absolute, paths):
        while not path.exists() and path.parent.resolve().is_relative_to(project):
            path = path.parent
        if path.is_file() or path.is_dir():
            found |= {path.parent.resolve() / path.name, path.resolve()}
    return tuple(sorted(found))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  (`resolve` would follow the links)


class Reads:
    """The files that this process reads from now on, and what it does that hides reading."""

    def __init__(self, project: Path, output: Path) -> None:
        self.project, self.output = project, output
        self.watching = False
        """Whether the script runs: what is done before it is not its doing."""

        self.unseen: set[str] = set()
        self._opened: dict[str, None] = {}
        self._made: set[str] = set()
        self._events: dict[str, Callable[..., None]] = {
            "open": self._open,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "sqlite3.connect": self._connect,
            "ctypes.dlopen": self._add,
            "import": self._import,
            "subprocess.Popen": self._start,
        }

    def watch(self) -> None:
        """Begin; nothing ends it but the process."""
        sys.addaudithook(self._hear)

    def found(self) -> tuple[Path, ...]:
        """Return the project's files, and others that are no part of Python or matplotlib."""
        paths = {*self._opened, *_modules(), *_settings()}
        outside = [root for root in _roots() if not self.project.is_relative_to(root)]
        kept = existing(map(Path, map(_source_of, paths - self._made)), self.project)
        return tuple(path for path in kept if self._counts(path, outside))

    def _counts(self, path: Path, outside: list[Path]) -> bool:
        ours = path.is_relative_to(self.project)
        if path.is_relative_to(self.output):
            return False
        if not ours and (path.suffix.lower() in FONTS or path.is_dir()):
            return False
        return not any(path.is_relative_to(root) for root in outside)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event; whatever is wrong with it is for the script to find, not for the hook."""
        note = self._events.get(event)
        try:
            if note:
                note(*arguments)
            elif self.watching and (event in PROGRAMS or event.startswith("socket.")):
                self.unseen.add(event)
        except (TypeError, ValueError, OSError):
            return

    def _add(self, path: Any, *_: Any) -> None:
        if isinstance(path, (str, bytes, os.PathLike)):
            self._opened[str(_absolute(Path(os.fsdecode(path))))] = None

    def _open(self, path: Any, _: Any, flags: int) -> None:
        """Note what is read; what the script itself makes is not among it."""
        if isinstance(path, int):
            return
        if flags & (os.O_TRUNC | os.O_EXCL):
            name = str(_absolute(Path(os.fsdecode(path))))
            if name not in self._opened:
                self._made.add(name)
        elif flags & (os.O_WRONLY | os.O_RDWR) != os.O_WRONLY:
            self._add(path)

    def _list(self, path: Any = None) -> None:
        """Note a folder whose names are read, unless a search for modules does."""
        caller = str(sys._getframe(2).f_globals.get("__name__"))
        if caller.split(".")[0] != "importlib":
            self._add("." if path is None else path)

    def _connect(self, database: Any, *_: Any) -> None:
        if isinstance(database, str) and database.startswith("file:"):
            database = unquote(database[5:].partition("?")[0])
        self._add(database)

    def _import(self, module: str, *_: Any) -> None:
        """Note that Python's own pool of processes starts one, of which no other event tells."""
        if self.watching and module.startswith("multiprocessing.popen_"):
            self.unseen.add("multiprocessing")

    def _start(self, program: Any, *_: Any) -> None:
        if self.watching and Path(os.fsdecode(program)).name not in MATPLOTLIBS:
            self.unseen.add("subprocess.Popen")


def _source_of(path: str) -> str:
    """Return the source of a compiled module, which Python reads in its place."""
    if path.endswith(".pyc") and "__pycache__" in path:
        from importlib.util import source_from_cache

        with suppress(ValueError):
            return source_from_cache(path)
    return path


def _modules() -> Iterator[str]:
    """Yield the files of what is imported, compiled extensions among them."""
    for module in list(sys.modules.values()):
        # Not by `getattr`, which would make a lazy module import what it stands for.
        file = getattr(module, "__dict__", {}).get("__file__")
        if isinstance(file, str):
            yield file


def _settings() -> Iterator[str]:
    """Yield the settings that matplotlib has read, perhaps before it was watched."""
    mpl = sys.modules.get("matplotlib")
    if mpl is not None:
        yield str(_absolute(Path(mpl.matplotlib_fname())))
        yield from map(str, Path(mpl.get_configdir(), "stylelib").glob("*.mplstyle"))


def _roots() -> Iterator[Path]:
    """Yield the folders of Python, its packages, the system's devices and matplotlib's cache."""
    names = {sysconfig.get_path(n) for n in ("stdlib", "platstdlib", "purelib", "platlib")}
    names |= {*site.getsitepackages(), site.getusersitepackages(), str(Path(__file__).parent)}
    mpl = sys.modules.get("matplotlib")
    if mpl is not None:
        names |= {mpl.get_cachedir(), str(Path(str(mpl.__file__)).parent)}
    yield from (Path(name).resolve() for name in names if name)
    yield from map(Path, ("/proc", "/dev", "/sys"))
