"""Who wrote it, as a reviewer could find it in the finished anonymous files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.leaks import UNREAD, Leak, allowed_of, scan
from octavo.root import METADATA
from octavo.submit.bundle import Member
from octavo.submit.desk import Desk


def names_left(desk: Desk, members: Sequence[Member]) -> Iterator[Diagnostic]:
    """Yield what the files that reviewers are shown tell of who wrote them."""
    allowed = allowed_of(desk.anonymous.values(), desk.blinded.passed)
    with tempfile.TemporaryDirectory() as name:
        paths = [_written(Path(name), member) for member in members]
        for leak in scan(paths, desk.blinded.needles, allowed):
            yield _told(leak)


def _written(folder: Path, member: Member) -> Path:
    path = folder / member.name
    path.write_bytes(member.data)
    return path


def _told(leak: Leak) -> Diagnostic:
    """Word a leak; one that may be something else is told too, for a reader to judge."""
    where = f"{leak.path.name}, {leak.place}" if leak.place else leak.path.name
    if leak.kind == UNREAD:
        message = f"{where}: this could not be looked into: {leak.text}"
        hint = "open it, and see whether it tells who wrote the article"
        return Diagnostic("leak-unread", message, Span(METADATA), (hint,), Severity.WARNING)
    sure = "" if leak.sure else "perhaps "
    message = f"{where} {sure}tells who wrote it: the {leak.kind} “{leak.shown}” in “{leak.text}”"
    hint = "take it out of what the file is made of, or reword it"
    severity = Severity.ERROR if leak.sure else Severity.NOTE  # there is no way to excuse one
    return Diagnostic("leak", message, Span(METADATA), (hint,), severity)
