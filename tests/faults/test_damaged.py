"""A store that is damaged in every way, and clocks that moved."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import run
from octavo.record import PLACE, unchanged
from tests.conftest import Write
from tests.faults.conftest import NEW, Revised

YEAR = 365.25 * 24 * 3600


def _replaced(path: Path, make: Callable[[], Any]) -> None:
    path.unlink()
    make()


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "another version": lambda path: path.write_bytes(
        path.read_bytes().replace(b"result 1", b"result 9", 1)
    ),
    "another hash": lambda path: path.write_bytes(
        path.read_bytes()[:20] + b"0000" + path.read_bytes()[24:]
    ),
    "one bit": lambda path: path.write_bytes(
        path.read_bytes()[:-9] + bytes([path.read_bytes()[-9] ^ 1]) + path.read_bytes()[-8:]
    ),
    "a folder": lambda path: _replaced(path, path.mkdir),
    "a link that leads nowhere": lambda path: _replaced(path, lambda: path.symlink_to("nowhere")),
    "a link to itself": lambda path: _replaced(path, lambda: path.symlink_to(path.name)),
    "a pipe": lambda path: _replaced(path, lambda: os.mkfifo(path)),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are not files there")
def test_a_store_damaged_in_every_way_is_made_again(
    revised: Revised, tmp_path: Path, nightly: bool
) -> None:
    """Each entry is damaged in another way, in every round otherwise; the outputs are the same."""
    ways = [*DAMAGES.items()]
    for turn in range(len(ways) if nightly else 2):
        paper = revised.copy(tmp_path / "copy")
        assert paper.build().code == 0
        entries = sorted(p for p in (paper.root / "build/.store").glob("*/*/*") if p.is_file())
        assert len(entries) >= len(ways) // 2
        done = [ways[(5 * turn + n) % len(ways)] for n in range(len(entries))]
        for path, (_, damage) in zip(entries, done, strict=True):
            damage(path)
        for output in (paper.root / "build").glob("manuscript*"):
            output.unlink()
        ended = paper.build()
        assert ended.code == 0, ended
        assert "note: a result that was kept is damaged, and was made again" in ended.said
        assert paper.outputs == revised.new
        assert paper.unfinished == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("build/.store", "a file"), ("build/.store/pandoc", "a link that leads nowhere")],
)
def test_a_store_that_is_none_stops_no_build(
    revised: Revised, tmp_path: Path, name: str, kind: str
) -> None:
    """What stands in its place stays there, and nothing is kept."""
    paper = revised.copy(tmp_path / "copy")
    place = paper.root / name
    place.rename(tmp_path / "aside")
    place.write_text("") if kind == "a file" else place.symlink_to("nowhere")
    assert paper.build().code == 0
    assert paper.outputs == revised.new


RECORDS = [
    *(b"", b"{", b"null", b"[]", b"1", b"\xff", b"{}", b"[" * 100_000),
    {"inputs": []},
    {"inputs": {"manuscript/01-introduction.md": []}},
    {"inputs": {"manuscript/01-introduction.md": ["a", "b", "c"]}},
    {"inputs": {"manuscript/01-introduction.md": [1]}},
    {"outputs": ["build/manuscript.html"]},
    {"outputs": {}},
    {"outputs": {"../../etc/passwd": ""}},
    {"outputs": {"build/manuscript.html\0": "a"}},
    {"time": "now"},
    {"time": None},
    {"formats": 1},
    {"surroundings": []},
    {"surroundings": {}},
]


@pytest.mark.parametrize("damage", RECORDS, ids=lambda damage: repr(damage)[:40])
def test_a_damaged_record_is_none(
    revised: Revised, tmp_path: Path, damage: bytes | dict[str, Any]
) -> None:
    """What the last build left of itself is believed whole, or not at all; nothing fails."""
    paper = revised.copy(tmp_path / "copy")
    place = paper.root / PLACE
    if isinstance(damage, dict):
        damage = json.dumps({**json.loads(place.read_bytes()), **damage}).encode()
    place.write_bytes(damage)
    assert unchanged(paper.root, ("html", "docx")) == ()


@pytest.mark.parametrize("years", [-1, 10])
def test_a_clock_that_moved_changes_no_output(
    revised: Revised, tmp_path: Path, years: float
) -> None:
    """A build of another year gives the same bytes, and the next one sees every edit."""
    paper = revised.copy(tmp_path / "copy")
    assert paper.build(clock=years * YEAR).code == 0
    assert paper.outputs == revised.new
    text = NEW["manuscript/01-introduction.md"].replace("new", "odd")  # as long as it was
    paper.write({"manuscript/01-introduction.md": text})
    assert paper.build().code == 0
    assert paper.outputs != revised.new
    paper.write(NEW)
    assert paper.build().code == 0
    assert paper.outputs == revised.new


def test_sources_of_the_future_are_built_as_any(revised: Revised, tmp_path: Path) -> None:
    """What counts is what is in them."""
    paper = revised.copy(tmp_path / "copy")
    for path in (p for p in paper.root.rglob("*") if p.is_file()):
        os.utime(path, (4e9, 4e9))
    assert paper.build().code == 0
    assert paper.outputs == revised.new
    text = NEW["manuscript/01-introduction.md"].replace("new", "odd")
    paper.write({"manuscript/01-introduction.md": text})
    os.utime(paper.root / "manuscript/01-introduction.md", (4e9, 4e9))
    assert paper.build().code == 0
    assert paper.outputs != revised.new


@pytest.mark.parametrize("epoch", ["soon", "-1", "1.5", "9" * 30])
def test_a_date_that_is_none_is_told(
    write: Write,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    epoch: str,
) -> None:
    """`SOURCE_DATE_EPOCH` is seconds, and no output bears any other moment."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    root = write()
    assert run(["build", "-q", "html", "-C", str(root)]) == 2
    said = capsys.readouterr().err
    assert f"SOURCE_DATE_EPOCH is `{epoch}`\n  hint: " in said
    assert not [*(root / "build").glob("manuscript*")]
