"""A repository with two revisions, and the marked copies of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.diff.copies import Copies, mark_copies
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Files, write_all
from tests.diff.revised import NEW, OLD

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Example",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Example",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2026-03-01T10:00:00Z",
}


def git(root: Path, *words: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *words], cwd=root, env={**os.environ, **GIT}, check=True, timeout=60)


@contextmanager
def only_ada() -> Iterator[None]:
    """Let git know nobody but Ada within the block, and let no date be given."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in GIT.items():
            patch.setenv(name, value)
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield


def put(root: Path, files: Files) -> None:
    """Write the files of a manuscript, and nothing else that is one of its sections."""
    write_all(root, files)


def repository(root: Path, old: Files, new: Files) -> Path:
    """Make a repository of two revisions, `v1` and `v2`, the second in the working tree."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Ada Example")
    put(root, {**old, ".gitignore": "build/\n"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    git(root, "tag", "v1")
    put(root, new)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "Second")
    git(root, "tag", "v2")
    return root


@dataclass(frozen=True, slots=True)
class Revised:
    """Marked copies of a revision that touches everything, and plain copies of both sides."""

    root: Path
    old: Path
    copies: Copies

    @property
    def marked(self) -> Path:
        """The folder of the marked copies."""
        return self.root / "build/diff"

    @property
    def new(self) -> Path:
        """The folder of the new manuscript as it is built."""
        return self.root / "build"


@pytest.fixture(scope="session")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Revised:
    """Return marked copies, beside the Word files of both revisions."""
    folder = tmp_path_factory.mktemp("revised")
    root = repository(folder / "new", OLD, NEW)
    put(folder / "old", OLD)
    with only_ada():
        project = load_project(root)
        copies = mark_copies(project, "v1", None)
    build(project, ["docx"])
    build(load_project(folder / "old"), ["docx"])
    return Revised(root, folder / "old/build", copies)
