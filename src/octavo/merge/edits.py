"""An edit of the source, why there is none, and what new words are written with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from octavo.merge.tokens import Key, Sign

NAMES = {
    "math": "a formula",
    "picture": "a picture",
    "note": "a note",
    "citation": "a citation",
}


class Words(Protocol):
    """How words that come in are written."""

    @property
    def straight(self) -> bool:
        """Whether the sources have straight quotation marks."""

    def source_of(self, sign: Sign) -> tuple[str, tuple[Key, ...]] | None:
        """Return the source of a thing, and what it is compared by, if it has any."""

    def noted(self, name: str) -> tuple[str, tuple[Key, ...]] | None:
        """Return the source of a new note, and what its text is compared by, if it has any."""


class Unmappable(Exception):
    """A change that has no sure place in the source; the text says why."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source, and what stands in its place.

    Edits have no order by their text: what comes in at one place has that of the reviewers.
    """

    start: int
    end: int
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """What edits are sorted by."""
        return self.start, self.end

    def moved(self, by: int) -> Edit:
        """Return the edit as it is so many characters further on."""
        return Edit(self.start + by, self.end + by, self.text)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits made, those of one place in their order."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: e.place):
        out += [text[at : edit.start], edit.text]
        at = max(at, edit.end)
    return "".join([*out, text[at:]])


def settled(keys: Sequence[Key]) -> tuple[Key, ...]:
    """Return keys without spaces at the ends and without those that follow one."""
    out: list[Key] = []
    for key in keys:
        if key == BLANK and (not out or out[-1] == BLANK or out[-1][0] == "break"):
            continue
        if key[0] == "break" and out and out[-1] == BLANK:
            out.pop()
        out.append(key)
    return tuple(out[:-1] if out and out[-1] == BLANK else out)


BLANK: Key = ("text", " ", "", "")
