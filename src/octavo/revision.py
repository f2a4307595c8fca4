"""Which revision of the sources this is, as git tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.git import asked


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
    try:
        ended = asked(root, *words)
    except ToolError:
        return None
    return ended.output.decode("utf-8", "replace") if ended.code == 0 else None
