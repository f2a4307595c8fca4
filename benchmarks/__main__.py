"""Measure, and write what came out to docs/benchmarks.md: `nox -s bench -- [SIZE[xPAIRS]]...`.

Without words, manuscripts of 6,000 words are built in five pairs, those of 40,000 in
three and those of 150,000 in one.  Sizes that are not measured keep what they had.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.bare import pandoc
from benchmarks.manuscripts import SIZES, Size, manuscript, write
from benchmarks.rounds import BARE, OCTAVO, Run, pair, warm_up
from benchmarks.stages import in_turn

ROOT = Path(__file__).parents[1]
RESULTS, PAGE = ROOT / "benchmarks/results.json", ROOT / "docs/benchmarks.md"
PAIRS = {6000: 5, 40_000: 3, 150_000: 1}


def main(words: list[str]) -> None:
    """Measure the sizes asked for, each kept as soon as it is there."""
    chosen = dict(map(_asked, words)) or PAIRS
    warm_up()
    for size, pairs in chosen.items():
        measured = _measured(SIZES[size], pairs)
        found = {**_results(), str(size): report.kept(measured)}
        text = json.dumps(dict(sorted(found.items(), key=lambda item: int(item[0]))), indent=1)
        RESULTS.write_text(text + "\n", encoding="utf-8")
        _write_page()


def _asked(word: str) -> tuple[int, int]:
    size, _, pairs = word.partition("x")
    if not size.isdigit() or int(size) not in SIZES or not (pairs or "1").isdigit():
        sys.exit(f"no size `{word}`; the sizes are {', '.join(map(str, SIZES))}, as in 6000x5")
    return int(size), int(pairs) if pairs else PAIRS[int(size)]


def _measured(size: Size, pairs: int) -> report.Measured:
    load = os.getloadavg()[0]
    runs: list[Run] = []
    for number in range(1, pairs + 1):
        for run in pair(size, number):
            runs.append(run)
            cost = run.cost
            print(f"{size.words:,} words, pair {number}, {run.work}: {run.tool} ", end="")
            print(f"{cost.cpu:.2f} s, {cost.memory:.0f} MB {cost.failed}", flush=True)
    told = _circumstances(load, os.getloadavg()[0])
    with tempfile.TemporaryDirectory() as name:
        write(manuscript(size), Path(name))
        failed = {run.tool for run in runs if run.cost.failed}
        ours = {} if OCTAVO in failed else in_turn("benchmarks.stages", Path(name), min(pairs, 3))
        bare = {} if BARE in failed else in_turn("benchmarks.recipes", Path(name), min(pairs, 3))
    return report.Measured(size.words, told, tuple(runs), ours, bare)


def _circumstances(before: float, after: float) -> str:
    day = datetime.datetime.now(tz=datetime.UTC).date()
    cores = os.cpu_count()
    version = subprocess.run([pandoc(), "--version"], check=True, capture_output=True, text=True)
    typst = importlib.metadata.version("typst")
    busy = "; other work ran at the same time, so take them as provisional" if before > 1 else ""
    return (
        f"{day}, {cores} cores, load {before:.1f} before and {after:.1f} after{busy}; "
        f"Python {platform.python_version()}, {version.stdout.split(chr(10))[0]}, Typst {typst}."
    )


def _results() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    if RESULTS.exists():
        found = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def _write_page() -> None:
    sizes = [report.read(data) for data in _results().values()]
    PAGE.write_text(report.page(PAGE.read_text(encoding="utf-8"), sizes), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
