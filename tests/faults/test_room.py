"""Where nothing can be written: real file systems that are full, or only to be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import SOURCES, Revised, mounted

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the mounts are those of Linux")


def fill(folder: Path, room: int) -> Path:
    """Fill a file system but for some bytes; return what fills it."""
    filler = folder / "filler"
    free = shutil.disk_usage(folder).free
    filler.write_bytes(bytes(max(0, free - room)))
    return filler


@pytest.mark.parametrize("room", [0, 8_192, 45_056])
def test_a_full_disk_under_the_outputs_keeps_the_old_ones(
    revised: Revised, tmp_path: Path, room: int
) -> None:
    """Wherever the room ends, the path is named; with room, the next build is as any."""
    paper = revised.copy(tmp_path / "copy")
    output = paper.root / "build"
    moved = output.rename(tmp_path / "moved")
    with mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", at=output):
        shutil.copytree(moved, output, dirs_exist_ok=True)
        filler = fill(output, room)
        ended = paper.build()
        assert ended.code == 3, ended
        assert "No space left on device" in ended.said
        assert str(output) in ended.said
        assert "hint: " in ended.said
        assert "Traceback" not in ended.said
        assert paper.outputs == revised.old
        assert paper.unfinished == []
        filler.unlink()
        assert paper.build().code == 0
        assert paper.outputs == revised.new


def test_a_full_disk_under_the_store_stops_no_build(revised: Revised, tmp_path: Path) -> None:
    """Results are not kept, and that is all."""
    paper = revised.copy(tmp_path / "copy")
    store = paper.root / "build/.store"
    shutil.rmtree(store)
    with mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs", at=store):
        fill(store, 4_096)
        assert paper.build().code == 0
        assert paper.outputs == revised.new
        assert paper.unfinished == []


def test_a_full_disk_under_temporary_files_keeps_the_old_outputs(
    revised: Revised, tmp_path: Path
) -> None:
    """Typst's fonts alone need more than 64 kB: the folder is named, not the fonts."""
    paper = revised.copy(tmp_path / "copy")
    with mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs", at=paper.temporary):
        ended = paper.build("pdf")
        assert ended.code == 3
        assert f"cannot write {paper.temporary}: No space left on device" in ended.said
        assert "hint: " in ended.said
        assert "Traceback" not in ended.said
        assert paper.outputs == revised.old
        assert paper.unfinished == []
    again = paper.build()
    assert again.code == 0
    assert paper.outputs == revised.new


def test_outputs_that_are_only_to_be_read_stay(revised: Revised, tmp_path: Path) -> None:
    """The path is named; what is looked at alone is looked at still."""
    paper = revised.copy(tmp_path / "copy")
    output = paper.root / "build"
    with mounted("-o", "bind,ro", str(output), at=output):
        ended = paper.build()
        assert ended.code == 3
        assert f"cannot write {output}" in ended.said
        assert "Read-only file system" in ended.said
        assert "hint: " in ended.said
        assert paper.outputs == revised.old
    assert paper.build().code == 0
    assert paper.outputs == revised.new


def test_a_store_that_is_only_to_be_read_serves(revised: Revised, tmp_path: Path) -> None:
    """What is in it is found; what is made is not kept."""
    paper = revised.copy(tmp_path / "copy")
    store = paper.root / "build/.store"
    with mounted("-o", "bind,ro", str(store), at=store):
        assert paper.build().code == 0
        assert paper.outputs == revised.new


def test_what_is_said_may_go_nowhere(revised: Revised, tmp_path: Path) -> None:
    """A log on a full disk is the machine's fault, whichever stream it is."""
    for stream in (1, 2):
        paper = revised.copy(tmp_path / "copy")
        command = [sys.executable, "-m", "octavo", "build", "-C", str(paper.root), "html"]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command,
                stdout=full if stream == 1 else subprocess.DEVNULL,
                stderr=full if stream == 2 else subprocess.PIPE,
                text=True,
                check=False,
                env={**os.environ, "PYTHONPATH": str(SOURCES)},
            )
        assert done.returncode == 3, done
        assert "Traceback" not in (done.stderr or "")
