"""Sources are plain files of the project: whatever else is there ends in a fault with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octavo.cli import run
from octavo.diagnostics import Faults
from octavo.project import load_project
from octavo.sources import MAX_BYTES, Unopened, needed_text, read_text
from tests.conftest import METADATA, Write

PLACES = ("manuscript/metadata.yaml", "manuscript/02-b.md", "bib/references.bib")


def put(root: Path, name: str, kind: str) -> None:
    """Put something that is no file in the place of a source."""
    path = root / name
    path.unlink(missing_ok=True)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "dangling":
            path.symlink_to("nowhere")
        case _:
            outside = root.parent / "outside"
            outside.write_text(METADATA)
            path.symlink_to(outside)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("folder", "this is a folder, not a file"),
        ("pipe", "this is a pipe or a device, not a file"),
        ("loop", "the file cannot be read: Too many levels of symbolic links"),
        ("dangling", "the file cannot be read: No such file or directory"),
        ("outside", "the link leads out of the project, to "),
    ],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_no_file_of_the_project_is_named(
    write: Write, capfd: pytest.CaptureFixture[str], name: str, kind: str, said: str, command: str
) -> None:
    """A folder, a pipe (which is not waited for) and a stray link exit 2, each with its place."""
    root = write()
    put(root, name, kind)
    words = ["html"] if command == "build" else ["text"]
    assert run([command, *words, "-q", "-C", str(root)]) == 2
    told = "".join(capfd.readouterr())
    assert f"{name}:1:1: error: {said}" in told
    assert "[source-unreadable]" in told


def test_a_link_within_the_project_is_followed(write: Write) -> None:
    """Where the files of a manuscript lie is its author's business."""
    root = write({"shared.bib": "@book{x}\n"})
    put(root, "bib/references.bib", "folder")
    (root / "bib" / "own.bib").symlink_to("../shared.bib")
    assert read_text(root, Path("bib/own.bib")) == "@book{x}\n"


@pytest.mark.parametrize(
    "name", ["figures/data/t.csv", "figures/data", "templates/pdf/fonts/a.ttf", "templates"]
)
def test_data_that_are_a_link_out_of_the_project_are_told(
    write: Write, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    """Who gets the project gets all that it is built of; links within it are left alone."""
    root = write({"figures/here.csv": Path("../bib"), "figures/.venv/python": Path("/")})
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/")
    assert run(["build", "html", "-q", "-C", str(root)]) == 2
    said = capfd.readouterr().err
    assert f"{name}:1:1: error: the link leads out of the project, to /" in said
    assert "1 fault" in said


def test_a_file_larger_than_any_text_is_not_read(write: Write) -> None:
    """A database under the name of a section fills no memory."""
    root = write()
    with (root / "manuscript" / "02-b.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unopened, match="the file has 20 MB, more than 20"):
        read_text(root, Path("manuscript/02-b.md"))


def test_a_file_that_may_not_be_read_is_named(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's reason is said; tests may run as one who may read all, so it is made up."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    root = write()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(Faults, match=r"metadata.yaml:1:1: the file cannot be read: Permission"):
        load_project(root)


def test_a_text_that_is_needed_is_a_fault_where_it_cannot_be_read(tmp_path: Path) -> None:
    """Bytes that are no text have another code than a file that is none; both have a place."""
    (tmp_path / "a.md").write_bytes(b"a\n b\0")
    (tmp_path / "b.md").mkdir()
    (tmp_path / "c.md").write_bytes(b"\xef\xbb\xbfa\r\nb\rc")
    with pytest.raises(Faults, match=r"^a\.md:2:3: the byte 0x00 is not UTF-8") as caught:
        needed_text(tmp_path, Path("a.md"))
    assert [fault.code for fault in caught.value.diagnostics] == ["encoding-invalid"]
    with pytest.raises(Faults, match=r"^b\.md:1:1: this is a folder") as caught:
        needed_text(tmp_path, Path("b.md"))
    assert [fault.code for fault in caught.value.diagnostics] == ["source-unreadable"]
    assert needed_text(tmp_path, Path("c.md")) == "a\nb\nc"
