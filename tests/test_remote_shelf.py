"""A store that machines share: used where it can be, and never in the way."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from octavo.cli import run
from octavo.diagnostics import ToolError, UsageError
from octavo.remote_shelf import RemoteShelf, without_secrets
from octavo.store import FolderShelf, Store, key_of
from tests.conftest import METADATA, WAVE, Write

fsspec = pytest.importorskip("fsspec")
memory: Any = pytest.importorskip("fsspec.implementations.memory")

KEY = key_of({"a": "1"})
NAME = f"cite/{KEY[:2]}/{KEY}"
TEXT = "# One\n\nAs @rose1998 shows.\n\n![A wave.](wave){#fig:wave}\n"
FILES = {"manuscript/01-a.md": TEXT, "figures/wave.py": WAVE}


class Bucket(memory.MemoryFileSystem):  # type: ignore[misc]
    """A file system that can be told to fail, and that says what it was asked."""

    protocol = "bucket"
    cachable = False
    asked: ClassVar[list[str]] = []
    reading: BaseException | None = None
    writing: BaseException | None = None
    removing: BaseException | None = None
    waiting = 0.0

    def cat_file(self, path: str, **rest: Any) -> Any:
        """Read a file."""
        self.asked.append(f"read {path}")
        time.sleep(self.waiting)
        if self.reading:
            raise self.reading
        return super().cat_file(path, **rest)

    def pipe_file(self, path: str, value: bytes, **rest: Any) -> Any:
        """Write a file."""
        self.asked.append(f"write {path}")
        if self.writing:
            raise self.writing
        return super().pipe_file(path, value, **rest)

    def rm_file(self, path: str) -> None:
        """Take a file away."""
        self.asked.append(f"remove {path}")
        if self.removing:
            raise self.removing
        super().rm_file(path)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Bucket]]:
    """Return an empty bucket at `bucket://`."""
    fsspec.register_implementation("bucket", Bucket, clobber=True)
    monkeypatch.setattr(Bucket, "asked", [])
    for name in ("reading", "writing", "removing", "waiting"):
        monkeypatch.setattr(Bucket, name, getattr(Bucket, name))
    Bucket.store.clear()
    yield Bucket
    Bucket.store.clear()


@pytest.fixture(params=["file", "memory", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path, bucket: type[Bucket]) -> str:
    """Return an address of each kind: with folders that are moved to, and without."""
    path = tmp_path / "shared" if request.param == "file" else "/shared"
    return f"{request.param}://{path}"


def build(root: Path, *options: str) -> int:
    """Build the page as the command does, and return its exit code."""
    return run(["build", "html", "--why", "--project", str(root), *options])


def test_what_one_machine_makes_another_finds(tmp_path: Path, address: str) -> None:
    """A result is read from the shared store once, and from the machine's own then."""
    one, other = (
        Store(FolderShelf(tmp_path / name), RemoteShelf(address)) for name in ("one", "other")
    )
    one.put("cite", KEY, b"\x00result\n")
    assert other.get("cite", KEY) == b"\x00result\n"
    assert Store(FolderShelf(tmp_path / "other")).get("cite", KEY) == b"\x00result\n"
    assert (one.trouble, other.trouble) == ("", "")


def test_nothing_is_left_beside_the_entries(tmp_path: Path) -> None:
    """What is written aside is moved into its place."""
    RemoteShelf(f"file://{tmp_path}").write(NAME, b"x")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == [
        NAME
    ]


def test_what_one_manuscript_was_made_from_is_its_own_matter(tmp_path: Path) -> None:
    """Two manuscripts with a figure of one name do not tell each other's reasons."""
    shared = f"file://{tmp_path}/shared"
    one, other = (
        Store(FolderShelf(tmp_path / name), RemoteShelf(shared)) for name in ("one", "other")
    )
    one.remember("figure", "figures/wave.py", {"a": "1"})
    assert other.last("figure", "figures/wave.py") is None


def test_a_damaged_entry_is_replaced(tmp_path: Path, address: str) -> None:
    """It is not believed, not kept, told, and written anew."""
    store = Store(FolderShelf(tmp_path / "own"), RemoteShelf(address))
    RemoteShelf(address).write(NAME, b"foreign")
    assert store.get("cite", KEY) is None
    assert store.damaged == [NAME]
    assert RemoteShelf(address).read(NAME) is None
    store.put("cite", KEY, b"right")
    assert Store(FolderShelf(tmp_path / "other"), RemoteShelf(address)).get("cite", KEY) == b"right"


def test_a_damaged_entry_of_ones_own_is_taken_from_the_shared_store(
    tmp_path: Path, address: str
) -> None:
    """What others have is as good as it was."""
    store = Store(FolderShelf(tmp_path / "own"), RemoteShelf(address))
    store.put("cite", KEY, b"right")
    (tmp_path / "own" / NAME).write_bytes(b"cut off")
    assert store.get("cite", KEY) == b"right"
    assert store.damaged == [NAME]


