"""The revision of the sources, asked of a real git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.revision import revision_of

GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with one commit."""
    (tmp_path / "a.md").write_text("a")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "First")):
        subprocess.run([*GIT, *words], cwd=tmp_path, check=True)
    return tmp_path


def test_a_commit_is_named(repository: Path) -> None:
    """The whole hash of the commit, and that nothing differs from it."""
    found = revision_of(repository)
    assert found is not None
    assert len(found.commit) == 40
    assert found.clean


def test_a_change_is_told(repository: Path) -> None:
    """A file that is not as committed makes the revision unclean."""
    (repository / "a.md").write_text("b")
    found = revision_of(repository)
    assert found is not None
    assert not found.clean


def test_without_a_repository_there_is_no_revision(tmp_path: Path) -> None:
    """A folder that git does not know has none."""
    assert revision_of(tmp_path) is None


def test_a_program_named_by_the_repository_is_not_run(repository: Path) -> None:
    """A monitor of files that the configuration asks for stays asleep."""
    touched = repository / "touched"
    hook = repository / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {touched}\n")
    hook.chmod(0o755)
    subprocess.run([*GIT, "config", "core.fsmonitor", str(hook)], cwd=repository, check=True)
    revision_of(repository)
    assert not touched.exists()
