"""What Octavo says about an author's files: where, how bad, what, and what to do.

Three failures travel on three channels.  An author's mistake is a `Diagnostic`,
and those that stop a stage travel together in `Faults`.  A machine's failure (a
tool is missing, a disk is full) is a `ToolError`.  Our own is a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Severity(Enum):
    """How much a diagnostic matters: errors and warnings make a check fail, notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file; lines and columns count characters from 1.

    `path` is relative to the project's folder where it can be.
    `end` is the column behind the last character, on the same line.
    """

    path: Path
    line: int = 1
    column: int = 1
    end: int = 1

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}:{self.column}"

    @classmethod
    def within(cls, path: Path, text: str, start: int, length: int = 1) -> Span:
        """Return the place of so many characters of a file's text, from the offset `start`."""
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        return cls(path, line, column, column + length)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a source file that has one right answer: `text` in the place of a range.

    `end_line` and `end_column` are behind the last character that goes.
    """

    path: Path
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    @classmethod
    def of(cls, span: Span, text: str) -> Edit:
        """Return the edit that replaces a span."""
        return cls(span.path, span.line, span.column, span.line, span.end, text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a fact, its place, hints for the next act, and the repair if it is sure.

    The rule's name and severity are added by `checks`.
    """

    message: str
    span: Span
    hints: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding under the name of its rule."""

    code: str
    message: str
    span: Span
    hints: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    edits: tuple[Edit, ...] = ()


class Faults(Exception):
    """The author's mistakes that keep a stage from its result."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.span}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics


class _Hinted(Exception):
    """A fact that ends a command, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(_Hinted):
    """Words on the command line, or a folder, that Octavo cannot act on."""


class ToolError(_Hinted):
    """The machine's failure: a tool is missing, failed, or ran out of its limits."""


def nearest(word: str, known: list[str]) -> tuple[str, ...]:
    """Return a hint that names the known words most like `word`, if any is like it."""
    return meant(alike(word, known))


def meant(names: list[str]) -> tuple[str, ...]:
    """Return a hint that names what may have been meant, if there is any."""
    return (f"did you mean {' or '.join(f'`{name}`' for name in names)}?",) if names else ()


def alike(word: str, known: list[str]) -> list[str]:
    """Return the known words most like `word`, those that begin with it first."""
    written = word.casefold()
    same = [name for name in known if name.casefold() == written][:1]
    if same:
        return same
    import difflib

    begun = [name for name in known if len(word) > 2 and name.casefold().startswith(written)]
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return [*dict.fromkeys([*sorted(begun, key=len), *close])][:3]
