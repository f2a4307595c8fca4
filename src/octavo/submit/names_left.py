"""Who wrote it, as a reviewer could find it in the finished anonymous files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.diagnostics import Diagnostic
from octavo.folders import unfinished
from octavo.leaks import allowed_of, diagnostic_of, scan
from octavo.submit.bundle import Member
from octavo.submit.desk import Desk


def names_left(desk: Desk, members: Sequence[Member]) -> Iterator[Diagnostic]:
    """Yield what the files that reviewers are shown tell of who wrote them."""
    allowed = allowed_of(desk.anonymous.values(), desk.blinded.passed)
    with unfinished() as folder:
        paths = [_written(folder, member) for member in members]
        for leak in scan(paths, desk.blinded.needles, allowed):
            yield diagnostic_of(leak, folder)


def _written(folder: Path, member: Member) -> Path:
    path = folder / member.name
    path.write_bytes(member.data)
    return path
