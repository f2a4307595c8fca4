"""Time each stage of a build of the reference manuscript: `python benchmarks/stages.py [RUNS]`.

Prints, for each stage, the least and the median of RUNS seconds (5 by default), and its
share of the whole.  Everything is in one process, after one run that is not counted.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from octavo.assembly import assemble
from octavo.bibliography import load_bibliography
from octavo.citations import cite
from octavo.crossref import resolve
from octavo.figures import draw_figures
from octavo.formulas import unconverted
from octavo.manuscript import read_manuscript
from octavo.project import load_project
from octavo.render import docx, html, pdf
from octavo.scripts import mark_scripts

T = TypeVar("T")


def main(runs: int) -> None:
    """Run all stages `runs` times and print what each took."""
    once(defaultdict(list))
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        once(times)
    whole = sum(median(seconds) for seconds in times.values())
    for name, seconds in times.items():
        share = median(seconds) / whole
        print(f"{name:14} {min(seconds):7.3f} {median(seconds):7.3f} s {share:6.0%}")


def once(times: dict[str, list[float]]) -> None:
    """Run every stage once and note its time."""

    def timed(name: str, stage: Callable[[], T]) -> T:
        started = perf_counter()
        result = stage()
        times[name].append(perf_counter() - started)
        return result

    project = timed("project", lambda: load_project(Path(__file__).parents[1]))
    manuscript = timed("manuscript", lambda: read_manuscript(project))
    bibliography = timed("bibliography", lambda: load_bibliography(project))
    figures = timed("figures", lambda: draw_figures(project))
    timed("formulas", lambda: list(unconverted(manuscript)))
    assembled = timed("assembly", lambda: assemble(project, manuscript, figures))
    resolved = timed("crossref", lambda: resolve(assembled))
    cited = timed("citations", lambda: cite(resolved[0], bibliography, project))
    document = timed("scripts", lambda: mark_scripts(cited, bibliography))
    for form in (pdf, docx, html):
        timed(form.__name__.rpartition(".")[2], lambda form=form: form.render(document, project))  # type: ignore[misc]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
