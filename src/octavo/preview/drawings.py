"""Figures that are kept drawn while nothing that their scripts read changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.figure_results import beside
from octavo.figures import Failed, Figure, Figures, draw_figures
from octavo.preview.contents import Contents
from octavo.progress import Progress
from octavo.project import Project
from octavo.record import files_of
from octavo.store import changed


class Drawings:
    """The figures of a session.

    A script is run again when it changed, or anything that it read; where that is not known,
    when anything in `figures/` changed.  One that failed is run again at every build.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._known: dict[Path, tuple[dict[Path, str], Figure]] = {}

    def draw(self, project: Project, progress: Progress) -> Figures:
        """Return every figure of the project, those that are not at hand drawn anew."""
        kept = {
            script: known for script in project.scripts if (known := self._fresh(project, script))
        }
        stale = tuple(script for script in project.scripts if script not in kept)
        if stale:
            started = time.time_ns()
            for figure in draw_figures(replace(project, scripts=stale), progress).by_name.values():
                kept[figure.script] = self._sources(project, figure, started), figure
        self._known = kept
        found = [kept[script][1] for script in project.scripts]
        return Figures({figure.name: figure for figure in found})

    def _fresh(self, project: Project, script: Path) -> tuple[dict[Path, str], Figure] | None:
        """Return what is known of a figure, if it would be the same when drawn again."""
        if script not in self._known:
            return None
        sources, figure = self._known[script]
        pictures = [path for g in figure.graphics for path in (g.svg, g.raster) if path]
        if isinstance(figure.outcome, Failed) or not all(path.is_file() for path in pictures):
            return None
        return (sources, figure) if self._sources(project, figure) == sources else None

    def _sources(self, project: Project, figure: Figure, started: int = 0) -> dict[Path, str]:
        """Return what a figure is drawn from, with its hashes; the settings count as one.

        What stands beside the scripts counts with them.  What changed after the start may have
        been read before: it counts as unknown.
        """
        paths = [project.root / figure.script, *figure.reads]
        if not figure.repeatable:
            paths += _beside(project)
        digests = {path: self._contents.digest(path) for path in paths}
        if started:
            digests |= {path: "" for path in paths if changed(path) >= started}
        settings = project.metadata.build.figures.model_dump_json()
        return {**digests, Path(): settings + beside(project.root / "figures")}


def _beside(project: Project) -> Iterator[Path]:
    """Yield the files of `figures/`, but for an editor's own."""
    for name in map(Path, files_of(project.root)):
        if name.parts[0] == "figures" and not name.name.startswith(".") and name.name[-1] != "~":
            yield project.root / name
