"""What a merge would write over is held by git, or kept beside the sections."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.diagnostics import UsageError
from octavo.merge.keeping import secure

SECTION, REMARKS = Path("manuscript/01-a.md"), Path("manuscript/_comments.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with one section."""
    path = tmp_path / SECTION
    path.parent.mkdir()
    path.write_text("Words.\n", encoding="utf-8")
    return tmp_path


def git(root: Path, *words: str) -> None:
    """Let git do something."""
    name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *name, *words], cwd=root, check=True, capture_output=True)


def test_without_git_every_merge_has_a_backup_of_its_own(root: Path) -> None:
    """An earlier one is not written over, and a file that is not there yet is not missed."""
    assert secure(root, [SECTION, REMARKS], force=False) == Path("manuscript/.before-merge/1")
    (root / SECTION).write_text("Other words.\n", encoding="utf-8")
    assert secure(root, [SECTION, REMARKS], force=False) == Path("manuscript/.before-merge/2")
    backups = sorted((root / "manuscript/.before-merge").rglob("*.md"))
    assert [path.read_text(encoding="utf-8") for path in backups] == ["Words.\n", "Other words.\n"]


def test_what_git_holds_needs_no_backup_and_what_it_does_not_is_asked_for(root: Path) -> None:
    """Uncommitted words stop a merge, and `--force` keeps them beside."""
    git(root, "init", "-q")
    with pytest.raises(UsageError, match=r"01-a\.md has changes that are not committed"):
        secure(root, [SECTION], force=False)
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    assert secure(root, [SECTION], force=False) is None
    (root / SECTION).write_text("Other words.\n", encoding="utf-8")
    assert secure(root, [SECTION], force=True) == Path("manuscript/.before-merge/1")
