"""Git, asked so that nothing which a repository names is run, and nothing is fetched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.tools import Ended, run

GIT = "git"
SECONDS, MEGABYTES = 120, 4000
SAFE = (
    "--no-replace-objects",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never",
)  # fmt: skip
"""What keeps git from running programs that the repository names, and from fetching."""

KEPT = ("PATH", "HOME", "SYSTEMROOT", "XDG_CONFIG_HOME", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""What git is told of where it runs, beside `GIT_CONFIG_…`, which name its user's settings."""


def is_installed() -> bool:
    """Tell whether there is a git to ask."""
    return shutil.which(GIT) is not None


def asked(root: Path, *words: str, data: bytes = b"") -> Ended:
    """Return what git says in a folder; raise `ToolError` where it cannot be started."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or name.startswith("GIT_CONFIG_")
    }
    env |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    env["LC_ALL"] = "C"
    return run(
        (GIT, *SAFE, *words), data=data, cwd=root, env=env, timeout=SECONDS, megabytes=MEGABYTES
    )


def settings(root: Path) -> Iterator[tuple[str, str]]:
    """Yield git's settings in a folder, the machine's first: keys in small letters, and values.

    Files that settings include are read, and those of a repository that another user owns: no
    program is run by them, and git would pass over them in silence.
    """
    return _listed(root, "-c", "safe.directory=*", "config", "--includes")


def settings_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the settings of one file, without those that it includes."""
    return _listed(path.parent, "config", "--file", str(path), "--no-includes")


def _listed(root: Path, *words: str) -> Iterator[tuple[str, str]]:
    ended = asked(root, *words, "--list", "--null")
    if ended.code != 0:
        last = ended.messages.strip().rpartition("\n")[2]
        raise ToolError(f"git's settings cannot be read: {last or 'it took too long'}")
    for setting in filter(None, ended.output.decode("utf-8", "replace").split("\0")):
        key, _, value = setting.partition("\n")
        yield key, value
