"""The cage that strangers' sources are built in: what it shows of this machine, and what comes out.

It is made by bubblewrap, of namespaces of Linux.  There is no network, no variable of the
environment but a few, and no file but those of the system, of Python, and of the manuscript,
none of which can be written.  `build/` is empty there, but for the store, which is read.  What is
made comes out through a pipe, as names and bytes, of which those are taken that a build makes.

Figure scripts, which are programs, are kept from the rest by a second cage within: they can write
nothing but pictures, and do not see the process that reads these.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.folders import make_folder
from octavo.git import is_installed, settings_in
from octavo.root import STORE, shipped_templates
from octavo.store import LOCALE
from octavo.strangers import CAGED

PROGRAM = "bwrap"
KEPT = ("SOURCE_DATE_EPOCH", "PYPANDOC_PANDOC", *LOCALE)
"""The variables of the environment that go into the cage."""

ALONE = ("--unshare-all", "--cap-drop", "ALL")
"""No namespace is shared, that of the network included; no right of the administrator's is kept.

With such a right, which `bwrap` leaves to who is administrator outside, what is bound to be read
could be made writable.
"""

SOMEBODY = ("--uid", "1000", "--gid", "1000", "--hostname", "cage")
"""An administrator within could not make the second cage without rights."""

SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
READ = (
    *("/usr", "/nix/store", "/gnu/store"),
    *("/etc/fonts", "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf"),
    *("/etc/ld.so.conf.d", "/etc/localtime", "/etc/timezone", "/etc/mime.types"),
)
"""What of the system is to be read, where it is there."""

SCRATCH = 1_000_000_000
"""Bytes of each folder that can be written, which are in memory."""

HOME, OWN = "/home/octavo", "/var/tmp"  # noqa: S108  (within the cage)
"""The folders of programs, and of figure scripts, within the cage."""

GIT = ("objects", "refs", "HEAD", "packed-refs", "shallow")
"""What of `.git` is shown: the history, but no settings, in which passwords are kept."""

HINT = (
    "install bubblewrap (0.8 or newer) and let it make namespaces: docs/untrusted.md tells how;"
    " `--trusted` builds without a cage"
)


def program() -> str:
    """Return the path of bubblewrap; raise `ToolError` where there is none."""
    found = shutil.which(PROGRAM) if sys.platform == "linux" else None
    if not found:
        where = "" if sys.platform == "linux" else ", which is for Linux alone"
        raise ToolError(
            f"a stranger's sources need a cage, and there is no bubblewrap{where}", HINT
        )
    return found


def cage(root: Path, folder: Path, shown: Iterable[Path], built: Iterable[Path]) -> list[str]:
    """Return the words that run what follows them in a cage for a manuscript.

    `folder` is an empty one for what the cage is given in place of files of this machine; `shown`
    are files beside the manuscript, and `built` are finished files of `build/`, to be read.
    """
    here = Path.cwd()
    words = [program(), *ALONE, *SOMEBODY, "--die-with-parent", "--clearenv"]
    words += chain(_system(), ("--proc", "/proc"), _devices())
    words += chain(_room("/tmp"), _room(HOME), ("--dir", OWN))  # noqa: S108
    words += chain(_project(root, folder), _python(root))
    words += chain.from_iterable(_read(path) for path in (*shown, *built))
    words += chain(_variables(root), ("--dir", str(here), "--chdir", str(here)))
    made = dict.fromkeys(str(p) for p in (*_hidden(root), *_repository(root)) if p.is_dir())
    words += chain.from_iterable(("--remount-ro", name) for name in (*made, "/"))
    return [*words, "--"]


def scripts_cage(folder: Path) -> list[str]:
    """Return the words that run what follows them in the cage of figure scripts.

    There `folder` is all that can be written, beside one that is the scripts' own.
    """
    words = [program(), *ALONE, "--ro-bind", "/", "/", "--tmpfs", "/proc", *_devices()]
    words += [*_room(OWN), "--bind", str(folder), str(folder)]
    words += chain.from_iterable(("--setenv", name, OWN) for name in ("HOME", "TMPDIR"))
    words += ["--setenv", "PYTHONPATH", os.environ.get("PYTHONPATH", "")]
    return [*words, "--remount-ro", "/proc", "--"]


def trial() -> list[str]:
    """Return the words that run what follows them in a cage that shows everything, to try one."""
    return [program(), *ALONE, *SOMEBODY, "--ro-bind", "/", "/", *_room("/tmp"), "--"]  # noqa: S108


def refuse_links(root: Path, name: Path) -> None:
    """Raise `ToolError` where a folder of outputs, or one that holds it, is a link."""
    for place in (name, *name.parents):
        if (root / place).is_symlink() and place != Path():
            message = f"{place.as_posix()} is a link: a stranger does not say where outputs go"
            raise ToolError(message, "take the link away")


def _system() -> Iterator[str]:
    for path in (Path("/", name) for name in SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from _read(path)
    for name in READ:
        yield from ("--ro-bind-try", name, name)


def _devices() -> Iterator[str]:
    yield from ("--dev", "/dev", "--remount-ro", "/dev")
    yield from _room("/dev/shm")  # noqa: S108


def _room(folder: str) -> tuple[str, ...]:
    return ("--size", str(SCRATCH), "--tmpfs", folder)


def _read(path: Path) -> tuple[str, ...]:
    return ("--ro-bind", str(path), str(path))


def _project(root: Path, folder: Path) -> Iterator[str]:
    """Show the manuscript without what is hidden in its folder, with an empty place for outputs."""
    output = root / STORE.parent
    refuse_links(root, STORE)
    make_folder(output)
    yield from _read(root)
    empty = folder / "empty"
    empty.touch()
    for path in _hidden(root):
        yield from (("--tmpfs",) if path.is_dir() else ("--ro-bind", str(empty))) + (str(path),)
    yield from _room(str(output))
    if (root / STORE).is_dir():
        yield from _read(root / STORE)
    yield from _history(root, folder)


def _hidden(root: Path) -> list[Path]:
    """Return what is hidden in the manuscript's folder: no sources, and perhaps passwords."""
    return [p for p in sorted(root.glob(".*")) if not p.is_symlink()]


