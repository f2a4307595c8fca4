"""The tables of docs/benchmarks.md, made from the runs that benchmarks/results.json keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.edits import EDITS
from benchmarks.measuring import Cost
from benchmarks.rounds import BARE, COLD, OCTAVO, TEX, Run

BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
WORKS = [edit.name for edit in (COLD, *EDITS)]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured with manuscripts of one size."""

    words: int
    circumstances: str
    """When, where and under what load."""

    runs: tuple[Run, ...]
    stages: dict[str, list[float]]
    """CPU seconds of each stage of Octavo's cold build; empty where it failed."""

    recipes: dict[str, list[float]]
    """CPU seconds of each recipe of the baseline's cold build; empty where it failed."""

    def costs(self, work: str, tool: str) -> dict[int, Cost]:
        """Return what a tool's work cost in each pair."""
        return {run.pair: run.cost for run in self.runs if (run.work, run.tool) == (work, tool)}


def kept(measured: Measured) -> dict[str, Any]:
    """Return what was measured as JSON has it."""
    return asdict(measured)


def read(data: dict[str, Any]) -> Measured:
    """Return what JSON has."""
    runs = tuple(Run(**{**run, "cost": Cost(**run["cost"])}) for run in data["runs"])
    return Measured(**{**data, "runs": runs})


def page(old: str, sizes: list[Measured]) -> str:
    """Return the page with new tables between its marks."""
    head, rest = old.split(BEGIN)
    tail = rest.split(END)[1]
    return head + BEGIN + "\n" + "\n".join(tables(sizes)) + "\n\n" + END + tail


def tables(sizes: list[Measured]) -> Iterator[str]:
    """Yield the lines of all tables."""
    for measured in sizes:
        yield f"### {measured.words:,} words\n"
        yield f"{measured.circumstances}\n"
        yield from _comparison(measured)
        yield ""
        yield from _failures(measured)
    yield "### How cost grows with size\n"
    yield from _growth(sizes)
    yield ""
    yield "### Where the CPU seconds of a cold build go\n"
    yield from _parts("stage of Octavo", {m.words: m.stages for m in sizes if m.stages})
    yield ""
    yield from _parts("recipe of the baseline", {m.words: m.recipes for m in sizes if m.recipes})


def _comparison(measured: Measured) -> Iterator[str]:
    head = f"| work | pairs | {OCTAVO} | {BARE} | ratio: least | median | most"
    yield head + f" | memory of {OCTAVO} | its ratio, median |"
    yield "|:--|--:|--:|--:|--:|--:|--:|--:|--:|"
    for work in WORKS:
        yield _row(work, measured.costs(work, OCTAVO), measured.costs(work, BARE))
    tex = _good(measured.costs(COLD.name, TEX))
    if tex:
        ours = _good(measured.costs(COLD.name, OCTAVO))
        yield _row(f"cold; instead, {TEX}", ours, tex)


def _row(work: str, ours: dict[int, Cost], theirs: dict[int, Cost]) -> str:
    both = sorted(_good(ours).keys() & _good(theirs).keys())
    cpu = [ours[n].cpu / theirs[n].cpu for n in both]
    memory = [ours[n].memory / theirs[n].memory for n in both]
    cells = [work, str(len(both)), _seconds(ours), _seconds(theirs)]
    cells += [_ratio(of(cpu)) if cpu else "–" for of in (min, median, max)]
    cells += [f"{median(c.memory for c in _good(ours).values()):.0f} MB" if _good(ours) else "–"]
    cells += [_ratio(median(memory)) if memory else "–"]
    return "| " + " | ".join(cells) + " |"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _good(costs: dict[int, Cost]) -> dict[int, Cost]:
    return {number: cost for number, cost in costs.items() if not cost.failed}


def _seconds(costs: dict[int, Cost]) -> str:
    good = [cost.cpu for cost in _good(costs).values()]
    if good:
        return f"{median(good):.2f} s"
    return "failed" if costs else "not run"


def _failures(measured: Measured) -> Iterator[str]:
    failed = [run for run in measured.runs if run.cost.failed]
    for run in failed:
        spent = f"after {run.cost.cpu:.0f} s of CPU"
        yield f"- {run.tool}, {run.work}, pair {run.pair}: failed {spent}: {run.cost.failed}"
    if failed:
        yield ""


def _growth(sizes: list[Measured]) -> Iterator[str]:
    yield f"| words | work | {OCTAVO} | a 1,000 words | {BARE} | a 1,000 words | {TEX} |"
    yield "|--:|:--|--:|--:|--:|--:|--:|"
    for measured in sizes:
        for work in (WORKS[0], WORKS[2]):
            cells = [f"{measured.words:,}", work]
            for tool in (OCTAVO, BARE):
                costs = measured.costs(work, tool)
                cells += [_seconds(costs), _share(costs, measured.words)]
            cells.append(_seconds(measured.costs(work, TEX)) if work == COLD.name else "")
            yield "| " + " | ".join(cells) + " |"


def _share(costs: dict[int, Cost], words: int) -> str:
    good = [cost.cpu for cost in _good(costs).values()]
    return f"{1000 * median(good) / words:.2f} s" if good else "–"


def _parts(what: str, sizes: dict[int, dict[str, list[float]]]) -> Iterator[str]:
    """Yield what each part took, by the number of words."""
    yield f"| {what} | " + " | ".join(f"{words:,} words | share" for words in sizes) + " |"
    yield "|:--|" + "--:|--:|" * len(sizes)
    taken = {
        words: {name: median(runs) for name, runs in of.items()} for words, of in sizes.items()
    }
    wholes = {words: sum(of.values()) for words, of in taken.items()}
    for name in next(iter(taken.values()), ()):
        cells = [f"{of[name]:.2f} s | {of[name] / wholes[n]:.0%}" for n, of in taken.items()]
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield "| all | " + " | ".join(f"{whole:.2f} s | " for whole in wholes.values()) + " |"
