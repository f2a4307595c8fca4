"""`figures/*.py` run into pictures and values.

A script is an ordinary matplotlib script.  It runs in a process of its own, in
its own folder, with an environment of few variables; the figures that it leaves
open are saved in every form that an output needs, to `build/figures/`.  JSON that
it writes to the folder `$OCTAVO_OUTPUT` becomes values for the text.
"""

from __future__ import annotations

import ast
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

from octavo.diagnostics import Span
from octavo.document import Graphic
from octavo.figure_environment import environment_for
from octavo.figure_facts import Drawn
from octavo.figure_medium import Medium
from octavo.figure_reads import declared, existing
from octavo.figure_results import Result, Script, keep, recalled, why
from octavo.figure_server import FigureServer
from octavo.folders import (
    alone_in,
    is_plain,
    make_folder,
    put,
    refuse_folder,
    unfinished,
    writing,
)
from octavo.progress import Progress, silently
from octavo.project import Project
from octavo.root import METADATA
from octavo.sources import Undecodable, Unopened, read_text
from octavo.store import contents_of, digest_of
from octavo.tools import Ended

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

VALUES = "values.json"
"""The file beside the pictures that holds the values of all scripts, by their names."""

OUT_OF_MEMORY = ("std::bad_alloc", "MemoryError")
"""What is in the last line of those that ended because they were given no more memory."""

_parsing = Lock()
"""Held while a script is parsed: in Python 3.11 threads that do so at once fail each other, should
another run while the collector works (https://github.com/python/cpython/issues/106905)."""


@dataclass(frozen=True, slots=True)
class Built:
    """The script ran; `reason` says why it was run."""

    reason: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """The script did not run: what it gave before is what it would give."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The script gave nothing: what went wrong, at which of its lines, and its last words."""

    message: str
    span: Span
    log: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A script and what came of it."""

    name: str
    script: Path
    outcome: Built | Recalled | Failed
    graphics: tuple[Graphic, ...] = ()
    values: JsonValue = None
    description: str = ""
    """The script's docstring: what the picture shows, for those who cannot see it."""

    drawn: tuple[Drawn, ...] = ()
    reads: tuple[Path, ...] = ()
    """The files that it read, as far as could be seen; a folder is there for its names."""

    unseen: tuple[str, ...] = ()
    """What it did beyond that, as events of Python: it may have read more than is known."""

    repeatable: bool = True
    """Whether all that it read is known, or said by the script."""

    @property
    def reason(self) -> str:
        """Why the script ran, or did not."""
        match self.outcome:
            case Built(reason):
                return reason
            case Failed(message):
                return message
            case Recalled():
                return "nothing that it reads changed"


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of the project by the name of its script."""

    by_name: Mapping[str, Figure]
    notes: tuple[str, ...] = ()
    """What is to be told of where they were drawn."""

    @property
    def graphics(self) -> dict[str, Graphic]:
        """Every picture by the name that the text uses."""
        return {g.name: g for figure in self.by_name.values() for g in figure.graphics}

    @property
    def values(self) -> dict[str, JsonValue]:
        """The values of every script; dashes in names are underscores."""
        named = self.by_name.values()
        return {f.name.replace("-", "_"): f.values for f in named if f.values is not None}

    @property
    def descriptions(self) -> dict[str, str]:
        """The scripts' docstrings by the names of their pictures."""
        named = self.by_name.values()
        return {g.name: figure.description for figure in named for g in figure.graphics}

    def failed(self) -> Iterator[Failed]:
        """Yield the failures."""
        for figure in self.by_name.values():
            if isinstance(figure.outcome, Failed):
                yield figure.outcome


class Runner(Protocol):
    """Runs scripts, here or elsewhere, until the block is left."""

    @property
    def width(self) -> int:
        """Scripts that are to be run at once."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be told of what was drawn."""

    def __enter__(self) -> Runner: ...
    def __exit__(self, *_: object) -> None: ...
    def run(self, arguments: Sequence[str], *, env: Mapping[str, str], timeout: float) -> Ended:
        """Run a script, the first of the runner's arguments; tell how it ended."""


class DrawFor(Protocol):
    """What draws the figures of a project, as `draw_figures` does."""

    def __call__(
        self,
        project: Project,
        progress: Progress,
        *,
        medium: Medium | None = None,
        folder: Path | None = None,
    ) -> Figures:
        """Draw them for the article, or for a medium to a folder."""
        ...


