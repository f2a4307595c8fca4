"""Finds in a marked document what an author quotes: by its words, or by a label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal
from unicodedata import normalize

from octavo.document import Document
from octavo.layout import LISTED_CAPTION
from octavo.nodes import Node, attribute_of, branches, has_class
from octavo.respond.lines import CHANGES, CJK, Atom, Stream, lines_of, streams_of

Side = Literal["old", "new"]
WORD = re.compile(rf"[{CJK[0]}-{CJK[1]}]|[^\W_]+")
GAP = re.compile(r"\s*[\[(]?(?:…|\.\.\.|\. \. \.)[\])]?\s*")
"""What stands between the first and the last words of a passage."""

SHOWN = 8
"""The words that a message shows of a text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a marked document."""

    document: str
    first: Atom
    last: Atom
    atoms: tuple[Atom, ...]
    """All words of the stretch, those that were left out among them."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a label names: blocks of a marked document, each with how it is marked."""

    document: str
    blocks: tuple[tuple[Node, str], ...]
    first: Atom
    last: Atom
    lined: bool
    """Whether the lines from the first word to the last are those of it."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one side of a stream, with their places among its atoms."""

    stream: Stream
    atoms: list[Atom]
    words: list[str]
    spans: list[tuple[int, int]]
    """Of each word, the first and the last of its atoms."""

    def find(self, wanted: Sequence[str], start: int = 0) -> Iterator[int]:
        """Yield the numbers of the words at which a run of words begins."""
        size = len(wanted)
        for at in range(start, len(self.words) - size + 1):
            if self.words[at] == wanted[0] and self.words[at : at + size] == list(wanted):
                yield at

    def alike(self, wanted: Sequence[str], start: int) -> int:
        """Return how many words of a run stand from a place on."""
        pairs = zip(wanted, self.words[start : start + len(wanted)], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def passage(self, start: int, end: int) -> Passage:
        """Return the stretch from one word to another, with the stops behind it."""
        first, last = self.spans[start][0], self.spans[end][1]
        after = self.atoms[last + 1 : last + 4]
        for atom in after:
            if atom.line is not self.atoms[last].line or atom.node["t"] != "Str":
                break
            if WORD.search(atom.text):
                break
            last += 1
        every = list(self.stream.atoms)
        a, b = every.index(self.atoms[first]), every.index(self.atoms[last])
        a = _with_exchanged(every, a)
        return Passage(
            self.stream.document, self.atoms[first], self.atoms[last], tuple(every[a : b + 1])
        )


def _with_exchanged(atoms: list[Atom], first: int) -> int:
    """Return where a stretch begins with what its first word was put in the place of."""
    if atoms[first].change != "insertion":
        return first
    while first and atoms[first - 1].is_absent() and atoms[first - 1].line is atoms[first].line:
        first -= 1
    return first


class Finder:
    """Knows the words of marked documents, as they are now and as they were."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        streams = [stream for document in documents for stream in streams_of(document)]
        self.sides: dict[Side, list[_Words]] = {
            "new": [_words_of(stream, "new") for stream in streams],
            "old": [_words_of(stream, "old") for stream in streams],
        }

    def passages(self, text: str, side: Side = "new") -> tuple[Passage | None, int]:
        """Return the first passage that has these words, and how many have.

        They are all that is in it, or the first … the last.
        """
        parts = [words_in(part) for part in GAP.split(text)]
        wanted = [part for part in parts if part]
        if not wanted:
            return None, 0
        found = [(words, place) for words in self.sides[side] for place in _found(words, wanted)]
        # a short word is there thousands of times, and only one passage is shown
        first = next((words.passage(*place) for words, place in found), None)
        return first, len(found)

    def nearest(self, text: str, side: Side = "new") -> str:
        """Return how the text goes on where it begins to differ from what is quoted."""
        for wanted in filter(None, (words_in(part) for part in GAP.split(text))):
            if any(next(words.find(wanted), None) is not None for words in self.sides[side]):
                continue
            begun = [(w, at) for w in self.sides[side] for at in w.find(wanted[:2])]
            sizes = [words.alike(wanted, at) for words, at in begun]
            if not sizes:
                return ""
            size = max(sizes)
            return _told(*begun[sizes.index(size)], size)
        return ""

    def named(self, label: str) -> Named | None:
        """Return what a label names."""
        for document in self.documents:
            held = _division(document, label)
            if held is not None:
                return held
            flat = list(_flat(document.blocks))
            for at, (block, change) in enumerate(flat):
                found = _within(block, change, label)
                if found is None:
                    continue
                if found[0]["t"] == "Header":
                    return _section(document.name, flat[at:])
                return self._float(document, *found)
        return None

    def _float(self, document: Document, node: Node, change: str) -> Named | None:
        """Return a figure or a table by its caption, an equation by itself."""
        if node["t"] == "Span":
            return self._equation(document, node, change)
        told = [atom for line in lines_of(node["c"][1][1], change) for atom in line.atoms]
        told = [atom for atom in told if WORD.search(atom.text) and not atom.is_absent()]
        if not told:
            return None
        return Named(document.name, ((node, change),), told[0], told[-1], lined=False)

    def _equation(self, document: Document, node: Node, change: str) -> Named | None:
        inside = {id(inner) for inner in branches(node["c"][1])}
        for stream in self._streams(document):
            every = list(stream.atoms)
            found = [n for n, atom in enumerate(every) if id(atom.node) in inside]
            if found:
                block, first, last = {"t": "Para", "c": [node]}, every[found[0]], every[found[-1]]
                return Named(document.name, ((block, change),), first, last, lined=False)
        return None

    def _streams(self, document: Document) -> Iterator[Stream]:
        for words in self.sides["new"]:
            if words.stream.document == document.name:
                yield words.stream


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared: case and signs do not count."""
    return [normalize("NFKC", found).casefold() for found in WORD.findall(text)]


def _words_of(stream: Stream, side: Side) -> _Words:
    absent = Atom.is_absent if side == "new" else Atom.is_new
    atoms = [atom for atom in stream.atoms if not absent(atom)]
    text, starts = _joined(atoms)
    words, spans, at = [], [], 0
    for found in WORD.finditer(text):
        while at + 1 < len(starts) and starts[at + 1] <= found.start():
            at += 1
        end = at
        while end + 1 < len(starts) and starts[end + 1] < found.end():
            end += 1
        words.append(normalize("NFKC", found[0]).casefold())
        spans.append((at, end))
    return _Words(stream, atoms, words, spans)


def _joined(atoms: list[Atom]) -> tuple[str, list[int]]:
    """Return the text of words, and where in it each begins."""
    pieces: list[str] = []
    starts: list[int] = []
    length, line = 0, None
    for atom in atoms:
        piece = ("\n" if line is not None and atom.line is not line else "") + atom.text
        starts.append(length + len(piece) - len(atom.text))
        pieces.append(piece)
        length += len(piece)
        line = atom.line
    return "".join(pieces), starts


def _found(words: _Words, wanted: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each passage that has some runs one after the other."""
    places = [list(words.find(part)) for part in wanted]
    for start in places[0]:
        end = start + len(wanted[0]) - 1
        for part, known in zip(wanted[1:], places[1:], strict=True):
            at = bisect_right(known, end)
            if at == len(known):
                return  # nor does it stand behind a later beginning
            end = known[at] + len(part) - 1
        yield start, end


def _told(words: _Words, at: int, size: int) -> str:
    """Return what stands in a text from so many words on, with a few behind them."""
    first = words.spans[max(at, at + size - SHOWN // 2)][0]
    last = words.spans[min(at + size + SHOWN // 2, len(words.spans) - 1)][1]
    return " ".join("".join(a.text for a in words.atoms[first : last + 1]).split())


def _flat(blocks: Sequence[Node], change: str = "") -> Iterator[tuple[Node, str]]:
    """Yield blocks, those in divisions too, each with how it is marked."""
    for block in blocks:
        attribute = attribute_of(block)
        own = next((n for n in CHANGES if attribute and n in attribute[1]), "") or change
        if block["t"] == "Div" and block["c"][0][0] != "refs":
            yield from _flat(block["c"][1], own)
        else:
            yield block, own


def _division(document: Document, label: str) -> Named | None:
    """Return the caption of a figure that is in a file of its own."""
    for node in branches(document.blocks):
        if node["t"] == "Div" and node["c"][0][0] == label and has_class(node, LISTED_CAPTION):
            return _whole(document.name, list(_flat([node])))
    return None


def _within(block: Node, change: str, label: str) -> tuple[Node, str] | None:
    for node in branches([block]):
        attribute = attribute_of(node)
        if attribute is not None and attribute[0] == label:
            return node, change
    return None


def _section(document: str, flat: list[tuple[Node, str]]) -> Named | None:
    """Return a heading with all that is below it."""
    level = flat[0][0]["c"][0]
    below = [
        n for n, (block, _) in enumerate(flat) if block["t"] == "Header" and block["c"][0] <= level
    ]
    return _whole(document, flat[: below[1] if len(below) > 1 else len(flat)])


def _whole(document: str, blocks: list[tuple[Node, str]]) -> Named | None:
    """Return blocks from their first word to their last."""
    text = [one for one in blocks if one[0]["t"] not in ("Figure", "Table")]
    atoms = [
        atom
        for block, change in text
        for line in lines_of([block], change)
        for atom in line.atoms
        if WORD.search(atom.text) and not atom.is_absent()
    ]
    if not atoms:
        return None
    return Named(document, tuple(blocks), atoms[0], atoms[-1], lined=True)
