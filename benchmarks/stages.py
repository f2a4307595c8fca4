"""Tell where the CPU seconds of a build go: `python -m benchmarks.stages [RUNS [FOLDER]]`.

Prints, for each stage, the least and the median of RUNS (5 by default) and its share of
the whole, for the reference manuscript or that of FOLDER.  Every run is a process of its own:
in one that lives on, the second run finds Typst's pages remembered and modules loaded.
The stages, which a build runs side by side, come one after the other.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.recipes import cpu
from octavo.assembly import assemble
from octavo.bibliography import load_bibliography
from octavo.checks import Evidence, guard
from octavo.citations import cite, describe
from octavo.crossref import resolve
from octavo.figures import draw_figures
from octavo.formulas import unconverted
from octavo.manuscript import read_manuscript
from octavo.own_citation import with_own_citation
from octavo.project import load_project
from octavo.render import docx, html, pdf
from octavo.scripts import mark_scripts
from octavo.values import Values

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
MADE = shutil.ignore_patterns("build", ".*", "node_modules", "__pycache__")


def in_turn(module: str, folder: Path, runs: int) -> dict[str, list[float]]:
    """Return what a module prints in so many processes, by what it tells of.

    Each has the sources alone, in a folder of its own: it finds nothing that another has made.
    """
    command = [sys.executable, "-m", module, "once"]
    found = []
    for _ in range(runs):
        with TemporaryDirectory() as name:
            copy = shutil.copytree(folder, Path(name) / "copy", ignore=MADE)
            words = [*command, str(copy)]
            done = subprocess.run(words, check=True, stdout=subprocess.PIPE, cwd=ROOT)
        found.append(json.loads(done.stdout))
    return {name: [run[name] for run in found] for name in found[0]}


def once(folder: Path) -> dict[str, float]:
    """Run every stage and return the CPU seconds of each, children included."""
    times = {"start and imports": round(cpu(), 3)}

    def timed(name: str, stage: Callable[[], T]) -> T:
        started = cpu()
        result = stage()
        times[name] = round(cpu() - started, 3)
        return result

    project = timed("project", lambda: load_project(folder))
    manuscript = timed("manuscript", lambda: read_manuscript(project))
    bibliography = timed("bibliography", lambda: load_bibliography(project))
    figures = timed("figures", lambda: draw_figures(project))
    formulas = timed("formulas", lambda: tuple(unconverted(manuscript, project.store)))
    unknown = tuple(Values(project.metadata, figures).unknown(manuscript))
    evidence = Evidence(
        project, manuscript, bibliography, figures, unknown_values=unknown, formulas=formulas
    )
    timed("guarding rules", lambda: list(guard(evidence)))
    assembled = timed("assembly", lambda: assemble(project, manuscript, figures))
    resolved = timed("cross-references", lambda: resolve(assembled)[0])
    own = timed("own citation", lambda: with_own_citation(resolved, project))
    cited = timed("citations", lambda: cite(own, bibliography, project))
    marked = timed("scripts", lambda: mark_scripts(cited, bibliography))
    document = timed("data for Zotero", lambda: describe(marked, bibliography, project))
    for form in (pdf, docx, html):
        timed(form.__name__.rpartition(".")[2], lambda form=form: form.render(document, project))  # type: ignore[misc]
    return times


def main(runs: int, folder: Path) -> None:
    """Print what each stage took."""
    times = in_turn("benchmarks.stages", folder, runs)
    whole = sum(map(median, times.values()))
    for name, seconds in times.items():
        share = median(seconds) / whole
        print(f"{name:17} {min(seconds):7.3f} {median(seconds):7.3f} s {share:6.0%}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["once"]:
        print(json.dumps(once(Path(sys.argv[2]))))
    else:
        words = sys.argv[1:]
        main(int(words[0]) if words else 5, Path(words[1]) if words[1:] else ROOT)
