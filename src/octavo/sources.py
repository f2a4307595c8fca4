"""Reading the author's text files: UTF-8 or a fault with its place."""

from __future__ import annotations

from pathlib import Path

from octavo.diagnostics import Span


class Undecodable(Exception):
    """A text file holds bytes that are not UTF-8."""

    hint = "save the file as UTF-8"

    def __init__(self, span: Span, byte: int) -> None:
        self.span = span
        self.message = f"the byte 0x{byte:02X} is not UTF-8"
        super().__init__(self.message)


def read_text(root: Path, path: Path) -> str:
    """Return the text of `root / path`, newlines as line feeds, without a byte-order mark.

    Raise `Undecodable` at the first byte that is not UTF-8, or is NUL.
    """
    data = (root / path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
        bad = text.find("\0")
        if bad < 0:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        before, byte = text[:bad], 0
    except UnicodeDecodeError as error:
        before, byte = data[: error.start].decode("utf-8"), data[error.start]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    raise Undecodable(Span(path, line, column, column + 1), byte)
