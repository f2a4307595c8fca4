"""Earlier states of the sources: read without running or fetching anything."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from octavo import history
from octavo.diagnostics import ToolError, UsageError
from octavo.history import Commit, author_of, commit_of, extract
from tests.conftest import Files
from tests.diff.conftest import GIT, git, repository

FILES: Files = {
    "manuscript/metadata.yaml": "title: Old\nauthors: [Ada Example]\n",
    "manuscript/01-a b.md": "# سلام\n\nOld.\r\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository of two revisions."""
    return repository(tmp_path / "paper", FILES, {"manuscript/01-a b.md": "New.\n"})


def extracted(root: Path, revision: str, folder: Path) -> Path:
    """Return a folder with the files of a revision."""
    folder.mkdir()
    extract(root, commit_of(root, revision), folder)
    return folder


def test_a_revision_is_written_byte_for_byte(root: Path, tmp_path: Path) -> None:
    """Line ends and names are as they were committed, and the working tree stays as it is."""
    folder = extracted(root, "v1", tmp_path / "old")
    assert (folder / "manuscript/01-a b.md").read_bytes() == "# سلام\n\nOld.\r\n".encode()
    assert (root / "manuscript/01-a b.md").read_text() == "New.\n"


def test_a_manuscript_may_be_a_part_of_a_repository(root: Path, tmp_path: Path) -> None:
    """What is beside its folder is not written."""
    folder = extracted(root / "manuscript", "v2", tmp_path / "new")
    assert sorted(path.name for path in folder.iterdir()) == ["01-a b.md", "metadata.yaml"]


def test_a_commit_knows_its_moment_and_its_author(root: Path) -> None:
    """They are the date of the changes, and whose they are."""
    commit = commit_of(root, "v1")
    assert (commit.name, commit.author, commit.seconds) == ("v1", "Ada Example", 1772359200)
    assert commit_of(root, "HEAD~1").hash == commit.hash
    assert commit_of(root, "HEAD").name == commit_of(root, "HEAD").hash[:10]