def _put_often(folder: Path) -> None:
    shelf = RemoteShelf(f"file://{folder}")
    for _ in range(30):
        shelf.write(NAME, b"content" * 100_000)
        assert shelf.read(NAME) == b"content" * 100_000
    assert shelf.trouble == ""


def test_many_may_write_at_once(tmp_path: Path) -> None:
    """No machine ever reads half an entry of another."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_put_often, args=(tmp_path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY]


@pytest.mark.parametrize(
    "refusal",
    [PermissionError(errno.EACCES, "no"), OSError(errno.EROFS, "no"), NotImplementedError("no")],
)
def test_a_store_that_is_only_read_serves(bucket: type[Bucket], refusal: Exception) -> None:
    """Writing is tried once, and nothing is said of it."""
    RemoteShelf("bucket://shared").write(NAME, b"kept")
    bucket.writing = refusal
    shelf = RemoteShelf("bucket://shared")
    bucket.asked.clear()
    for _ in range(2):
        shelf.write("cite/aa/aa", b"x")
    assert len(bucket.asked) == 1
    assert shelf.read(NAME) == b"kept"
    assert shelf.trouble == ""


def test_a_store_that_keeps_what_it_has_is_written_to_no_more(bucket: type[Bucket]) -> None:
    """Who may not take an entry away may not write: it is tried once, and reading goes on."""
    RemoteShelf("bucket://shared").write(NAME, b"kept")
    bucket.removing = PermissionError(errno.EACCES, "no")
    shelf = RemoteShelf("bucket://shared")
    bucket.asked.clear()
    for _ in range(2):
        shelf.remove(NAME)
    shelf.write("cite/aa/aa", b"x")
    assert len(bucket.asked) == 1
    assert shelf.read(NAME) == b"kept"
    assert shelf.trouble == ""


def test_what_is_gone_already_need_not_be_taken_away(address: str) -> None:
    """Another machine was faster; the store is written to as before."""
    shelf = RemoteShelf(address)
    shelf.write("cite/aa/aa", b"x")
    shelf.remove(NAME)
    shelf.write(NAME, b"new")
    assert (shelf.read(NAME), shelf.trouble) == (b"new", "")


@pytest.mark.parametrize("act", ["writing", "removing"])
def test_a_store_that_fails_to_change_is_told(bucket: type[Bucket], act: str) -> None:
    """A full disk is no refusal: the store is not asked again, and that is said."""
    setattr(bucket, act, OSError(errno.ENOSPC, "secret"))
    shelf = RemoteShelf("bucket://shared")
    if act == "writing":
        shelf.write(NAME, b"x")
    else:
        shelf.remove(NAME)
    assert shelf.trouble == (
        "the store bucket://shared cannot be reached: OSError, No space left on device"
    )


class Moving(Bucket):
    """A file system that moves by itself, and may be told to fail at it."""

    protocol = "moving"
    moving: BaseException | None = None

    def mv(self, path1: str, path2: str, **rest: Any) -> None:
        """Move a file."""
        if self.moving:
            raise self.moving
        super().mv(path1, path2, **rest)


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (FileExistsError(errno.EEXIST, "there"), ""),
        (OSError(errno.ENOSPC, "full"), "OSError, No space left on device"),
    ],
)
def test_an_entry_that_cannot_be_moved_into_its_place_leaves_nothing(
    bucket: type[Bucket], monkeypatch: pytest.MonkeyPatch, failure: OSError, trouble: str
) -> None:
    """Where another build was faster, its result is as good; else it is told why."""
    fsspec.register_implementation("moving", Moving, clobber=True)
    monkeypatch.setattr(Moving, "moving", failure)
    shelf = RemoteShelf("moving://shared")
    shelf.write(NAME, b"x")
    assert list(bucket.store) == []
    assert shelf.trouble.rpartition("reached: ")[2] == trouble


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.EHOSTUNREACH, "https://me:secret@host/?sig=secret"), "OSError, No route"),
        (RuntimeError("secret"), "RuntimeError"),
        (PermissionError(errno.EACCES, "secret"), "PermissionError, Permission denied"),
    ],
)
def test_a_store_that_fails_is_not_asked_again(
    bucket: type[Bucket], failure: Exception, said: str
) -> None:
    """The failure is told without what may be a secret."""
    bucket.reading = failure
    shelf = RemoteShelf("bucket://key:secret@shared/folder?token=secret")
    assert shelf.read(NAME) is None
    assert shelf.trouble.startswith("the store bucket://shared/folder cannot be reached: " + said)
    assert "secret" not in shelf.trouble
    count = len(bucket.asked)
    shelf.write(NAME, b"x")
    assert shelf.read(NAME) is None
    assert len(bucket.asked) == count == 1


def test_nobody_waits_for_a_store_that_does_not_answer(bucket: type[Bucket]) -> None:
    """It has some seconds."""
    bucket.waiting = 5
    shelf = RemoteShelf("bucket://shared", seconds=0.2)
    began = time.monotonic()
    assert shelf.read(NAME) is None
    assert shelf.read(NAME) is None
    assert time.monotonic() - began < 2
    assert shelf.trouble.endswith("cannot be reached: no answer within 0.2 seconds")


@pytest.mark.parametrize(
    ("address", "error", "said", "hint"),
    [
        ("shared/folder", UsageError, "`shared/folder` is no address", "file:///"),
        ("nonsense://x", UsageError, "fsspec knows no addresses that begin with `nonsense://`", ""),
        ("s3://x", ToolError, "a store at s3:// needs a package that is missing", "s3fs"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(
    address: str, error: type[Exception], said: str, hint: str
) -> None:
    """Before anything is built."""
    with pytest.raises(error) as raised:
        RemoteShelf(address)
    assert str(raised.value).startswith(said)
    assert hint in getattr(raised.value, "hint", "")


def test_without_fsspec_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no part of what everybody needs."""
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(ToolError) as raised:
        RemoteShelf("memory://x")
    assert raised.value.hint == "install octavo[cluster]"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://bucket/x", "s3://bucket/x"),
        ("s3://KEY:sec/r@et@bucket/x", "s3://bucket/x"),
        ("https://host/x?sig=secret#secret", "https://host/x"),
    ],
)
def test_an_address_is_shown_without_secrets(address: str, shown: str) -> None:
    """Neither users nor passwords nor signatures."""
    assert without_secrets(address) == shown


