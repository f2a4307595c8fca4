"""`octavo merge` on the command line: the patch, the account, what is kept."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from octavo.cli import run
from tests.merge.conftest import Trip


def git(root: Path, *words: str) -> None:
    """Run git in a folder."""
    named = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *named, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(trip: Trip) -> Trip:
    """Return a round trip whose manuscript git holds."""
    git(trip.root, "init", "-q")
    git(trip.root, "add", ".")
    git(trip.root, "commit", "-qm", "Begin")
    return trip


def merged(trip: Trip, *options: str) -> int:
    """Run the command with what the reviewer leaves and return its exit code."""
    trip.file.write_bytes(trip.reviewer.saved())
    return run(["merge", "-C", str(trip.root), str(trip.file), *options])


def test_an_untouched_file_ends_with_0(committed: Trip, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and that is said."""
    assert merged(committed) == 0
    assert "no changes" in capsys.readouterr().err


def test_a_dry_run_shows_the_patch(committed: Trip, capsys: pytest.CaptureFixture[str]) -> None:
    """`git apply` takes it; the sections stay as they are."""
    before = committed.before("02-end.md")
    committed.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(committed, "--dry-run") == 0
    patch = capsys.readouterr().out
    assert committed.before("02-end.md") == before
    (committed.root / "x.patch").write_text(patch, encoding="utf-8")
    git(committed.root, "apply", "x.patch")
    assert "Brief paragraph" in committed.before("02-end.md")


def test_the_account_names_place_author_and_words(
    committed: Trip, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each change is a line that an editor can jump to."""
    committed.reviewer.replace("ends the paragraph", "closes the paragraph", author="Ann")
    committed.reviewer.replace("1,204", "1,304")
    assert merged(committed) == 1
    said = capsys.readouterr().err.splitlines()
    assert "manuscript/02-end.md:5:16: applied: “ends” → “closes” (Ann)" in said
    assert any(line.startswith("manuscript/01-text.md:3:1: not mapped: ") for line in said)
    assert said[-1] == "2 changes: 1 applied, 1 not mapped"
    assert "closes the paragraph" in committed.before("02-end.md")


def test_uncommitted_changes_are_not_written_over(
    committed: Trip, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `--force` nothing is written; with it, what was there is kept beside."""
    path = committed.root / "manuscript" / "02-end.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    before = committed.before("02-end.md")
    committed.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(committed) == 2
    assert "02-end.md has changes that are not committed" in capsys.readouterr().err
    assert committed.before("02-end.md") == before
    assert merged(committed, "--force") == 0
    copy = committed.root / "manuscript" / ".before-merge" / "1" / "02-end.md"
    assert copy.read_text(encoding="utf-8") == before
    assert committed.before("02-end.md").endswith("\nMine.\n")
    assert "Brief paragraph" in committed.before("02-end.md")


def test_what_git_ignores_is_not_lost(committed: Trip, capsys: pytest.CaptureFixture[str]) -> None:
    """A section that git does not hold is no more safe for being in its folder."""
    git(committed.root, "rm", "-q", "--cached", "manuscript/02-end.md")
    (committed.root / ".gitignore").write_text("02-*\n", encoding="utf-8")
    git(committed.root, "add", ".gitignore")
    git(committed.root, "commit", "-qm", "Ignore")
    committed.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(committed) == 2
    assert "manuscript/02-end.md has changes that are not committed" in capsys.readouterr().err


def test_no_program_of_the_repository_is_run(committed: Trip) -> None:
    """Git's own settings can name one that is run whenever it looks at the files."""
    left = committed.root.parent / "left"
    script = committed.root.parent / "monitor"
    script.write_text(f"#!/bin/sh\ntouch '{left}'\n", encoding="utf-8")
    script.chmod(0o755)
    git(committed.root, "config", "core.fsmonitor", str(script))
    committed.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(committed) == 0
    assert not left.exists()
    git(committed.root, "status")
    assert left.exists()


def test_without_git_a_backup_is_kept(trip: Trip) -> None:
    """Every merge has a backup of its own."""
    before = trip.before("02-end.md")
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(trip) == 0
    copy = trip.root / "manuscript" / ".before-merge" / "1" / "02-end.md"
    assert copy.read_text(encoding="utf-8") == before


def test_an_author_without_changes_is_refused(
    committed: Trip, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that is misspelt would take nothing, or everything."""
    committed.reviewer.replace("Short paragraph", "Brief paragraph", author="Ann")
    assert merged(committed, "--accept", "Anne") == 2
    assert "the authors are Ann" in capsys.readouterr().err


def test_a_conflict_ends_with_1(committed: Trip, capsys: pytest.CaptureFixture[str]) -> None:
    """The marks are in the section, and the account says where."""
    path = committed.root / "manuscript" / "02-end.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Short paragraph", "Tiny paragraph"),
        encoding="utf-8",
    )
    git(committed.root, "commit", "-qam", "Mine")
    committed.reviewer.replace("Short paragraph", "Brief paragraph")
    assert merged(committed) == 1
    assert "conflict: “Short” → “Brief”" in capsys.readouterr().err
    assert "<<<<<<< this\nTiny paragraph." in committed.before("02-end.md")
