"""A submission on the disk: whole or not at all, and the same bytes every time."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from octavo.diagnostics import ToolError
from octavo.submit import bundle
from octavo.submit.bundle import Member, pack

MEMBERS = [Member("b.docx", b"second", "main"), Member("a.pdf", b"first", "main")]


def names(folder: Path) -> list[str]:
    """Return what a folder holds, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_and_the_zip_hold_the_same(tmp_path: Path) -> None:
    """Each member is in both, byte by byte, and nothing else is left behind."""
    folder, archive = pack(tmp_path, "journal", MEMBERS, 0)
    with zipfile.ZipFile(archive) as package:
        packed = {name: package.read(name) for name in package.namelist()}
    assert packed == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert packed == {"a.pdf": b"first", "b.docx": b"second"}
    assert names(tmp_path) == ["journal", "journal.zip"]


def test_equal_submissions_are_equal_bytes(tmp_path: Path) -> None:
    """The ZIP file depends on its members and the document's moment alone."""
    digests = {
        hashlib.sha256(
            pack(tmp_path / name, "journal", MEMBERS, 1_700_000_000)[1].read_bytes()
        ).hexdigest()
        for name in ("one", "other")
    }
    assert len(digests) == 1


def test_what_an_earlier_submission_had_is_gone(tmp_path: Path) -> None:
    """The folder is replaced as a whole."""
    pack(tmp_path, "journal", [*MEMBERS, Member("old.pdf", b"", "main")], 0)
    folder, _ = pack(tmp_path, "journal", MEMBERS, 0)
    assert names(folder) == ["a.pdf", "b.docx"]


def test_a_failure_leaves_the_earlier_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new folder cannot be put in its place, the old one is there again."""
    folder, _ = pack(tmp_path, "journal", MEMBERS, 0)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if target == folder and not path.name.endswith(".old"):
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ToolError, match="No space left"):
        pack(tmp_path, "journal", [Member("new.pdf", b"", "main")], 0)
    assert names(folder) == ["a.pdf", "b.docx"]
    assert names(tmp_path) == ["journal", "journal.zip"]


def test_a_zip_file_that_cannot_be_written_leaves_the_earlier_submission(tmp_path: Path) -> None:
    """The folder is not replaced where the ZIP file, which holds the same, cannot be."""
    folder, archive = pack(tmp_path, "journal", MEMBERS, 0)
    archive.unlink()
    archive.mkdir()
    with pytest.raises(ToolError, match="is a folder"):
        pack(tmp_path, "journal", [Member("new.pdf", b"", "main")], 0)
    assert names(folder) == ["a.pdf", "b.docx"]
    assert names(tmp_path) == ["journal", "journal.zip"]


def test_a_full_disk_leaves_the_earlier_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is room for the folder and none for the ZIP file: both stay as they were."""
    folder, archive = pack(tmp_path, "journal", MEMBERS, 0)
    before = archive.read_bytes()
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if ".zip" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ToolError, match="No space left"):
        pack(tmp_path, "journal", [Member("new.pdf", b"", "main")], 0)
    assert names(folder) == ["a.pdf", "b.docx"]
    assert archive.read_bytes() == before
    assert names(tmp_path) == ["journal", "journal.zip"]


def test_a_folder_moved_away_by_a_killed_process_comes_back(tmp_path: Path) -> None:
    """The next run finds the old folder beside its place, and puts it back before all else."""
    folder, _ = pack(tmp_path, "journal", MEMBERS, 0)
    folder.rename(bundle._old(folder))
    bundle._recover(folder)
    assert names(folder) == ["a.pdf", "b.docx"]


def test_what_a_killed_process_did_not_take_away_goes(tmp_path: Path) -> None:
    """Where the new folder is in its place already, the old one beside it is not brought back."""
    folder, _ = pack(tmp_path, "journal", MEMBERS, 0)
    bundle._old(folder).mkdir()
    (bundle._old(folder) / "old.pdf").write_bytes(b"")
    pack(tmp_path, "journal", MEMBERS[:1], 0)
    assert names(folder) == ["b.docx"]
    assert names(tmp_path) == ["journal", "journal.zip"]


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """What the link leads to stays as it is."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept.txt").write_text("kept")
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "journal").symlink_to(other)
    folder, _ = pack(tmp_path / "submission", "journal", MEMBERS, 0)
    assert not folder.is_symlink()
    assert names(folder) == ["a.pdf", "b.docx"]
    assert names(other) == ["kept.txt"]
