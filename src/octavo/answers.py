"""What servers answered, kept on disk with its age, so that nobody is asked twice."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SCHEMA = "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, taken REAL, answer TEXT)"
DAY = 86_400.0


class Answers:
    """A file of answers; those older than `max_age` days count as not there."""

    def __init__(self, path: Path, max_age: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.max_age = max_age
        try:
            self._base = self._opened(path)
        except sqlite3.DatabaseError:  # damaged: what it held can be asked again
            path.unlink(missing_ok=True)
            self._base = self._opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()

    @staticmethod
    def _opened(path: Path) -> sqlite3.Connection:
        base = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            base.execute(SCHEMA)
            base.execute("SELECT key, taken, answer FROM answers LIMIT 1").fetchall()
        except sqlite3.DatabaseError:
            base.close()
            raise
        return base

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a fresh answer, or None."""
        found = self._base.execute("SELECT taken, answer FROM answers WHERE key = ?", (key,))
        row = found.fetchone()
        if row is None or not 0 <= time.time() - row[0] <= self.max_age * DAY:
            return None
        try:
            answer = json.loads(row[1])
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    def put(self, key: str, answer: dict[str, Any]) -> None:
        """Keep an answer, with the moment."""
        row = (key, time.time(), json.dumps(answer))
        self._base.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
