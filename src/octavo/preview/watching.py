"""The threads that watch the folders, and tell of every save."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, watch

from octavo.record import FOLDERS, PASSED_OVER

STEP, GROUPED = 10, 200
"""Milliseconds without a further change after which a save is told, and the most of all."""

LOOK = 500
"""Milliseconds after which the places to be watched are looked at again."""

Places: TypeAlias = "tuple[tuple[Path, int], ...]"
"""Folders with their inodes: one that was deleted and made again is another."""


class Watch:
    """Watches the manuscript's folders, and those that hold other files which a build reads."""

    def __init__(
        self, root: Path, others: Callable[[], Iterable[Path]], saved: Callable[[], None]
    ) -> None:
        self._root, self._others, self._saved = root, others, saved
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._follow, args=(self._folders, True), daemon=True),
            threading.Thread(target=self._follow, args=(self._around, False), daemon=True),
        ]

    def start(self) -> None:
        """Begin to watch."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()
        for thread in self._threads:
            thread.join(5)

    def _follow(self, places: Callable[[], Places], recursive: bool) -> None:
        while not self._closed.is_set():
            watched = places()
            try:
                self._watch(watched, places, recursive)
            except (OSError, RuntimeError):  # a folder went away in this moment
                self._closed.wait(LOOK / 1000)
            self._saved()

    def _watch(self, watched: Places, places: Callable[[], Places], recursive: bool) -> None:
        """Tell of saves until other places are to be watched."""
        for changes in watch(
            *(path for path, _ in watched),
            watch_filter=self._matters,
            step=STEP,
            debounce=GROUPED,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=self._closed,
            recursive=recursive,
        ):
            if changes:
                self._saved()
            if places() != watched:
                return

    def _matters(self, _: Change, name: str) -> bool:
        """Pass over what editors and Python leave beside the sources, and what is built."""
        path = Path(name)
        parts = path.relative_to(self._root).parts if path.is_relative_to(self._root) else ()
        hidden = path.name.startswith(".") or path.name.endswith("~")
        return not hidden and not PASSED_OVER & {*parts} and parts[:1] != ("build",)

    def _folders(self) -> Places:
        return _placed(self._root / name for name in FOLDERS)

    def _around(self) -> Places:
        others = {path if path.is_dir() else path.parent for path in self._others()}
        return _placed({self._root, *others})


def _placed(folders: Iterable[Path]) -> Places:
    return tuple(sorted((path, path.stat().st_ino) for path in folders if path.is_dir()))
