"""Where in the sources each citation, label, target and value stands.

Pandoc's Markdown reader gives no positions.  So every candidate in the text is
replaced, before pandoc reads it, by a stand-in: as many letters of a script long
out of use, a different sequence each.  Pandoc takes them for letters, keeps
tables aligned and columns true, and hands them back where it understood a
citation, a label or a target; elsewhere the original text is put back.  One
parser then decides what is what, and its verdict has a line and a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Span

BLOCKS = (
    (0x16800, 0x16A38),  # Bamum Supplement
    (0x14400, 0x14646),  # Anatolian Hieroglyphs
    (0x12000, 0x12399),  # Cuneiform
    (0x13000, 0x1342E),  # Egyptian Hieroglyphs
    (0x10600, 0x10736),  # Linear A
)
"""Blocks of narrow letters of which every code point is assigned (Unicode 15)."""

LOWEST = min(chr(first) for first, _ in BLOCKS)
"""No stand-in has a letter before this one, and few texts have one behind it."""

CANDIDATE = re.compile(
    r"""
      \{\{[ \t]*(?P<value>[^{}\n]+?)[ \t]*\}\}
    | (?<![\w\\])@(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:\w|[:.\#$%&\-+?<>~/](?=\w)|[:/](?=/))*))
    | (?:(?<=\{)|(?<=\{\ )|(?<=[ \t]))\#(?P<label>[^\s{}\#.=][^\s{}=]*)(?=[^{}\n]*\})
    | (?<!\\)\]\(<?(?P<target>[^\s()<>]+)
    | ^\ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]+<?(?P<definition>[^\s<>]+)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What may be a mention; only pandoc knows whether it is one."""

EXAMPLE_LABEL = re.compile(r"^[ \t]*\(@([\w-]+)\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate: its kind (a group of `CANDIDATE`), text and place."""

    kind: str
    text: str
    whole: str
    """The text that the stand-in stands for."""

    span: Span


class Marks:
    """The stand-ins given out for the sections of one manuscript."""

    def __init__(self, texts: Iterable[str]) -> None:
        present = set("".join(re.findall(r"[\U00010000-\U0001ffff]", "".join(texts))))
        letters = [
            chr(code)
            for first, last in BLOCKS
            if not any(chr(code) in present for code in range(first, last + 1))
            for code in range(first, last + 1)
        ]
        half = len(letters) * 3 // 4
        self._first, self._rest = letters[:half], letters[half:]
        self._counts: dict[int, int] = {}
        self._marks: dict[str, Mark] = {}
        self.token = re.compile(f"[{''.join(self._first)}][{''.join(self._rest)}]*")

    def replace(self, path: Path, text: str, place: Span | None = None) -> str:
        """Return a text with a stand-in for every candidate.

        `place` serves for all of them where the text is no file of its own.
        """
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        examples = set(EXAMPLE_LABEL.findall(text))
        pieces, done, line = [], 0, 0
        for found in CANDIDATE.finditer(text):
            kind = str(found.lastgroup)
            start, end = found.span() if kind == "value" else found.span(kind)
            if found[kind] in examples and text[start - 2 : start] == "(@":
                continue
            while line + 1 < len(starts) and starts[line + 1] <= start:
                line += 1
            column = start - starts[line] + 1
            span = Span(path, line + 1, column, column + end - start)
            token = self._stand_in(Mark(kind, found[kind], text[start:end], place or span))
            pieces += [text[done:start], token]
            done = end
        return "".join([*pieces, text[done:]])

    def _stand_in(self, mark: Mark) -> str:
        length = len(mark.whole)
        number = self._counts.get(length, 0)
        self._counts[length] = number + 1
        digits = []
        for _ in range(length - 1):
            number, digit = divmod(number, len(self._rest))
            digits.append(self._rest[digit])
        if number >= len(self._first):
            return mark.whole
        token = self._first[number] + "".join(digits)
        self._marks[token] = mark
        return token

    def find(self, text: str) -> Iterator[Mark]:
        """Yield the marks whose stand-ins are in a text."""
        for found in self.token.finditer(text):
            if found[0] in self._marks:
                yield self._marks[found[0]]

    def restore(self, text: str) -> str:
        """Put the original text back in the place of every stand-in."""
        if text.isascii() or max(text) < LOWEST:
            return text
        return self.token.sub(lambda found: self._original(found[0]), text)

    def split(self, text: str) -> Iterator[str | Mark]:
        """Cut a text into what stood there before, and the values in it."""
        if text.isascii() or max(text) < LOWEST:
            yield text
            return
        done = 0
        for found in self.token.finditer(text):
            mark = self._marks.get(found[0])
            if mark is not None and mark.kind == "value":
                yield self.restore(text[done : found.start()])
                yield mark
                done = found.end()
        yield self.restore(text[done:])

    def _original(self, token: str) -> str:
        return self._marks[token].whole if token in self._marks else token
