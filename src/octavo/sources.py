"""Reading the author's text files: UTF-8 or a fault with its place."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from octavo.diagnostics import Diagnostic, Faults, Span

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""A comment in a text of Markdown, which nothing prints."""

LINE_END = re.compile(r"\r\n|\r|\n")
"""The end of a line, as any system writes it."""

MAX_BYTES = 20_000_000
"""The size of the largest source: a thesis has a twentieth of it, a life's library a half."""


class Undecodable(Exception):
    """A text file holds bytes that are not UTF-8."""

    hint = "save the file as UTF-8"

    def __init__(self, span: Span, byte: int) -> None:
        self.span = span
        self.message = f"the byte 0x{byte:02X} is not UTF-8"
        super().__init__(self.message)


class Unopened(Exception):
    """A source is no plain file of the project, or cannot be read."""

    def __init__(self, path: Path, message: str, hint: str) -> None:
        self.span = Span(path)
        self.message = message
        self.hint = hint
        super().__init__(message)


def links_out(root: Path, folder: Path) -> Iterator[Unopened]:
    """Yield the links of a folder, itself among them, that lead out of the project.

    What is hidden is nobody's source, and no link is followed.
    """
    found = [root / folder]
    walked = () if found[0].is_symlink() else os.walk(found[0])
    for place, folders, files in walked:
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        found += (Path(place, name) for name in [*folders, *sorted(files)])
    for path in found:
        if leads_out(root, path):
            yield _foreign(path.relative_to(root), os.path.realpath(path))


def leads_out(root: Path, path: Path) -> bool:
    """Tell whether a path is a link that leads out of the project."""
    if not path.is_symlink():
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _foreign(path: Path, leads: str) -> Unopened:
    message = f"the link leads out of the project, to {leads}"
    return Unopened(path, message, "put a copy of the file into the project")


def read_bytes(root: Path, path: Path) -> bytes:
    """Return the bytes of the file `root / path`; raise `Unopened` where it is none to read.

    A pipe is not waited for, and a link out of the project is not followed.
    """
    try:
        place = Path(os.path.realpath(root / path, strict=True))
        if not place.is_relative_to(os.path.realpath(root)):
            raise _foreign(path, str(place))
        facts = place.stat()
        if not stat.S_ISREG(facts.st_mode):
            kind = "a folder" if stat.S_ISDIR(facts.st_mode) else "a pipe or a device"
            raise Unopened(path, f"this is {kind}, not a file", "rename it, or write the file")
        if facts.st_size > MAX_BYTES:
            message = f"the file has {facts.st_size / 1e6:,.0f} MB, more than {MAX_BYTES / 1e6:.0f}"
            raise Unopened(path, message, "divide it, or take out what is no text")
        return place.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise Unopened(path, message, "see where it leads, and who may read it") from error


def text_of(path: Path, data: bytes) -> str:
    """Return bytes of `path` as text, newlines as line feeds, without a byte-order mark.

    Raise `Undecodable` at the first byte that is not UTF-8, or is NUL.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
        bad = text.find("\0")
        if bad < 0:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        before, byte = text[:bad], 0
    except UnicodeDecodeError as error:
        before, byte = data[: error.start].decode("utf-8"), data[error.start]
    raise Undecodable(Span.within(path, before, len(before)), byte)


def read_text(root: Path, path: Path) -> str:
    """Return the text of `root / path`; raise `Unopened` or `Undecodable` where it has none."""
    return text_of(path, read_bytes(root, path))


def needed_text(root: Path, path: Path) -> str:
    """Return the text of `root / path`; raise `Faults` where it has none that can be read."""
    try:
        return read_text(root, path)
    except Undecodable as error:
        fault = Diagnostic("encoding-invalid", error.message, error.span, (error.hint,))
    except Unopened as error:
        fault = Diagnostic("source-unreadable", error.message, error.span, (error.hint,))
    raise Faults(fault)