def draw_figures(
    project: Project,
    progress: Progress = silently,
    runner: Callable[[], Runner] = FigureServer,
    *,
    medium: Medium | None = None,
    folder: Path | None = None,
) -> Figures:
    """Run every figure script, as many at once as there are cores, or as the runner likes.

    Pictures are those of the article in `build/figures/`, unless they are drawn for another
    medium, to another folder.
    """
    folder = folder or project.output / "figures"
    make_folder(folder)

    def draw(script: Path) -> Figure:
        figure = _draw(studio, script)
        if not isinstance(figure.outcome, Failed):
            progress(figure.name)
        return figure

    alone = alone_in((project.root / METADATA).parent)  # no two draw the same picture
    with alone, runner() as server, ThreadPoolExecutor(server.width) as pool:
        own = Medium(dpi=project.metadata.build.figures.dpi)
        studio = _Studio(project, folder, medium or own, server)
        drawn = {figure.name: figure for figure in pool.map(draw, project.scripts)}
        figures = Figures(drawn, tuple(server.notes))
    _write_values(figures, folder / VALUES)
    return figures


def _write_values(figures: Figures, place: Path) -> None:
    """Leave the values where people, and `octavo verify`, can look at them."""
    values = {name: f.values for name, f in figures.by_name.items() if f.values is not None}
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    data = text.encode("utf-8", "backslashreplace")  # half a character as JSON may write it
    if not values:
        with writing(place):
            place.unlink(missing_ok=True)
    elif contents_of(place) != digest_of(data):
        put(data, place)


@dataclass(frozen=True, slots=True)
class _Studio:
    """What is the same for every script of a project."""

    project: Project
    folder: Path
    medium: Medium
    server: Runner


def _draw(studio: _Studio, script: Path) -> Figure:
    """Recall what a script gives, or run it."""
    project = studio.project
    try:
        source = read_text(project.root, script)
    except (Undecodable, Unopened) as error:
        return Figure(script.stem, script, Failed(error.message, error.span))
    asked = Script(project.root, script, source, studio.medium.settings)
    known = recalled(asked, project.store) if project.store else None
    if known is not None:
        return _restored(asked, *known, studio)
    reason = why(asked, project.store) if project.store else "results are not kept"
    started = time.time_ns()
    figure = _run(studio, script, source)
    if isinstance(figure.outcome, Failed):
        return figure
    figure = replace(figure, outcome=Built(reason))
    if project.store and figure.repeatable:
        reads = [os.path.relpath(path, project.root.resolve()) for path in figure.reads]
        keep(asked, project.store, started, reads, _result(figure))
    return figure


def _run(studio: _Studio, script: Path, source: str) -> Figure:
    root, settings = studio.project.root.resolve(), studio.project.metadata.build.figures
    with unfinished(studio.folder.resolve()) as aside:
        absolute = (root / script).resolve()
        told = (script.stem, studio.medium.written, str(settings.memory))
        ended = studio.server.run(
            (str(absolute), str(aside), *told),
            env=environment_for(str(aside)),
            timeout=settings.timeout,
        )
        figure = _collected(studio, script, aside, ended, description_of(source))
    named = tuple(declared(source, absolute.parent))
    known = existing(named, root)
    reads = tuple(sorted({*figure.reads, *known}))
    repeatable = figure.repeatable and (not figure.unseen or bool(named))
    return replace(figure, reads=reads, repeatable=repeatable)


def _result(figure: Figure) -> Result:
    """Return all that a script gave, to be kept."""
    facts = {
        "graphics": [[g.name, g.width] for g in figure.graphics],
        "values": figure.values,
        "drawn": [drawn.facts for drawn in figure.drawn],
        "unseen": figure.unseen,
    }
    pictures = (path for g in figure.graphics for path in g.paths)
    return Result(facts, {path.name: path.read_bytes() for path in pictures})