def _history(root: Path, folder: Path) -> Iterator[str]:
    """Show the repository that holds the manuscript, with settings that say nothing."""
    for git in _repository(root):
        yield from () if git.parent == root else ("--tmpfs", str(git))
        for name in GIT:
            yield from ("--ro-bind-try", str(git / name), str(git / name))
        settings = folder / "config"
        settings.write_text(_settings(git))
        yield from ("--ro-bind", str(settings), str(git / "config"))
    whose = folder / "gitconfig"
    whose.write_text("[safe]\n\tdirectory = *\n")  # whoever made the copy for the build
    yield from ("--ro-bind", str(whose), f"{HOME}/.gitconfig")


def _repository(root: Path) -> list[Path]:
    """Return the `.git` of the nearest repository that holds the manuscript, if one does."""
    found = [f / ".git" for f in (root, *root.parents) if (f / ".git").is_dir()]
    return [git for git in found[:1] if not git.is_symlink()]


def _settings(git: Path) -> str:
    """Return the settings without which git does not read the objects."""
    file = git / "config"
    known = dict(settings_in(file)) if is_installed() and file.is_file() else {}
    version = known.get("core.repositoryformatversion", "0")
    kind = known.get("extensions.objectformat", "sha1")
    if version not in ("0", "1") or kind not in ("sha1", "sha256"):
        return ""
    lines = [f"[core]\n\trepositoryformatversion = {version}\n\tbare = false\n"]
    lines += [f"[extensions]\n\tobjectformat = {kind}\n"] if version == "1" else []
    return "".join(lines)


def _python(root: Path) -> Iterator[str]:
    """Show this Python with its packages, and Octavo."""
    for path in dict.fromkeys([*_prefixes(), *_packages(root)]):
        yield from _read(path)


def _prefixes() -> Iterator[Path]:
    told = os.environ.get("PYPANDOC_PANDOC")
    yield from map(Path, [told] if told else [])
    for name in (sys.base_prefix, sys.prefix):
        path = Path(name)
        if not path.is_relative_to("/usr"):
            if Path.home().is_relative_to(path):
                raise ToolError(f"the Python of {path} cannot be shown in a cage", HINT)
            yield path
    yield Path(__file__).parent
    yield shipped_templates()


def _packages(root: Path) -> Iterator[Path]:
    """Yield where Python looks for packages, but for folders that hold the manuscript or a home."""
    given = (Path(sys.prefix), Path(sys.base_prefix))
    for path in (Path(name).absolute() for name in sys.path if name):
        holds = any(place.is_relative_to(path) for place in (root, Path.cwd(), Path.home()))
        if path.exists() and not holds and not any(path.is_relative_to(one) for one in given):
            yield path


def _variables(root: Path) -> Iterator[str]:
    given = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": HOME,
        "PYTHONPATH": os.pathsep.join(map(str, _packages(root))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        # the manuscript is a mount of its own, and the repository stands above it
        "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",
        CAGED: "1",
        **{name: os.environ[name] for name in KEPT if name in os.environ},
    }
    for name, value in given.items():
        yield from ("--setenv", name, value)
