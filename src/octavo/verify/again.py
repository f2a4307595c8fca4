"""The same Octavo run again, as a process in surroundings of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from octavo.progress import Progress
from octavo.root import STORE
from octavo.submit.bundle import SUBMISSION
from octavo.tools import Ended, run, starting_anew, stopping_all
from octavo.verify.copies import BUILT, copy_sources
from octavo.verify.surroundings import Surroundings, hand_over


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made: the manuscript in formats, and submissions to journals."""

    formats: tuple[str, ...] = ()
    journals: tuple[str, ...] = ()
    draft: bool = False

    def folder_of(self, journal: str) -> str:
        """Return where the submission to a journal goes, below the folder of outputs."""
        return f"{SUBMISSION}/{journal}{'-draft' if self.draft else ''}"


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the files by their names below `build/`, or how it failed."""

    files: dict[str, Path]
    failed: Ended | None = None


def make_each(
    root: Path, wanted: Wanted, places: Sequence[Surroundings], progress: Progress
) -> list[Made]:
    """Make everything from a clean copy in each of the surroundings, at the same time."""
    with starting_anew(), ThreadPoolExecutor(len(places)) as pool, stopping_all():
        return list(pool.map(lambda place: _made(root, wanted, place, progress), places))


def _made(root: Path, wanted: Wanted, place: Surroundings, progress: Progress) -> Made:
    """Make everything; called in a thread of its own, whose cores the process has too."""
    copy = copy_sources(root, place.sources)
    hand_over(place)
    if place.one_core and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for words, leaves in _commands(wanted, reverse=place.reverse):
        ended = _octavo(place, (*words, "--quiet", "--store", "", "--project", str(copy)))
        progress(f"{place.name} {' '.join(words)}")
        packed = leaves and (copy / BUILT / leaves).is_dir()  # a draft, which has findings
        if ended.code != 0 and not (ended.code == 1 and packed):
            return Made({}, ended)
    return Made(dict(sorted(_outputs(copy))))


def _commands(wanted: Wanted, *, reverse: bool) -> list[tuple[tuple[str, ...], str]]:
    """Return the commands, and the folder that one leaves even if it has findings."""
    step = -1 if reverse else 1
    draft = ("--draft",) if wanted.draft else ()
    build = [(("build", *wanted.formats[::step]), "")] if wanted.formats else []
    packing = [(("submit", name, *draft), wanted.folder_of(name)) for name in wanted.journals]
    return [*build, *packing][::step]


def _octavo(place: Surroundings, words: Sequence[str]) -> Ended:
    first, *others = words  # whoever asked for this trusts the sources
    command = (sys.executable, "-m", "octavo", first, "--trusted", *others)
    return run(command, cwd=place.folder, env=place.env, umask=place.umask, user=place.user)


def _outputs(copy: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that were made; what is kept for the next build is none of them."""
    output = copy / BUILT
    for path in output.rglob("*"):
        if path.is_file() and not path.is_relative_to(copy / STORE):
            yield path.relative_to(output).as_posix(), path