def test_a_second_clone_makes_nothing_again(
    write: Write, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither pandoc nor a script runs for what another clone gave to the store."""
    first = write(FILES)
    old = time.time() - 100
    for path in (*first.glob("figures/*"), *first.glob("manuscript/*")):
        os.utime(path, (old, old))
    assert build(first, "--store", address) == 0
    second = tmp_path / "elsewhere" / "clone"
    for name in ("manuscript", "figures", "bib"):
        shutil.copytree(first / name, second / name)
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("octavo.pandoc.run", lambda *_, **__: pytest.fail("pandoc runs again"))
        assert build(second, "--store", address) == 0
    assert "figure wave: nothing that it reads changed" in capsys.readouterr().err
    page = "build/manuscript.html"
    assert (first / page).read_bytes() == (second / page).read_bytes()


def test_the_metadata_name_a_store_and_the_option_wins(
    write: Write, tmp_path: Path, bucket: type[Bucket]
) -> None:
    """An empty option shares nothing."""
    metadata = METADATA + "build: {store: {address: 'bucket://named'}}\n"
    root = write({"manuscript/metadata.yaml": metadata})
    assert build(root, "--store", "") == 0
    assert bucket.asked == []
    shutil.rmtree(root / "build")
    assert build(root, "--store", f"file://{tmp_path}/other") == 0
    assert bucket.asked == []
    shutil.rmtree(root / "build")
    assert build(root) == 0
    assert "read bucket://named/pandoc/" in " ".join(bucket.asked)


def test_a_build_goes_on_without_its_store(
    write: Write, bucket: type[Bucket], capsys: pytest.CaptureFixture[str]
) -> None:
    """A note says so, and the exit code is 0; what is at hand already needs no store."""
    bucket.reading = ConnectionRefusedError(errno.ECONNREFUSED, "no")
    root = write({})
    assert build(root, "--store", "bucket://me:secret@shared") == 0
    told = capsys.readouterr()
    assert "note: the store bucket://shared cannot be reached" in told.err
    assert "secret" not in told.err + told.out
    assert (root / "build/manuscript.html").is_file()
    assert build(root, "--store", "bucket://me:secret@shared") == 0
    assert "cannot be reached" not in capsys.readouterr().err


def test_a_check_goes_on_without_its_store(
    write: Write, bucket: type[Bucket], capsys: pytest.CaptureFixture[str]
) -> None:
    """A note does not make it fail."""
    bucket.reading = ConnectionRefusedError(errno.ECONNREFUSED, "no")
    metadata = METADATA + "build: {store: {address: 'bucket://shared'}}\n"
    root = write({"manuscript/metadata.yaml": metadata})
    assert run(["check", "crossrefs", "--project", str(root)]) == 0
    assert "metadata.yaml:3:17: note: the store bucket://shared" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "said"),
    [("shared/folder", "no address: write it as"), ("s3://me:secret@x", "outside of this file")],
)
def test_an_address_in_the_metadata_is_checked(
    write: Write, capsys: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    """A password there would go wherever the manuscript goes; it is not repeated."""
    metadata = METADATA + f"build: {{store: {{address: '{address}'}}}}\n"
    assert build(write({"manuscript/metadata.yaml": metadata})) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "secret" not in told.splitlines()[0]
