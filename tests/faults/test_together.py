"""Builds at once, and sources that change while they are read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from octavo.cli import run
from octavo.folders import alone_in, unfinished
from tests.faults.conftest import NEW, OLD, SOURCES, Paper, Revised
from tests.faults.test_killed import spread

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are not locked there")

WAITING = """
import os, pathlib, time
pathlib.Path(os.environ["OCTAVO_OUTPUT"], "begun").touch()
here = pathlib.Path(__file__).parents[1]
(here / "begun").touch()
while not (here / "go").exists():
    time.sleep(0.05)
"""
WAITS = "octavo: another command is at work on this manuscript; waiting for it\n"


def test_eight_builds_at_once_are_all_right(revised: Revised, tmp_path: Path) -> None:
    """Each ends well, and the outputs are those of one."""
    paper = revised.copy(tmp_path / "copy")
    builds = [paper.start() for _ in range(8)]
    ended = [(*build.communicate(), build.returncode) for build in builds]
    assert [code for _, _, code in ended] == [0] * 8, ended
    assert sum("built in" in out for out, _, _ in ended) == 1
    assert paper.outputs == revised.new
    assert paper.unfinished == []


def begun(paper: Paper) -> None:
    """Wait until a script that waits has begun."""
    while not (paper.root / "begun").exists():
        time.sleep(0.05)


@pytest.mark.parametrize("killed", [False, True])
def test_a_build_waits_for_another_that_lives(
    paper: Paper, revised: Revised, *, killed: bool
) -> None:
    """No figure of old sources gets into an output of new ones; who is killed holds nothing up."""
    paper.write({"figures/wave.py": WAITING + OLD["figures/wave.py"]})
    first = paper.start()
    begun(paper)
    paper.write(NEW)
    second = paper.start()
    assert second.stderr is not None
    assert second.stderr.readline() == WAITS
    if killed:
        first.kill()
    else:
        (paper.root / "go").touch()
    first.communicate()
    second.communicate()
    assert (first.returncode, second.returncode) == (-9 if killed else 0, 0)
    assert paper.outputs == revised.new
    assert paper.unfinished == []


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "{root}/manuscript/metadata.yaml"),
        ("respond", "--new"),
        ("check", "--fix"),
        ("build", "html", "--manifest"),
    ],
)
def test_who_writes_waits_too(paper: Paper, words: tuple[str, ...]) -> None:
    """Edits are not written over, and a manifest lists what was made although nothing changed."""
    paper.write({"manuscript/01-introduction.md": "# Introduction\n\nA text.\n"})
    command = [*(word.format(root=paper.root) for word in words), "-C", str(paper.root)]
    if "--manifest" in words:
        assert run([*command, "--quiet"]) == 0
    with alone_in(paper.root / "manuscript"):
        process = paper.octavo(*command)
        assert process.stderr is not None
        assert process.stderr.readline() == WAITS
    process.communicate()


def test_an_edit_during_a_build_is_seen_by_the_next(
    revised: Revised, tmp_path: Path, nightly: bool
) -> None:
    """All sources change at any act of a build: nothing is kept under what it was not made of."""
    edited = tmp_path / "edited"
    Paper(edited, tmp_path).write(NEW)
    for moment in spread(len(revised.moments), 25 if nightly else 3):
        paper = Paper(tmp_path / f"{moment}", tmp_path / f"{moment}-temporary")
        paper.write(OLD)
        paper.build(act="edit", at=moment, new=str(edited), root=str(paper.root))
        again = paper.build()
        assert again.code == 0, again
        assert paper.outputs == revised.new, moment
        assert paper.unfinished == []


def test_folders_are_made_while_others_sweep(tmp_path: Path) -> None:
    """What is swept between its making and its locking is made anew; what is held stays."""
    sweeping = (
        "import sys, pathlib; from octavo.folders import sweep\n"
        "print(flush=True)\n"
        "while True: sweep(pathlib.Path(sys.argv[1]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", sweeping, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            for _ in range(1000):
                with unfinished(tmp_path) as folder:
                    (folder / "half").touch()
                    assert (folder / "half").exists()
        finally:
            other.kill()
    assert list(tmp_path.iterdir()) == []
