"""Figures that are kept drawn while neither their scripts nor their data change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from octavo.figures import Failed, Figure, Figures, draw_figures
from octavo.preview.contents import Contents
from octavo.project import Project
from octavo.record import files_of
from octavo.sources import Undecodable, Unopened, read_text


class Drawings:
    """The figures of a session.

    A script is run again when it changed, or a file of `figures/` that is no script, or a
    script that it may import.  One that failed is run again at every build.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._known: dict[Path, tuple[dict[Path, str], Figure]] = {}

    def draw(self, project: Project, progress: Callable[[str], None]) -> Figures:
        """Return every figure of the project, those that are not at hand drawn anew."""
        sources = {script: self._sources(project, script) for script in project.scripts}
        stale = tuple(s for s in project.scripts if not self._is_fresh(s, sources[s]))
        drawn = draw_figures(replace(project, scripts=stale), progress)
        self._known = {s: known for s, known in self._known.items() if s in sources}
        self._known |= {f.script: (sources[f.script], f) for f in drawn.by_name.values()}
        found = {script: self._known[script][1] for script in project.scripts}
        return Figures({figure.name: figure for figure in found.values()})

    def _is_fresh(self, script: Path, sources: dict[Path, str]) -> bool:
        if script not in self._known:
            return False
        before, figure = self._known[script]
        if before != sources or isinstance(figure.outcome, Failed):
            return False
        kept = [path for g in figure.graphics for path in (g.svg, g.raster) if path]
        return all(path.is_file() for path in kept)

    def _sources(self, project: Project, script: Path) -> dict[Path, str]:
        """Return what a figure is drawn from, with its hashes; the settings count as one."""
        settings = project.metadata.build.figures.model_dump_json()
        paths = [script, *_mentioned(project, script), *_beside(project)]
        digests = {path: self._contents.digest(project.root / path) for path in paths}
        return {**digests, Path(): settings}


def _beside(project: Project) -> Iterator[Path]:
    """Yield the files of `figures/` that are no scripts: data, and modules that are shared."""
    for name in files_of(project.root):
        path = Path(name)
        passing = path.name.startswith(".") or path.name.endswith("~")  # an editor's own
        if path.parts[0] == "figures" and path not in project.scripts and not passing:
            yield path


def _mentioned(project: Project, script: Path) -> Iterator[Path]:
    """Yield the scripts that a script may import."""
    try:
        text = read_text(project.root, script)
    except (Undecodable, Unopened):
        return
    for other in project.scripts:
        name = re.escape(other.stem)
        imported = rf"\b(?:import|from)\b[^\n]*\b{name}\b|\b{name}\.py\b|[\"']{name}[\"']"
        if other != script and re.search(imported, text):
            yield other