def test_who_is_at_work(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git takes the environment first, then its settings for authors, then those for everybody."""
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    assert author_of(root) == "Ada Example"
    git(root, "config", "Author.Name", "Bo Example")
    assert author_of(root) == "Bo Example"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Cy Example")
    assert author_of(root) == "Cy Example"


@pytest.mark.parametrize("word", ["nothing", "--help", "-n1", "v1:manuscript", ""])
def test_what_names_no_commit_is_told(root: Path, word: str) -> None:
    """An option is no revision; the hint names the tags."""
    with pytest.raises(UsageError, match="no revision") as raised:
        commit_of(root, word)
    assert "v1, v2" in raised.value.hint


def test_a_folder_without_history_is_told(tmp_path: Path) -> None:
    """The hint says that git keeps it."""
    with pytest.raises(UsageError) as raised:
        commit_of(tmp_path, "v1")
    assert "no git repository" in raised.value.hint


def test_nothing_that_the_repository_names_is_run(root: Path, tmp_path: Path) -> None:
    """Filters, hooks, monitors, pagers and diff drivers of a repository stay where they are."""
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    put = {
        "filter.f.smudge": program,
        "filter.f.clean": program,
        "filter.f.process": program,
        "core.fsmonitor": program,
        "core.pager": program,
        "diff.f.textconv": program,
        "diff.external": program,
        "core.sshCommand": program,
        "gpg.program": program,
        "log.showSignature": "true",
    }
    for name, value in put.items():
        git(root, "config", name, str(value))
    (root / ".git/info/attributes").write_text("* filter=f diff=f\n")
    hook = root / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(program.read_bytes())
    hook.chmod(0o755)
    extracted(root, "v1", tmp_path / "old")
    assert not ran.exists()


def test_links_are_written_last_and_nothing_through_them(tmp_path: Path) -> None:
    """A link stays a link; a tree that would write behind one is refused or harmless."""
    root = repository(tmp_path / "paper", FILES, {})
    (root / "figures").symlink_to(tmp_path)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Link")
    folder = extracted(root, "HEAD", tmp_path / "old")
    assert (folder / "figures").is_symlink()


def test_names_that_lead_out_are_refused(root: Path, tmp_path: Path) -> None:
    """A tree made by hand may hold what git itself would never write."""
    blob = _made(root, "hash-object", "-w", "--stdin", data=b"x")
    tree = b"100644 ..\0" + bytes.fromhex(blob)
    made = _made(root, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=tree)
    said = _made(root, "commit-tree", made, "-m", "Bad")
    folder = tmp_path / "old"
    folder.mkdir()
    with pytest.raises(UsageError, match="none of a project"):
        extract(root, Commit("bad", said, 0, ""), folder)


def test_a_link_in_the_place_of_a_folder_is_refused(root: Path, tmp_path: Path) -> None:
    """A tree made by hand may hold a link and files behind it: none is written there."""
    outside = tmp_path / "outside"
    outside.mkdir()
    blob = bytes.fromhex(_made(root, "hash-object", "-w", "--stdin", data=b"x"))
    target = str(outside).encode()
    link = bytes.fromhex(_made(root, "hash-object", "-w", "--stdin", data=target))
    tree = ("hash-object", "-w", "-t", "tree", "--literally", "--stdin")
    inner = bytes.fromhex(_made(root, *tree, data=b"100644 b\0" + blob))
    both = b"120000 a\0" + link + b"40000 a\0" + inner
    made = _made(root, "commit-tree", _made(root, *tree, data=both), "-m", "Bad")
    folder = tmp_path / "old"
    folder.mkdir()
    with pytest.raises(ToolError, match="cannot write"):
        extract(root, Commit("bad", made, 0, ""), folder)
    assert not list(outside.iterdir())


def test_a_folder_that_the_revision_did_not_have_is_told(root: Path, tmp_path: Path) -> None:
    """A manuscript may have come into its repository later."""
    (root / "later").mkdir()
    with pytest.raises(UsageError, match="`v1` has no folder `later/`"):
        extract(root / "later", commit_of(root, "v1"), tmp_path)


def test_other_projects_within_are_passed_over(root: Path, tmp_path: Path) -> None:
    """A module is a commit of another repository, which holds no file of this one."""
    module = commit_of(root, "v1").hash
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{module},module")
    git(root, "commit", "-q", "-m", "Module")
    folder = extracted(root, "HEAD", tmp_path / "new")
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "manuscript"]


def test_large_files_are_read_one_after_the_other(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are written, however few the memory holds at once."""
    monkeypatch.setattr(history, "BATCH", 8)
    folder = extracted(root, "v1", tmp_path / "old")
    texts = {path.name: path.read_bytes() for path in (folder / "manuscript").iterdir()}
    wanted = {Path(name).name: str(text).encode() for name, text in FILES.items()}
    assert texts == wanted


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("v1:manuscript/01-a b.md", "git does not have manuscript/01-a b.md of that revision"),
        ("v1:manuscript", "git ls-tree failed"),
    ],
)
def test_a_clone_in_part_is_told(root: Path, tmp_path: Path, lost: str, said: str) -> None:
    """What git lacks is no crash, and nothing is written in its place."""
    commit = commit_of(root, "v1")
    name = _made(root, "rev-parse", lost)
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    folder = tmp_path / "old"
    folder.mkdir()
    with pytest.raises(ToolError, match=said):
        extract(root, commit, folder)
    assert [*folder.rglob("*.md")] == []


def _made(root: Path, *words: str, data: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        input=data,
        capture_output=True,
        env={**os.environ, **GIT},
        check=True,
    )
    return done.stdout.decode().strip()


def test_a_file_that_a_clone_does_not_have_is_told(root: Path, tmp_path: Path) -> None:
    """Those of continuous integration often have but the newest contents; nothing is fetched."""
    asked = ("git", "rev-parse", "v1:manuscript/01-a b.md")
    name = subprocess.run(
        asked, cwd=root, capture_output=True, text=True, check=True
    ).stdout.strip()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(ToolError, match=r"git does not have manuscript/01-a b\.md") as error:
        extracted(root, "v1", tmp_path / "old")
    assert "--filter" in error.value.hint
    assert (extracted(root, "v2", tmp_path / "new") / "manuscript/01-a b.md").is_file()


def test_a_revision_without_the_manuscripts_folder_is_told(root: Path, tmp_path: Path) -> None:
    """The folder may be younger than the revision that is named."""
    (root / "later").mkdir()
    with pytest.raises(UsageError, match="`v1` has no folder `later/`"):
        extracted(root / "later", "v1", tmp_path / "old")


def test_contents_that_the_memory_cannot_hold_at_once_come_one_after_the_other(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However they are grouped, each file has its own content."""
    whole = extracted(root, "v1", tmp_path / "whole")
    monkeypatch.setattr(history, "BATCH", 1)
    parts = extracted(root, "v1", tmp_path / "parts")
    names = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file()]
    assert len(names) > 1
    assert all((whole / name).read_bytes() == (parts / name).read_bytes() for name in names)
