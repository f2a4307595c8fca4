"""What a document knows of the one that it is compared with, and marks in plain values.

A title or a keyword is no tree.  What was put in or left out stands in it between characters
that are no text (Unicode 15.0, 23.7), which a renderer replaces by its own marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from octavo.alignment import align, tokens_of

if TYPE_CHECKING:
    from octavo.document import Document

OPENING = {"insertion": "\ufdd0", "deletion": "\ufdd1"}
CLOSING = "\ufdd2"
MARK = re.compile("([\ufdd0\ufdd1])([^\ufdd2]*)\ufdd2")
CHANGES: dict[str, Literal["insertion", "deletion"]] = {"\ufdd0": "insertion", "\ufdd1": "deletion"}

Piece = tuple[Literal["", "insertion", "deletion"], str]
"""How a piece of a text is marked, and the piece."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """That a document shows what changed since another."""

    old: Document
    new: Document
    author: str
    date: str
    """ISO 8601, to the second, in UTC."""

    lines: tuple[str, ...] = ()
    """The summary of the changes, in words."""


def marked(change: str, text: str) -> str:
    """Return a text marked as a whole."""
    return f"{OPENING[change]}{text}{CLOSING}" if text else ""


def compared(old: str, new: str) -> str:
    """Return the new text with marks against the old one."""
    olds, news = tokens_of(old), tokens_of(new)
    out = []
    for stretch in align(olds, news):
        said = "".join(news[stretch.new.start : stretch.new.stop])
        if stretch.equal:
            out.append(said)
        else:
            out.append(marked("deletion", "".join(olds[stretch.old.start : stretch.old.stop])))
            out.append(marked("insertion", said))
    return "".join(out)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a text with how each is marked."""
    done = 0
    for found in MARK.finditer(text):
        if found.start() > done:
            yield "", text[done : found.start()]
        yield CHANGES[found[1]], found[2]
        done = found.end()
    if text[done:]:
        yield "", text[done:]


def unmarked(text: str) -> str:
    """Return the new text: without marks, and without what was left out."""
    return "".join(piece for change, piece in pieces(text) if change != "deletion")


def written(text: str, escape: Callable[[str], str], mark: Callable[[str, str], str]) -> str:
    """Return a text for a format: `escape` writes a piece, `mark` puts a mark around it."""
    if not MARK.search(text):
        return escape(text)
    return "".join(
        mark(change, escape(piece)) if change else escape(piece) for change, piece in pieces(text)
    )