def _restored(script: Script, result: Result, reads: list[str], studio: _Studio) -> Figure:
    """Put the pictures that were kept in their places, if others are there."""
    folder = studio.folder
    for name, data in result.files.items():
        if contents_of(folder / name) != digest_of(data):
            put(data, folder / name)
    facts = result.facts
    return Figure(
        script.path.stem,
        script.path,
        Recalled(),
        tuple(_graphic(studio, name, width) for name, width in facts["graphics"]),
        facts["values"],
        description_of(script.source),
        tuple(Drawn.of(drawn) for drawn in facts["drawn"]),
        tuple(Path(os.path.normpath(script.root.resolve() / name)) for name in reads),
        tuple(facts["unseen"]),
    )


def _collected(
    studio: _Studio, script: Path, aside: Path, ended: Ended, description: str
) -> Figure:
    name, start, report = script.stem, Span(script), _report(ended)
    reads = tuple(map(Path, report["reads"])) if report else ()
    unseen = tuple(map(str, report["unseen"])) if report else ()

    def failed(message: str, place: Span = start, hint: str = "") -> Figure:
        outcome = Failed(message, place, ended.messages, hint)
        return Figure(name, script, outcome, reads=reads, unseen=unseen)

    if report is None:
        return failed(_death(ended, studio.project))
    if "error" in report:
        place = Span(Path(report.get("path", script)), int(report["line"]))
        return failed(str(report["error"]), place, str(report.get("hint", "")))
    try:
        values = _values(aside)
    except ValueError as error:
        return failed(f"unreadable values: {error}")
    wanted = [_graphic(studio, str(f["name"]), float(f["width"])) for f in report["figures"]]
    odd = [p.name for g in wanted for p in g.paths if not is_plain(aside / p.name)]
    if odd or any(path.parent != studio.folder for g in wanted for path in g.paths):
        return failed("the script left something else in the place of a picture: " + ", ".join(odd))
    graphics = tuple(_kept(aside, studio, graphic) for graphic in wanted)
    if not graphics and values is None:
        hint = "leave out `pyplot.close()`: what is open at the end is saved"
        return failed("the script leaves no figure open and writes no values", hint=hint)
    drawn = tuple(Drawn.of(facts) for facts in report["figures"])
    built = Built("drawn anew")
    known = not report.get("foreign")
    return Figure(name, script, built, graphics, values, description, drawn, reads, unseen, known)


def _report(ended: Ended) -> Mapping[str, Any] | None:
    """Return what the runner said at last, if it came to that."""
    if ended.code is None:
        return None
    try:
        report = json.loads(ended.output.rstrip().rpartition(b"\n")[2])
    except ValueError:
        return None
    return report if isinstance(report, dict) and "unseen" in report else None


def _death(ended: Ended, project: Project) -> str:
    """Say how a script ended that could not tell of it."""
    settings = project.metadata.build.figures
    if ended.code is None:
        return f"the script did not end within {settings.timeout:g} seconds"
    last = ended.messages.rstrip().rpartition("\n")[2]
    if any(word in last for word in OUT_OF_MEMORY):
        return f"the script needed more than {settings.memory} MB"
    how = f"signal {-ended.code}" if ended.code < 0 else f"exit code {ended.code}"
    return f"the script ended with {how}"


def _kept(aside: Path, studio: _Studio, graphic: Graphic) -> Graphic:
    """Move a finished picture to where it stays; one that fails leaves the last good one."""
    for place in graphic.paths:
        refuse_folder(place)
        with writing(studio.folder):
            (aside / place.name).replace(place)
    return graphic


def _graphic(studio: _Studio, name: str, width: float) -> Graphic:
    paths = {form: studio.folder / f"{name}.{form}" for form in studio.medium.formats}
    svg, pdf, eps, png = (paths.get(form) for form in ("svg", "pdf", "eps", "png"))
    return Graphic(name, svg=svg, pdf=pdf, eps=eps, raster=png, width=width)


def _values(aside: Path) -> JsonValue:
    found: dict[str, JsonValue] = {}
    for path in sorted(aside.glob("*.json")):
        if not is_plain(path):
            raise ValueError(f"{path.name} is no plain file")
        value = json.loads(path.read_bytes())
        found |= value if isinstance(value, dict) else {path.stem: value}
    return found or None


def description_of(source: str) -> str:
    """Return what a script says of itself."""
    try:
        with _parsing:
            return " ".join((ast.get_docstring(ast.parse(source)) or "").split())
    except SyntaxError:
        return ""
