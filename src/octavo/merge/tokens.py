"""Words, spaces, signs and things: what texts are compared by, on both sides.

A token of the written text has the stretch of the source that it came from; a thing (a
citation, a cross-reference, a formula, a note, a value) is one token, whatever it prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from octavo.alignment import TOKEN
from octavo.word_paragraphs import Piece

Key: TypeAlias = tuple[str, str, str, str]
"""Kind, text or identity, form and target: equal for equal tokens."""

FOLDED = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "\u200e": "",
        "\u200f": "",
        "\u200b": "",
        "\u2060": "",
        "\ufeff": "",
        "\u00ad": "",
    }
)
"""What two programs write differently and mean the same by."""


def folded(text: str) -> str:
    """Return a text as it is compared."""
    return text.translate(FOLDED).replace("---", "—").replace("--", "–").replace("...", "…")


@dataclass(frozen=True, slots=True)
class _Printed:
    """What tokens of both sides have."""

    kind: str
    """`text`, or the kind of a thing."""

    text: str
    """What it prints; of a thing of the source what it is expected to, or nothing."""

    form: str = ""
    link: str = ""

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.kind == "text" and not self.text.strip()

    @property
    def text_key(self) -> Key:
        """What a text is compared by; white space is the same in every form."""
        if self.is_space:
            return ("text", " ", "", "")
        return ("text", folded(self.text), self.form, self.link)


@dataclass(frozen=True, slots=True)
class Token(_Printed):
    """A token of the source: what it prints, and from where to where it stands."""

    start: int = -1
    end: int = -1
    name: str = ""
    """Of a thing, its source without spaces; of a note, which one of the text it is."""

    @property
    def placed(self) -> bool:
        """Whether its place in the source is known."""
        return self.start >= 0

    @property
    def key(self) -> Key:
        """What it is compared by."""
        return self.text_key if self.kind == "text" else (self.kind, self.name, "", "")


@dataclass(frozen=True, slots=True)
class Sign(_Printed):
    """A token of a Word file."""

    name: str = ""
    author: str = ""

    @property
    def key(self) -> Key:
        """What it is compared by; a formula by its letters, a picture by its description."""
        match self.kind:
            case "text":
                return self.text_key
            case "citation":
                return (self.kind, self.name, "", folded(self.text))
            case "math":
                return (self.kind, "".join(c for c in self.text if c.isalnum()), "", "")
            case _:
                return (self.kind, self.name, "", "")


def signs_of(pieces: Iterable[Piece]) -> list[Sign]:
    """Return the tokens of a paragraph's pieces, without those that were taken out."""
    out: list[Sign] = []
    for text, (form, link), authors in _runs(pieces, out):
        place = 0
        for word in TOKEN.findall(text):
            author = next((a for a in authors[place : place + len(word)] if a), "")
            out.append(Sign("text", word, form, link, "", author))
            place += len(word)
    return out


def _runs(
    pieces: Iterable[Piece], out: list[Sign]
) -> Iterator[tuple[str, tuple[str, str], list[str]]]:
    """Yield stretches of text of one form, with the author of each letter; add things to `out`."""
    text, kind = "", ("", "")
    authors: list[str] = []
    for piece in pieces:
        if piece.gone:
            continue
        if piece.kind == "text" and (piece.form, piece.name) == kind:
            text, authors = text + piece.text, [*authors, *[piece.author] * len(piece.text)]
            continue
        if text:
            yield text, kind, authors
        text, authors = "", []
        if piece.kind == "text":
            kind = (piece.form, piece.name)
            text, authors = piece.text, [piece.author] * len(piece.text)
        else:
            out.append(Sign(piece.kind, piece.text, "", "", piece.name, piece.author))
    if text:
        yield text, kind, authors


def shown(signs: Sequence[Sign]) -> str:
    """Return what people read of some words: a thing without a text by what it is."""
    texts = ("¶" if s.kind == "break" else s.text or f"[{s.kind}]" for s in signs)
    return "".join(texts)


def words_in(tokens: Sequence[Token | Sign]) -> list[str]:
    """Return the words that are no things, folded."""
    return [
        folded(token.text).lower()
        for token in tokens
        if token.kind == "text" and token.text[:1].isalnum()
    ]
