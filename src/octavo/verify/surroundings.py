"""Two surroundings that differ in whatever must not matter."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.tools import Account, run

NOBODY = 65534
"""The user of whom nothing is anywhere."""


READING = """\
import os, sys
import octavo.cli, pypandoc, typst
for place in sys.argv[1:]:
    os.listdir(place)
    assert all(os.access(entry, os.R_OK) for entry in os.scandir(place))
"""
"""What another user must be able to do: import Octavo, and read what git keeps."""

ALWAYS = ("folder", "home", "locale", "time zone and day", "umask", "hash seed", "order of formats")
"""In what the two differ on every machine.

The clock cannot be moved safely (libfaketime keeps Python from sleeping), but it is never the same
day in both, and the second never the same.
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a build runs, and how."""

    name: str
    """What the build there is called."""

    folder: Path
    """Holds the copy of the sources, the folder for temporary files, and perhaps a home."""

    env: Mapping[str, str]
    umask: int = 0o022
    one_core: bool = False
    reverse: bool = False
    """Whether formats are asked for in the other order."""

    user: Account | None = None

    @property
    def sources(self) -> Path:
        """Where the copy of the sources goes."""
        return self.folder / "sources"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two surroundings, and in what they differ or cannot."""

    here: Surroundings
    elsewhere: Surroundings
    varied: tuple[str, ...]
    alike: tuple[str, ...]
    """What is the same in both for want of means, and the means."""


def here(base: Path, moment: int | None = None) -> Surroundings:
    """Make the folders of surroundings like these, below one that everybody may enter.

    A `moment`, in seconds since 1970, is what files bear as the time of their making.
    """
    folder = base / "here"
    bearing = {} if moment is None else {"SOURCE_DATE_EPOCH": str(moment)}
    (folder / "tmp").mkdir(parents=True)
    return Surroundings("first", folder, {**_common(folder), **_western(), **bearing})


def pair(base: Path, repository: str | None = None) -> Pair:
    """Make the folders of two surroundings that differ, both of which may read a repository."""
    folder = base / "Другая папка – ein anderer Ort"
    (folder / "tmp").mkdir(parents=True)
    (folder / "home").mkdir()
    # who is another user may ask git nevertheless; nothing of a repository is run
    (folder / "home" / ".gitconfig").write_text("[safe]\n\tdirectory = *\n")
    env = {**_common(folder), **_eastern(folder)}
    elsewhere = Surroundings("second", folder, env, 0o077, one_core=True, reverse=True)
    elsewhere, no_user = _as_another(elsewhere, repository)
    may = {"cores": _one_core(), "user": no_user}
    return Pair(
        here(base),
        elsewhere,
        (*ALWAYS, *(name for name, why in may.items() if not why)),
        tuple(f"{name}: {why}" for name, why in may.items() if why),
    )


def _common(folder: Path) -> dict[str, str]:
    """Return the variables of this process, led to a folder, with our own code and no other's."""
    package = str(Path(__file__).parents[2])
    given = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    path = os.pathsep.join(dict.fromkeys((package, *map(os.path.abspath, given))))
    temporary = str(folder / "tmp")
    led = {"TMPDIR": temporary, "TMP": temporary, "TEMP": temporary}
    return {**os.environ, **led, "PYTHONPATH": path}


def _western() -> dict[str, str]:
    """Return variables that are half a world from the others: no day is the same in both."""
    return {"TZ": "WEST+12", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}


def _eastern(folder: Path) -> dict[str, str]:
    home = str(folder / "home")
    locale = {"LC_ALL": "C", "LANG": "tr_TR", "LANGUAGE": "fa", "TZ": "EAST-14"}
    chance = {"PYTHONHASHSEED": "4294967295", "PYTHON_CPU_COUNT": "1"}
    user = {"HOME": home, "USER": "somebody-else", "LOGNAME": "somebody-else"}
    own = {name: f"{home}/{name}" for name in os.environ if name.startswith("XDG_")}
    return {**locale, **chance, **user, **own}


def _one_core() -> str:
    """Return why a build cannot be held to one of several cores, if it cannot."""
    able = hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1
    return "" if able else "this machine lends Octavo one alone, or does not tell"


def _as_another(surroundings: Surroundings, repository: str | None) -> tuple[Surroundings, str]:
    """Return the same for another user, or why that cannot be."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return surroundings, "only root can be another"
    nobody = Account(NOBODY, NOBODY)
    if not _may_run(surroundings, nobody, repository):
        return surroundings, "another may not read Octavo, temporary files or the repository"
    return replace(surroundings, user=nobody), ""


def _may_run(surroundings: Surroundings, user: Account, repository: str | None) -> bool:
    """Tell whether a user may read Octavo and what it needs, from the folder of surroundings."""
    command = [sys.executable, "-c", READING, *([repository] if repository else [])]
    try:
        ended = run(command, cwd=surroundings.folder, env=surroundings.env, user=user)
    except ToolError:  # not even Python may be started
        return False
    return ended.code == 0


def hand_over(surroundings: Surroundings) -> None:
    """Give what is in the folder to its user."""
    user = surroundings.user
    if user is None:
        return
    for folder, _, files in os.walk(surroundings.folder):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            os.chown(path, user.user, user.group, follow_symlinks=False)
