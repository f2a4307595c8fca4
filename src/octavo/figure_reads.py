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
from functools import wraps
from importlib.machinery import all_suffixes
from os.path import abspath, dirname, exists, isdir, isfile, join, realpath
from pathlib import Path
from stat import S_ISREG
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


def modules_in(folder: Path) -> dict[str, str]:
    """Return what can be imported from a folder, with the names of its files and packages."""
    suffixes, found = all_suffixes(), {}
    for path in sorted(folder.iterdir()):
        stem, dot, suffix = path.name.partition(".")
        if f"{dot}{suffix}" in suffixes or (path / "__init__.py").is_file():
            found[stem] = path.name
    return found


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
    """Return the absolute paths that are there, resolved and sorted.

    A link is there by its own name too: that it leads elsewhere is a change.  Where a path of
    the project is not there, the folder is that would have it.
    """
    found: set[Path] = set()
    for path in paths:
        while not exists(path) and Path(realpath(path.parent)).is_relative_to(project):
            path = path.parent
        if isfile(path) or isdir(path):
            named, resolved = abspath(path), realpath(path)
            found |= {Path(name) for name in (named, resolved) if realpath(name) == resolved}
    return tuple(sorted(found))


class Reads:
    """The files that this process reads from now on, and what it does that hides reading."""

    def __init__(self, project: Path, output: Path) -> None:
        self.project, self.output = project, output
        self.watching = False
        """Whether the script runs: what is done before it is not its doing."""

        self.unseen: set[str] = set()
        self._opened: dict[str, str] = {}
        """Paths by what they are without `..`, which is not the same where there are links."""

        self._made: set[str] = set()
        self._asked: dict[str, bool] = {}
        """Paths that the system was asked about, and whether there was a file."""

        self._loaded: set[str] = set()
        self._tried: set[str] = set()
        """Modules that were looked for while the script ran, found or not."""

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
        self._loaded = set(sys.modules)
        sys.addaudithook(self._hear)
        for name in ("stat", "lstat"):
            self._listen(name)

    def _listen(self, name: str) -> None:
        """Note what a function of the system is asked about: no event tells of that."""
        ask = getattr(os, name)

        @wraps(ask)
        def asked(path: Any, *args: Any, **options: Any) -> Any:
            try:
                status = ask(path, *args, **options)
            except OSError:
                self._ask(path, there=False)
                raise
            if S_ISREG(status.st_mode):
                self._ask(path, there=True)
            return status

        for able in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            if ask in able:
                able.add(asked)
        setattr(os, name, asked)

    def _ask(self, path: Any, *, there: bool) -> None:
        if self.watching and isinstance(path, (str, bytes, os.PathLike)):
            with suppress(ValueError, OSError):
                self._asked.setdefault(abspath(os.fsdecode(path)), there)

    def found(self) -> tuple[Path, ...]:
        """Return the project's files, and others that are no part of Python or matplotlib."""
        roots = {abspath(root) for root in _roots()} | {abspath(self.output)}
        roots |= {realpath(root) for root in roots}
        outside = tuple(r + os.sep for r in roots if not self.project.is_relative_to(r))
        opened = [raw for name, raw in self._opened.items() if name not in self._made]
        paths = map(_source_of, (*opened, *self._modules(), *_settings()))
        kept = existing(
            (Path(p) for p in paths if not abspath(p).startswith(outside)), self.project
        )
        read = {p for p in kept if not str(p).startswith(outside) and self._counts(p)}
        asked = {Path(p) for p in self._without() if not p.startswith(outside)}
        return tuple(sorted(read | {p for p in asked if p.is_relative_to(self.project)}))

    def _without(self) -> Iterator[str]:
        """Yield files that count by being there or not: a script asked, or would import them.

        What the script has made since it asked is its own.
        """
        yield from (p for p, there in self._asked.items() if there == isfile(p) and not isdir(p))
        for name in self._tried - self._loaded - sys.stdlib_module_names:
            parent, _, last = name.rpartition(".")
            file = getattr(sys.modules.get(name), "__dict__", {}).get("__file__")
            if name not in sys.modules:  # it is nowhere yet
                package = getattr(sys.modules.get(parent), "__dict__", {})
                for folder in package.get("__path__", ()) if parent else sys.path[:1]:
                    yield abspath(join(folder, f"{last}.py"))
                    yield abspath(join(folder, last, "__init__.py"))
            elif isinstance(file, str) and not file.endswith("__init__.py"):
                # A package goes before a module of the same name.
                yield join(dirname(abspath(file)), last, "__init__.py")

    def _counts(self, path: Path) -> bool:
        """Tell whether a path is more than a font, or a folder, of the machine."""
        if path.is_relative_to(self.project):
            return path != self.output
        fonts = path.suffix.lower() in FONTS or path.name.startswith("fontlist-")
        return not fonts and isfile(path)

    def _modules(self) -> Iterator[str]:
        """Yield the files of what was imported, compiled extensions among them."""
        for name, module in list(sys.modules.items()):
            # Not by `getattr`, which would make a lazy module import what it stands for.
            file = getattr(module, "__dict__", {}).get("__file__")
            if name not in self._loaded and isinstance(file, str):
                yield abspath(file)

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
            raw = join(os.getcwd(), os.fsdecode(path))
            self._opened.setdefault(abspath(raw), raw)

    def _open(self, path: Any, _: Any, flags: int) -> None:
        """Note what is read; what the script itself makes is not among it."""
        if isinstance(path, int):
            return
        if flags & (os.O_TRUNC | os.O_EXCL):
            name = abspath(os.fsdecode(path))
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
        """Note what is looked for, and that Python's own pool of processes starts one.

        No other event tells of either.
        """
        if self.watching:
            self._tried.add(module)
            if module.startswith("multiprocessing.popen_"):
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


def _settings() -> Iterator[str]:
    """Yield the settings that matplotlib has read, perhaps before it was watched."""
    mpl = sys.modules.get("matplotlib")
    if mpl is not None:
        yield abspath(mpl.matplotlib_fname())
        yield from map(str, Path(mpl.get_configdir(), "stylelib").glob("*.mplstyle"))


def _roots() -> Iterator[str]:
    """Yield the folders of Python, its packages, matplotlib's cache and the system."""
    names = {sysconfig.get_path(n) for n in ("stdlib", "platstdlib", "purelib", "platlib")}
    names |= {*site.getsitepackages(), site.getusersitepackages(), str(Path(__file__).parent)}
    mpl = sys.modules.get("matplotlib")
    if mpl is not None:
        names |= {join(mpl.get_cachedir(), "tex.cache"), str(Path(str(mpl.__file__)).parent)}
    yield from filter(None, names)
    yield from ("/proc", "/dev", "/sys")
