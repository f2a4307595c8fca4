"""A figure script on another machine: in a process of its own, with the limits that it has at home.

The machine has Octavo too, with a Python and packages that may be others: it tells which.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Event, Thread

from octavo.figure_parcel import LIMIT, Parcel
from octavo.figure_server import FigureServer
from octavo.folders import unfinished
from octavo.store import environment
from octavo.tools import Ended

MACHINE = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
"""Variables of the environment that are each machine's own."""

WANTED = frozenset({".svg", ".png", ".pdf", ".eps", ".json"})
"""How the files end that are sent back: pictures and values."""

PAUSE = 0.5
"""Seconds between two looks whether what runs is still wanted."""


@dataclass(frozen=True, slots=True)
class Request:
    """A script to be run: its name in the project, and what the runner is told beside it."""

    script: str
    arguments: tuple[str, ...]
    env: Mapping[str, str]
    timeout: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a machine draws with."""

    environment: Mapping[str, str]
    """What the keys of results are made of."""

    versions: Mapping[str, str]
    """What people would call it."""

    @classmethod
    def here(cls) -> Surroundings:
        """Return those of this machine."""
        versions = {"Python": environment()["Python"].split()[-1]}
        for name in ("matplotlib", "numpy", "octavo"):
            try:
                versions[name] = version(name)
            except PackageNotFoundError:
                versions[name] = "none"
        return cls(environment(), versions)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a script ended, what it left, and where the project was for it."""

    ended: Ended
    files: Mapping[str, bytes]
    root: str
    surroundings: Surroundings


def perform(parcel: Parcel, request: Request, folder: str, wanted: Callable[[], bool]) -> Answer:
    """Run a script below a folder, as long as it is wanted, and leave nothing of it there."""
    with unfinished(Path(folder).resolve()) as own:
        root, aside = own / "project", own / "drawn"
        parcel.unpack(root)
        aside.mkdir()
        arguments = (str(root / request.script), str(aside), *request.arguments)
        env = _environment(request.env, str(aside))
        with FigureServer() as server, _watching(server, wanted):
            ended = server.run(arguments, env=env, timeout=request.timeout)
        ended, files = _brought(ended, aside)
    return Answer(ended, files, str(root), Surroundings.here())


def _environment(given: Mapping[str, str], output: str) -> dict[str, str]:
    """Return the variables that a script has at home, with those of this machine in their place."""
    kept = {name: value for name, value in given.items() if name not in MACHINE}
    own = {name: os.environ[name] for name in MACHINE if name in os.environ}
    package = str(Path(__file__).parents[1])
    return {**kept, **own, "PYTHONPATH": package, "OCTAVO_OUTPUT": output}


def _brought(ended: Ended, aside: Path) -> tuple[Ended, dict[str, bytes]]:
    """Return the end of a script with what it left, if that is not too much to be sent."""
    paths = [p for p in aside.iterdir() if p.suffix in WANTED and p.is_file()]
    size = sum(path.stat().st_size for path in paths)
    if size <= LIMIT:
        return ended, {path.name: path.read_bytes() for path in paths}
    limit = f"{LIMIT / 1e6:.0f} MB at most are sent back"
    return failure(f"the script left {size / 1e6:.0f} MB, and {limit}"), {}


def failure(message: str, messages: str = "") -> Ended:
    """Return the end of a script that did not come to tell of its failure."""
    report = {"error": message, "line": 1, "reads": [], "unseen": []}
    return Ended(1, json.dumps(report).encode(), messages)


@contextmanager
def _watching(server: FigureServer, wanted: Callable[[], bool]) -> Iterator[None]:
    """Stop what runs as soon as nobody waits for it any more."""
    over = Event()

    def watch() -> None:
        while not over.wait(PAUSE):
            if not wanted():
                server.stop()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
