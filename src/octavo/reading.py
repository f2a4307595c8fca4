"""Reading: the sections and the Markdown of the metadata as pandoc's tree, a passage at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Diagnostic, Faults, Span
from octavo.marks import Marks
from octavo.nesting import HOPELESS, SUSPECT, depth_of
from octavo.nodes import Node, branches
from octavo.pandoc import OutOfTime, Warned, pandoc_read
from octavo.passages import Read, read_apart, stand_alone, starts
from octavo.root import METADATA
from octavo.store import Store

READER = "markdown-yaml_metadata_block-pandoc_title_block-mmd_title_block"
"""Pandoc's Markdown; metadata come from `metadata.yaml` alone."""

ENOUGH = 8000
"""Characters of a passage behind which another may begin: each costs a start of pandoc."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A section, or a text of the metadata with its one `place`; and what is put around it."""

    path: Path
    text: str
    before: str = ""
    behind: str = ""
    place: Span | None = None

    @property
    def whole(self) -> str:
        """The text that pandoc reads, but for the stand-ins."""
        return f"{self.before}{self.text}{self.behind}"

    def marked(self, marks: Marks) -> str:
        """Return the text that pandoc reads."""
        return f"{self.before}{marks.replace(self.path, self.text, self.place)}{self.behind}"


@dataclass(frozen=True, slots=True)
class Remark:
    """What pandoc's reader says of a place in the sources."""

    type: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What pandoc makes of a passage, with stand-ins in it."""

    blocks: list[Node]
    marks: Marks
    remarks: tuple[Remark, ...]


def read(pieces: Sequence[Piece], store: Store | None) -> list[Reading]:
    """Return all pieces as they are read: apart where they stand alone, or as one text.

    Raise `Faults` where brackets are so deep that pandoc would not end, or did not.
    """
    _refuse_deeper(pieces, HOPELESS)
    try:
        readings = _apart(_passages(pieces), store) or [_together(pieces, store)]
    except OutOfTime:
        _refuse_deeper(pieces, SUSPECT)
        raise
    _number_notes([reading.blocks for reading in readings])
    return readings


def _refuse_deeper(pieces: Sequence[Piece], most: int) -> None:
    faults = []
    for piece in pieces:
        deepest = depth_of(piece.text)
        if deepest.count > most:
            span = piece.place or Span.within(piece.path, piece.text, deepest.start)
            message = f"{deepest.count} brackets are open here at once: pandoc would not end"
            hint = "close them, or write `\\[` for those that are text"
            faults.append(Diagnostic("brackets-deep", message, span, (hint,)))
    if faults:
        raise Faults(*faults)


def _together(pieces: Sequence[Piece], store: Store | None) -> Reading:
    marks = Marks(piece.text for piece in pieces)
    text = _joined(piece.marked(marks) for piece in pieces) + "\n"
    return _reading(pieces, marks, _asked(text, store))


def _apart(passages: list[list[Piece]], store: Store | None) -> list[Reading]:
    """Return the passages as they are read; nothing where they lean on each other."""
    if len(passages) < 2 or not stand_alone([_joined(p.whole for p in one) for one in passages]):
        return []
    marks = [Marks(piece.text for piece in one) for one in passages]
    texts = [
        _joined(piece.marked(given) for piece in one)
        for one, given in zip(passages, marks, strict=True)
    ]
    found = read_apart(texts, lambda text: _asked(text, store))
    each = zip(passages, marks, found or (), strict=found is not None)
    return [_reading(one, given, made) for one, given, made in each]


def _number_notes(trees: list[list[Node]]) -> None:
    """Give citations the number of their note, in place, as if each outside one made another.

    Pandoc's reader counts so too, but also what it reads twice, in one text more than in another.
    """
    number = 0
    inside: set[int] = set()
    for node in branches(trees):
        if node["t"] == "Note" or (node["t"] == "Cite" and id(node) not in inside):
            number += 1
        if node["t"] == "Note":
            inside |= {id(inner) for inner in branches(node["c"]) if inner["t"] == "Cite"}
        if node["t"] == "Cite":
            for citation in node["c"][0]:
                citation["citationNoteNum"] = number


def _passages(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Group pieces: passages begin with a section's heading, and with the metadata's first text."""
    passages: list[list[Piece]] = []
    for piece in pieces:
        before = passages[-1] if passages else []
        enough = sum(len(one.text) for one in before) >= ENOUGH
        divided = bool(before) and (piece.place is None) != (before[-1].place is None)
        if not before or ((enough or divided) and starts(piece.whole)):
            passages.append([piece])
        else:
            before.append(piece)
    return passages


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(texts)


def _asked(text: str, store: Store | None) -> Read:
    return pandoc_read(f"--from={READER}", "--wrap=preserve", data=text.encode(), store=store)


def _reading(pieces: Sequence[Piece], marks: Marks, made: Read) -> Reading:
    blocks, warnings = made
    return Reading(blocks, marks, tuple(_placed(warnings, pieces, marks)))


def _placed(warned_of: Iterable[Warned], pieces: Sequence[Piece], marks: Marks) -> Iterator[Remark]:
    """Give the lines of the joined text back to the sections."""
    for warned in warned_of:
        line, place = warned.line, Span(METADATA)
        for piece in pieces:
            line -= piece.before.count("\n")
            count = piece.text.count("\n") + 2
            if piece.place is None and line <= count:
                # what stands around a piece is ours: what it spoils began in the piece
                place = Span(piece.path, max(line, 1), warned.column, warned.column + 1)
                break
            line -= count + piece.behind.count("\n")
        yield Remark(warned.type, marks.restore(warned.text), place)
