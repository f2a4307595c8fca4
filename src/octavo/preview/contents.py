"""What the files hold that a build reads, by their hashes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from octavo.record import files_of
from octavo.store import change_of, contents_of

NEAR = 2_000_000_000
"""Nanoseconds within which a second change of a file may not show in its time."""


class Contents:
    """The hashes of files; one that has the size and the time that it had is not read again."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, int, str]] = {}

    def digest(self, path: Path) -> str:
        """Return the hash of a plain file, or of a folder's names; of what is neither, nothing."""
        try:
            status = path.stat()
            changed = change_of(status)
            known = self._known.get(path)
            if known and known[:2] == (status.st_size, changed):
                return known[2]
            digest = contents_of(path)
        except OSError:
            return ""
        if path.is_file() and time.time_ns() - changed > NEAR:
            self._known[path] = (status.st_size, changed, digest)
        return digest

    def snapshot(self, root: Path, others: Iterable[Path]) -> dict[Path, str]:
        """Return the hashes of all inputs in the manuscript's folders, and of others."""
        inputs = [root / name for name in files_of(root)]
        return {path: self.digest(path) for path in (*inputs, *others)}
