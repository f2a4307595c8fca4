"""The benchmarks measure what they say: the same work, on the same manuscripts, all of it."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

import pytest

from benchmarks import bare, report, rounds
from benchmarks.edits import EDITS
from benchmarks.manuscripts import SIZES, Size, manuscript, write
from benchmarks.measuring import Cost, measure
from benchmarks.report import Measured
from benchmarks.rounds import BARE, OCTAVO, Run
from octavo.checks import Family
from octavo.pipeline import inspect
from octavo.project import load_project

ROOT = Path(__file__).parents[1]
SMALL = Size(6000, 20, 2)
DIGEST = "55f7c4438986d5b3b4b6affe907ec850aa55147468420ab5da257875c6990e54"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Return a small manuscript."""
    return manuscript(SMALL)


def sections(files: dict[str, str]) -> str:
    """Return the text of all sections."""
    return "\n".join(text for name, text in files.items() if name.endswith(".md"))


def digest(files: dict[str, str]) -> str:
    """Return what tells two manuscripts apart."""
    return hashlib.sha256("\0".join(f"{n}\0{t}" for n, t in files.items()).encode()).hexdigest()


def test_a_seed_gives_the_same_bytes_everywhere(files: dict[str, str]) -> None:
    """A manuscript is what it was, so that figures taken at two times can be compared."""
    assert digest(files) == DIGEST
    assert digest(manuscript(SMALL, seed=2)) != DIGEST


@pytest.mark.parametrize("size", [SMALL, SIZES[40_000], SIZES[150_000]], ids=lambda s: s.words)
def test_a_manuscript_has_the_size_asked_for(size: Size) -> None:
    """Words as `wc -w` counts them, and every work cited, every figure shown."""
    files = manuscript(size)
    text = sections(files)
    assert len(text.split()) == pytest.approx(size.words, rel=0.05)
    keys = re.findall(r"^@\w+\{(\w+),", files["bib/references.bib"], re.MULTILINE)
    assert len(keys) == size.references
    assert set(keys) <= set(re.findall(r"@(\w+)", text))
    assert len(re.findall(r"^!\[", text, re.MULTILINE)) == size.figures


def test_a_manuscript_has_all_that_articles_have(files: dict[str, str]) -> None:
    """Tables, formulas, notes, lists, quotations and references to parts are in the smallest."""
    text = sections(files)
    for part in (r"^\| :---", r"^\$\$ ", r"^\[\^n\d+\]: ", r"^1\. ", r"^> ", r"@sec:", r"^## "):
        assert re.search(part, text, re.MULTILINE), part


def test_a_manuscript_is_clean(files: dict[str, str], tmp_path: Path) -> None:
    """Octavo finds nothing wrong with what it is measured by."""
    write(files, tmp_path)
    families = set(Family) - {Family.FIGURES}
    assert inspect(load_project(tmp_path), families) == ()


@pytest.mark.parametrize(
    ("number", "changed"),
    [
        (0, []),
        (1, ["manuscript/04-section.md"]),
        (2, ["figures/series-02.py"]),
        (3, ["bib/references.bib"]),
    ],
)
def test_an_edit_changes_one_line_of_one_file(
    number: int, changed: list[str], files: dict[str, str], tmp_path: Path
) -> None:
    """Each edit is a small one, by an author's hand."""
    write(files, tmp_path)
    EDITS[number].apply(tmp_path)
    after = {name: (tmp_path / name).read_text(encoding="utf-8") for name in files}
    assert [name for name in files if files[name] != after[name]] == changed
    for name in changed:
        pairs = zip(files[name].splitlines(), after[name].splitlines(), strict=True)
        assert sum(old != new for old, new in pairs) == 1


def test_the_baseline_does_only_what_is_stale(files: dict[str, str], tmp_path: Path) -> None:
    """A figure's edit draws that figure alone; a paragraph's edit draws none."""
    write(files, tmp_path)
    rules = bare.rules_of(tmp_path)
    (tmp_path / "build/figures").mkdir(parents=True)
    for rule in rules:
        for target in rule.targets:
            target.touch()
    stale = []
    for edit in EDITS[:3]:
        edit.apply(tmp_path)
        stale.append([rule.targets[0].name for rule in rules if rule.is_stale()])
    assert stale == [[], ["tree.json"], ["series-02.svg", "tree.json"]]


def test_the_baselines_outputs_show_every_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fails, and the same outputs come of the same sources."""
    command = rounds.commands()[BARE]
    monkeypatch.setattr(rounds, "commands", lambda: {BARE: command})
    runs = list(rounds.pair(rounds.SMALL, 1))
    assert [run.cost.failed for run in runs] == [""] * 5
    assert [run.work for run in runs] == report.WORKS


def test_a_tool_that_fails_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed build costs nothing less, and is not taken for a quick one."""
    fails = [sys.executable, "-c", "raise SystemExit('too large')"]
    idle = [sys.executable, "-c", ""]
    monkeypatch.setattr(rounds, "commands", lambda: {OCTAVO: fails, BARE: idle})
    runs = list(rounds.pair(rounds.SMALL, 0))
    assert [(run.tool, run.cost.failed) for run in runs] == [
        (OCTAVO, "too large"),
        (BARE, "“cold” does not change manuscript.pdf"),
    ]


BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_the_cost_is_that_of_the_whole_tree(tmp_path: Path) -> None:
    """What a child's child spends and holds is counted."""
    inner = f"held = bytearray(100_000_000); exec({BUSY!r})"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    cost = measure([sys.executable, "-c", outer], tmp_path)
    assert cost.cpu >= 0.3
    assert cost.memory > 100
    assert cost.failed == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")
def test_what_is_left_behind_is_counted_and_ended(tmp_path: Path) -> None:
    """A server that outlives the build does its work for nobody's free."""
    busy = f"exec({BUSY!r}); open('done', 'w').close(); time.sleep(1000)"
    started = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    wait = "import os, time\nwhile not os.path.exists('done'): time.sleep(0.01)"
    cost = measure([sys.executable, "-c", f"{started}\n{wait}"], tmp_path)
    assert cost.cpu >= 0.3


def test_ratios_are_of_pairs() -> None:
    """Each build is compared with that of its own pair; one that failed with none."""
    costs = [(1, 6.0, 3.0, ""), (2, 2.0, 4.0, ""), (3, 5.0, 5.0, ""), (4, 9.0, 1.0, "broken")]
    runs = []
    for pair, ours, theirs, failed in costs:
        runs.append(Run(pair, "cold", OCTAVO, Cost(ours, 100, failed)))
        runs.append(Run(pair, "cold", BARE, Cost(theirs, 200)))
    lines = list(report.tables([Measured(6000, "A day.", tuple(runs), {}, {})]))
    row = "| cold | 3 | 5.00 s | 3.50 s | 0.50 | 1.00 | 2.00 | 100 MB | 0.50 |"
    assert row in lines
    assert "- Octavo, cold, pair 4: failed after 9 s of CPU: broken" in lines


def test_the_page_tells_what_was_measured() -> None:
    """The tables of the page are those of the runs that are kept."""
    results = json.loads((ROOT / "benchmarks/results.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert report.page(page, [report.read(data) for data in results.values()]) == page
