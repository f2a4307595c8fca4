"""Repairs that have one right answer: shown as a diff, and written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from octavo.diagnostics import Diagnostic, Edit
from octavo.folders import unfinished, writing
from octavo.sources import LINE_END


def repaired(root: Path, diagnostics: Iterable[Diagnostic]) -> dict[Path, tuple[str, str]]:
    """Return each file that repairs change: its text before and behind.

    Of repairs that overlap, the first is made; the next run makes the other.  Line ends
    and a byte-order mark stay as they are.
    """
    by_path: dict[Path, list[Edit]] = {}
    for diagnostic in diagnostics:
        for edit in diagnostic.edits:
            by_path.setdefault(edit.path, []).append(edit)
    changed = {}
    for path, edits in sorted(by_path.items()):
        before = (root / path).read_bytes().decode("utf-8")
        after = _applied(before, edits)
        if after != before:
            changed[path] = (before, after)
    return changed


def _applied(text: str, edits: list[Edit]) -> str:
    shift = len(text) - len(text.removeprefix("\ufeff"))
    starts = [shift, *(found.end() for found in LINE_END.finditer(text))]
    starts.append(len(text))

    def offset(line: int, column: int) -> int:
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))

    ranges = sorted(
        {(offset(e.line, e.column), offset(e.end_line, e.end_column), e.text) for e in edits}
    )
    pieces, done = [], 0
    for start, end, new in ranges:
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def diff(path: Path, before: str, after: str) -> str:
    """Return a unified diff, as `patch` and `git apply` take it."""
    name = path.as_posix()
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write(root: Path, changed: dict[Path, tuple[str, str]]) -> None:
    """Put every changed file in its place, whole; the mode stays."""
    for path, (_, after) in changed.items():
        place = (root / path).resolve()
        with unfinished(place.parent) as aside, writing(place):
            waiting = aside / place.name
            waiting.write_bytes(after.encode("utf-8"))
            waiting.chmod(place.stat().st_mode & 0o7777)
            waiting.replace(place)
