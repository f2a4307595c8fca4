"""Which revision of the sources this is, as git tells it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.tools import run

SECONDS = 20
SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
"""What keeps git from running programs that the repository names."""

KEPT = ("PATH", "HOME", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, and whether the files are as they are in it."""

    commit: str
    clean: bool


def revision_of(root: Path) -> Revision | None:
    """Return the revision of a folder; None where it is in no repository, or git is not there."""
    commit = _said(root, "rev-parse", "--verify", "HEAD")
    if commit is None:
        return None
    changes = _said(root, "status", "--porcelain", "--", ".")
    return Revision(commit.strip(), clean=changes == "")


def _said(root: Path, *words: str) -> str | None:
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    env |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        ended = run(("git", *SAFE, *words), cwd=root, env=env, timeout=SECONDS)
    except ToolError:
        return None
    return ended.output.decode("utf-8", "replace") if ended.code == 0 else None
