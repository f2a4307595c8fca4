"""Builds that are killed or told to end: old outputs or new ones, and nothing is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import Paper, Revised

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")


def spread(count: int, wanted: int) -> list[int]:
    """Return numbers from 1 to `count`, evenly."""
    return sorted({1 + round(n * (count - 1) / (wanted - 1)) for n in range(wanted)})


def finished(paper: Paper, revised: Revised) -> None:
    """Build once more: it is as if nothing had happened."""
    assert paper.left() == []
    again = paper.build()
    assert (again.code, again.said.count("Traceback")) == (0, 0), again.said
    assert paper.outputs == revised.new
    assert paper.unfinished == []


def test_a_build_killed_at_any_act_leaves_old_outputs_or_new(
    revised: Revised, tmp_path: Path, nightly: bool
) -> None:
    """Killed before it writes, renames or starts something, at each publication among them."""
    count = len(revised.moments)
    shown = [n for n, text in enumerate(revised.moments, 1) if "/build/manuscript." in text]
    assert len(shown) >= 2, "the publication is among the moments"
    moments = range(1, count + 1) if nightly else sorted({*spread(count, 6), *shown})
    for number, moment in enumerate(moments):
        paper = revised.copy(tmp_path / "copy")
        killed = paper.build(act="signal", signal=int(signal.SIGKILL), at=moment)
        assert killed.code in (-signal.SIGKILL, 0), moment  # threads may do one act less
        assert revised.mixed(paper.outputs) == [], moment
        if number % 6 == 0:
            finished(paper, revised)
    finished(paper, revised)


def test_a_build_killed_at_random_leaves_old_outputs_or_new(
    revised: Revised, tmp_path: Path, nightly: bool
) -> None:
    """Killed from outside, at moments that nobody chose; one build in the end mends all."""
    chance = random.Random(27)
    paper = revised.copy(tmp_path / "copy")
    for _ in range(50 if nightly else 6):
        moment = chance.uniform(0.1, revised.seconds)
        with paper.start() as process:
            try:
                process.communicate(timeout=moment)
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.returncode in (-signal.SIGKILL, 0), moment
        assert revised.mixed(paper.outputs) == [], moment
        if process.returncode == 0:
            paper = revised.copy(tmp_path / "copy")
    finished(paper, revised)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_a_build_in_order(
    revised: Revised, tmp_path: Path, number: signal.Signals, code: int, nightly: bool
) -> None:
    """At any act: the exit code names the signal, the processes are gone, and nothing is left."""
    codes = []
    for moment in spread(len(revised.moments) - 1, 20 if nightly else 3):
        paper = revised.copy(tmp_path / "copy")
        ended = paper.build(act="signal", signal=int(number), at=moment)
        codes.append(ended.code)
        if ended.code == 0:  # threads may have done some acts less, and the moment never came
            assert paper.outputs == revised.new
        else:
            told = (ended.code, ended.said.splitlines()[-1])
            assert told == (code, f"octavo: interrupted by {number.name}"), (moment, ended)
        assert "Traceback" not in ended.said
        assert revised.mixed(paper.outputs) == []
        assert paper.left() == []
        assert paper.unfinished == [], moment
    assert code in codes
    if nightly or number == signal.SIGTERM:
        finished(paper, revised)


def test_a_signal_that_is_ignored_stays_so(revised: Revised, tmp_path: Path) -> None:
    """A build under `nohup` outlives the terminal."""
    paper = revised.copy(tmp_path / "copy")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ended = paper.build(act="signal", signal=int(signal.SIGHUP), at=1)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert ended.code == 0
    assert paper.outputs == revised.new


def test_a_signal_that_was_left_blocked_is_heard(revised: Revised, tmp_path: Path) -> None:
    """Whoever starts a build, be it a service that keeps signals to itself, can end it."""
    paper = revised.copy(tmp_path / "copy")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    try:
        ended = paper.build(act="signal", signal=int(signal.SIGTERM), at=1)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    assert ended.code == 143
    assert ended.said.splitlines()[-1] == "octavo: interrupted by SIGTERM"


def test_what_lives_is_not_swept(paper: Paper) -> None:
    """A folder that another build holds stays while it is held, and goes when its maker is killed.

    What is a link is not followed, and stays.
    """
    hold = (
        "import sys, pathlib; from octavo.folders import unfinished\n"
        "with unfinished(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'half').write_text('x'); print(folder, flush=True); sys.stdin.read()\n"
    )
    build = paper.root / "build"
    build.mkdir()
    link = build / ".octavo-unfinished-link"
    link.symlink_to(paper.root / "manuscript")
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(build)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        text=True,
    ) as holder:
        assert holder.stdout is not None
        held = Path(holder.stdout.readline().strip())
        assert paper.build().code == 0
        assert (held / "half").is_file()
        holder.kill()
    (paper.root / "manuscript/01-introduction.md").write_text("# Other\n")
    assert paper.build().code in (0, 1)
    assert not held.exists()
    assert link.is_symlink()
    assert (paper.root / "manuscript/metadata.yaml").is_file()
