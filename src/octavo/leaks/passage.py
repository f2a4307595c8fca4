"""What the readers of files hand to the scan: texts, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from octavo.folding import GAP, decoded


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a text stands that begins at an offset of a passage."""

    offset: int
    where: str
    reference: str = ""
    """The identifier of the entry of the references that holds it, as the file has it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a file, and its place in it."""

    place: str
    text: str
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    raw: bool = False
    """Whether these are bytes taken for text: only what is sure is looked for in them."""

    again: bool = False
    """Whether it says again what other passages say: what was found there is not told twice."""

    problem: bool = False
    """Whether the text says why something could not be read."""

    def mark(self, offset: int) -> Mark:
        """Return the mark that an offset stands under."""
        number = bisect_right(self.marks, offset, key=lambda mark: mark.offset)
        return self.marks[number - 1] if number else Mark(0, "")

    def decoded(self) -> Iterator[Passage]:
        """Yield the passage with its pieces decoded, if any of them was encoded."""
        ends = [*(mark.offset for mark in self.marks[1:]), len(self.text)]
        starts = self.marks or (Mark(0, ""),)
        flow, changed = Flow(), False
        for mark, end in zip(starts, ends, strict=True):
            piece = self.text[mark.offset : end]
            reading = decoded(piece)
            changed = changed or reading != piece
            flow.add(reading, mark.where, mark.reference)
        if changed:
            yield from (
                replace(self, text=p.text, marks=p.marks, again=True) for p in flow.passage("")
            )

    def within(self, place: str) -> Passage:
        """Return the passage as one of a file that is itself within another."""
        return replace(self, place=f"{place}, {self.place}" if self.place else place)


Read: TypeAlias = "Callable[[str, bytes], Iterator[Passage]]"
"""What reads a file by its name and content, whatever it is: for files within files."""


class Flow:
    """A text that is put together of pieces, each with its place."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0

    def add(self, text: str, where: str = "", reference: str = "") -> None:
        """Put a piece behind the others."""
        last = self._marks[-1] if self._marks else None
        if last is None or (last.where, last.reference) != (where, reference):
            self._marks.append(Mark(self._length, where, reference))
        self._pieces.append(text)
        self._length += len(text)

    def part(self, text: str = GAP) -> None:
        """Put a division behind the pieces, if there are any and none was put there."""
        if self._pieces and self._pieces[-1] != text:
            self._pieces.append(text)
            self._length += len(text)

    def passage(self, place: str) -> Iterator[Passage]:
        """Yield the whole, if there is any."""
        if self._pieces:
            yield Passage(place, "".join(self._pieces), tuple(self._marks))
