"""Reads finished files as a reviewer would who wants to know who wrote them.

Each kind of file has its reader, which yields its texts with their places; what they are
searched for is in `needles`, and where the references may name an author is in `allowed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.leaks.allowed import NAMES, Allowed, Windows, allowed_of
from octavo.leaks.passage import Passage
from octavo.leaks.reading import passages_of
from octavo.needles import Hit, Needles

UNREAD = "unread"
"""The kind of a leak that is none yet: something that could not be looked into."""

AROUND = 40
RAW_LETTERS = 5
"""The letters that a needle in bytes must have: shorter ones come by chance."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something in a finished file that tells who wrote it."""

    path: Path
    place: str
    """Where within the file: `page 3`, `word/comments.xml, paragraph 1`, `EXIF Artist`."""

    kind: str
    """What kind of thing it is: `name`, `e-mail`, `grant number`, …"""

    shown: str
    """What was looked for, as the metadata or the machine have it."""

    text: str
    """What was found, with what stands around it."""

    sure: bool = True
    """Whether it can hardly be anything else."""


def diagnostic_of(leak: Leak, root: Path) -> Diagnostic:
    """Return a leak as it is told; what could not be read is no better than what leaks.

    What may be something else is a note: a reader judges it, as nothing could excuse it.
    """
    path = leak.path.relative_to(root) if leak.path.is_relative_to(root) else leak.path
    place = f"{leak.place}: " if leak.place else ""
    if leak.kind == UNREAD:
        message, hint = f"{place}{leak.text}", "see what the file is; nobody looked into it"
    else:
        message = f"{place}{leak.kind} “{leak.shown}” in “{leak.text}”"
        hint = "take it out of the source that it comes from, and build again"
    severity = Severity.ERROR if leak.sure or leak.kind == UNREAD else Severity.NOTE
    return Diagnostic("leak-found", message, Span(path), (hint,), severity)


def scan(files: Iterable[Path], needles: Needles, allowed: Allowed | None = None) -> Iterator[Leak]:
    """Yield what files tell of who wrote them; what cannot be read is told too."""
    windows = (allowed or Allowed()).windows(needles)
    for path in files:
        yield from dict.fromkeys(_scanned(path, needles, windows))


def _scanned(path: Path, needles: Needles, windows: Windows) -> Iterator[Leak]:
    told: set[tuple[str, str]] = set()
    for passage in _passages(path):
        if passage.problem:
            yield Leak(path, passage.place, UNREAD, "", passage.text, sure=False)
            continue
        found = [*_hits(passage, needles, windows)]
        for hit, place in found:
            known = (hit.needle.kind, hit.needle.shown)
            if not passage.again or known not in told:
                around = _around(passage.text, hit)
                yield Leak(path, place, *known, around, hit.needle.sure)
        told |= {(hit.needle.kind, hit.needle.shown) for hit, _ in found}


def _passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file, those behind the others that repeat what these say."""
    again = []
    for passage in (Passage("file name", path.name), *passages_of(path.name, path.read_bytes())):
        if passage.again:
            again.append(passage)
        else:
            yield passage
        again += passage.decoded()
    yield from again


def _hits(passage: Passage, needles: Needles, windows: Windows) -> Iterator[tuple[Hit, str]]:
    """Yield the needles in a passage that may not be there, and the place of each."""
    for hit in needles.hits(passage.text):
        mark = passage.mark(hit.start)
        may = hit.needle.kind in NAMES
        if may and windows.allow(passage.text, hit.start, hit.end, mark.reference):
            continue
        if not passage.raw or _is_plain(hit, passage.text):
            yield hit, ", ".join(part for part in (passage.place, mark.where) if part)


def _is_plain(hit: Hit, text: str) -> bool:
    """Tell whether a needle in bytes is long enough to be there on purpose."""
    letters = sum(map(str.isalnum, text[hit.start : hit.end]))
    return hit.needle.sure and letters >= RAW_LETTERS


def _around(text: str, hit: Hit) -> str:
    around = text[max(0, hit.start - AROUND) : hit.end + AROUND]
    return " ".join("".join(c if c.isprintable() else " " for c in around).split())


__all__ = ["UNREAD", "Allowed", "Leak", "allowed_of", "diagnostic_of", "scan"]
