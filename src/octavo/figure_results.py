"""What figure scripts gave is kept, and found again while all that they read is the same.

Which files a script reads is known only when it has run.  So what is kept under the script and
its surroundings is the lists of files that it read, and under these and their contents what it
gave.  A script that did what cannot be seen, such as starting a program, is run each time,
unless a line `# reads:` says what it depends on.
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.figure_reads import modules_in
from octavo.store import (
    LOCALE,
    Store,
    changed,
    contents_of,
    digest_of,
    environment,
    key_of,
    variables,
)

READS, RESULTS = "figure-reads", "figure"
BESIDE = "what is beside the script"
LISTS = 4
"""How many lists of files are remembered: scripts may read others by what they find."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a script gave: facts as plain data, and files by name."""

    facts: Mapping[str, Any]
    files: Mapping[str, bytes]

    @classmethod
    def of(cls, kept: bytes) -> Result:
        """Read what `kept` wrote."""
        with zipfile.ZipFile(io.BytesIO(kept)) as package:
            files = {name: package.read(name) for name in package.namelist()}
        return cls(json.loads(files.pop("facts.json")), files)

    @property
    def kept(self) -> bytes:
        """The result as bytes."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("facts.json", json.dumps(self.facts))
            for name, data in self.files.items():
                package.writestr(name, data)
        return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and what its result depends on beside what it reads."""

    root: Path
    path: Path
    """Relative to the root."""

    source: str
    settings: Mapping[str, str]

    @property
    def remembered(self) -> str:
        """What its last result is remembered under: one for each medium that it is drawn for."""
        return " ".join((self.path.as_posix(), *self.settings))

    @property
    def own(self) -> dict[str, str]:
        """The script and its surroundings."""
        name = self.path.as_posix()
        return {
            name: digest_of(self.source.encode()),
            **self.settings,
            **variables(LOCALE),
            **environment(),
            BESIDE: beside((self.root / self.path).parent),
        }

    def ingredients(self, reads: list[str]) -> dict[str, str]:
        """Return what a result comes from, given the files that were read."""
        read = {name: contents_of(self.root / name) for name in reads}
        return {**self.own, **read}


def beside(folder: Path) -> str:
    """Return a hash of what changes how every script of a folder runs.

    That is its settings, and modules that hide others; no script is seen to read either until
    they are there.
    """
    found = [contents_of(folder / "matplotlibrc")]
    with suppress(OSError):
        found += [file for name, file in modules_in(folder).items() if _is_installed(name)]
    return digest_of("\n".join(found).encode())


def _is_installed(name: str) -> bool:
    try:
        return name in sys.stdlib_module_names or find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def recalled(script: Script, store: Store) -> tuple[Result, list[str]] | None:
    """Return what the script would give, with what it would read, if that is known."""
    for reads in _lists(script, store):
        kept = store.get(RESULTS, key_of(script.ingredients(reads)))
        if kept is not None:
            return Result.of(kept), reads
    return None


def why(script: Script, store: Store) -> str:
    """Return why the script must run."""
    name, own = script.remembered, script.own
    last = store.last(RESULTS, name) or {}
    reads = next(_lists(script, store), [name for name in last if _is_file(name, own)])
    return store.why(RESULTS, name, script.ingredients(reads))


def _is_file(name: str, own: Mapping[str, str]) -> bool:
    """Tell whether an ingredient of the last time is a file that was read."""
    return name not in own and name not in LOCALE


def keep(script: Script, store: Store, started: int, reads: list[str], result: Result) -> None:
    """Keep what the script gave, which began at a moment in nanoseconds since 1970.

    A file that changed since may have been read before or after: then nothing is kept; nor where
    the clock was set back meanwhile, as nobody can tell.
    """
    files = (script.path.as_posix(), *reads)
    if time.time_ns() < started or any(changed(script.root / name) >= started for name in files):
        return
    ingredients = script.ingredients(reads)
    lists = [reads, *(other for other in _lists(script, store) if other != reads)]
    store.put(READS, key_of(script.own), json.dumps(lists[:LISTS]).encode())
    store.put(RESULTS, key_of(ingredients), result.kept)
    store.remember(RESULTS, script.remembered, ingredients)


def _lists(script: Script, store: Store) -> Iterator[list[str]]:
    kept = store.get(READS, key_of(script.own))
    if kept is not None:
        yield from json.loads(kept)
