"""Paragraphs of a Word file as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "citation", "math", "note", "picture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, or a thing in it, with what there is to know of it."""

    kind: Kind
    text: str
    """As it is printed; of a formula, its letters; of a picture, its description."""

    name: str = ""
    """Where a link leads, the keys of a citation, the identifier of a note."""

    form: str = ""
    """How it is set, as letters: b, i, u, s(truck), c(apitals), ^, _ and ` for code."""

    author: str = ""
    """Who put it in, or took it out, where that is tracked."""

    gone: bool = False
    """Whether it was taken out, and the text goes on without it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment begins or ends: so many characters into its paragraph."""

    comment: str
    offset: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the text as decided."""

    pieces: tuple[Piece, ...]
    style: str = ""
    marks: tuple[int, ...] = ()
    """The numbers of the bookmarks that begin in it."""

    cell: tuple[int, int, int] | None = None
    """Within a table: the table's place among all, row and column."""

    note: str = ""
    """The identifier of the note that it belongs to."""

    level: int = -1
    """How deep it stands in a list; -1 outside of lists."""

    anchors: tuple[Anchor, ...] = ()
    authors: tuple[str, ...] = ()
    """Whose tracked changes are in it, taken or not."""

    @property
    def shown(self) -> tuple[Piece, ...]:
        """What is left when the changes are made."""
        return tuple(piece for piece in self.pieces if not piece.gone)

    @property
    def text(self) -> str:
        """The text as it is printed."""
        return "".join(piece.text for piece in self.pieces if not piece.gone)


Decide: TypeAlias = Callable[[str], bool]
"""Whether the tracked changes of an author are taken."""


def everybody(_: str) -> bool:
    """Take the changes of everybody."""
    return True


def joined(read: Iterator[tuple[Paragraph, bool]]) -> Iterator[Paragraph]:
    """Join the paragraphs whose ends are taken away with those behind them."""
    waiting: Paragraph | None = None
    for paragraph, runs_on in read:
        same = waiting is not None and (waiting.cell, waiting.note) == (
            paragraph.cell,
            paragraph.note,
        )
        if waiting is not None and not same:
            yield waiting
            waiting = None
        paragraph = paragraph if waiting is None else _one(waiting, paragraph)
        if runs_on:
            waiting = paragraph
        else:
            yield paragraph
            waiting = None
    if waiting is not None:
        yield waiting


def _one(first: Paragraph, second: Paragraph) -> Paragraph:
    shift = len(first.text)
    moved = tuple(Anchor(a.comment, a.offset + shift) for a in second.anchors)
    kept = first if first.text else second
    return replace(
        kept,
        pieces=(*first.pieces, *second.pieces),
        marks=(*first.marks, *second.marks),
        anchors=(*first.anchors, *moved),
        authors=tuple(dict.fromkeys((*first.authors, *second.authors))),
    )


def merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind of text."""
    waiting: Piece | None = None
    for piece in pieces:
        texts = waiting is not None and piece.kind == waiting.kind == "text"
        if texts and waiting and replace(piece, text="") == replace(waiting, text=""):
            waiting = replace(waiting, text=waiting.text + piece.text)
            continue
        if waiting is not None:
            yield waiting
        waiting = piece
    if waiting is not None:
        yield waiting
