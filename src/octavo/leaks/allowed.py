"""Where names may stand: in the references, and where these are cited.

A work of an author's that is cited as anyone's has the name in it.  What the document prints
there is known from the document itself, so a name in a finished file is allowed where it has
the neighbours that it has there, and nowhere else: not in a heading, a property or a comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from octavo.document import Document
from octavo.folding import squeezed, without_commands
from octavo.needles import FAMILY, FUNDER, GIT, LOCAL, NAME, PLACE, USER, WORK, Needles
from octavo.nodes import branches, has_class
from octavo.self_citations import MASKED

REACH = 12
"""The letters and digits beside a name that are compared."""

ENOUGH = 8
"""How many on one side are proof where the other side differs, as at the end of a page."""

NAMES = (NAME, FAMILY, PLACE, FUNDER, LOCAL, USER, GIT, WORK)
"""The kinds of needles that references may hold; a work's title may be others' words, too."""

NEAR = 100
"""The characters in which as many letters are looked for."""

WITHIN, BEHIND = "\ue001", "\ue002"


@dataclass(frozen=True, slots=True)
class Quote:
    """A text of the document, and the ranges of it in which names may stand."""

    text: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A name as the document has it, with its neighbours; all of it squeezed."""

    name: str
    left: str
    right: str


@dataclass(frozen=True)
class Allowed:
    """What the document prints of others' and of the authors' works."""

    quotes: tuple[Quote, ...] = ()
    keys: frozenset[str] = frozenset()
    """The keys of the works that it lists, squeezed."""

    def windows(self, needles: Needles) -> Windows:
        """Return the places of names in all of it."""
        names = needles.of(*NAMES)
        found: dict[str, set[Window]] = {}
        for quote in self.quotes:
            for hit in names.hits(quote.text):
                if any(start <= hit.start and hit.end <= end for start, end in quote.ranges):
                    window = _window(quote.text, hit.start, hit.end)
                    found.setdefault(window.name, set()).add(window)
        return Windows(found, self.keys)


@dataclass(frozen=True, slots=True)
class Windows:
    """The names that may be found, each with its neighbours."""

    by_name: dict[str, set[Window]]
    keys: frozenset[str]

    def allow(self, text: str, start: int, end: int, reference: str) -> bool:
        """Tell whether a name may stand where it does.

        `reference` is the entry that a file itself says the place belongs to.
        """
        if reference and squeezed(reference)[3:] in self.keys:
            return True
        found = _window(text, start, end)
        return any(_is_there(window, found) for window in self.by_name.get(found.name, ()))


def _window(text: str, start: int, end: int) -> Window:
    left = squeezed(without_commands(text[max(0, start - NEAR) : start]))[-REACH:]
    right = squeezed(without_commands(text[end : end + NEAR]))[:REACH]
    return Window(squeezed(text[start:end]), left, right)


def _is_there(window: Window, found: Window) -> bool:
    left = _shared(found.left[::-1], window.left[::-1])
    right = _shared(found.right, window.right)
    if left == len(window.left) and right == len(window.right):
        return left + right > 0
    return max(left, right) >= ENOUGH


def _shared(one: str, other: str) -> int:
    """Return how many letters two texts begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def allowed_of(documents: Iterable[Document], texts: Iterable[str] = ()) -> Allowed:
    """Return where finished documents may name somebody; `texts` are let pass as they are."""
    quotes = [Quote(text, ((0, len(text)),)) for text in texts]
    keys: set[str] = set()
    for document in documents:
        for tree in (*(a.blocks for a in document.abstracts), document.blocks):
            quotes += _Quotes().of(tree)
        works = [json.dumps(work, ensure_ascii=False) for work in document.works.values()]
        quotes += [Quote(text, ((0, len(text)),)) for text in works]
        keys |= {key for key in _listed(document.blocks) if not key.startswith(MASKED)}
    for key in keys:
        quotes += [Quote(text, ((0, len(text)),)) for text in (key, f"ref-{key}")]
    return Allowed(tuple(dict.fromkeys(quotes)), frozenset(map(squeezed, keys)))


def _listed(value: Any) -> Iterator[str]:
    for node in branches(value):
        if node["t"] == "Div" and has_class(node, "csl-entry"):
            yield str(node["c"][0][0]).removeprefix("ref-")


class _Quotes:
    """Collects the paragraphs of a tree that cite or list works."""

    def __init__(self) -> None:
        self.found: list[Quote] = []

    def of(self, blocks: Any) -> list[Quote]:
        """Return the quotes of some blocks."""
        self._blocks(blocks, cited=False)
        return self.found

    def _blocks(self, value: Any, *, cited: bool) -> None:
        if isinstance(value, list):
            for item in value:
                self._blocks(item, cited=cited)
        elif isinstance(value, dict):
            if value.get("t") in ("Para", "Plain", "Header"):
                self._line(value["c"][2] if value["t"] == "Header" else value["c"], cited=cited)
                return
            listed = value.get("t") == "Div" and has_class(value, "csl-entry")
            self._blocks(value.get("c", []), cited=cited or listed)

    def _line(self, inlines: Any, *, cited: bool) -> None:
        text = "".join(self._texts(inlines, cited=cited))
        if cited:
            bare = text.replace(WITHIN, "").replace(BEHIND, "")
            self.found.append(Quote(bare, ((0, len(bare)),)))
        elif WITHIN in text:
            self.found += _marked(text)

    def _texts(self, value: Any, *, cited: bool) -> Iterator[str]:
        """Yield the text of inlines, with citations between two marks; notes are collected."""
        if isinstance(value, list):
            for item in value:
                yield from self._texts(item, cited=cited)
            return
        match value.get("t") if isinstance(value, dict) else None:
            case "Str":
                yield value["c"]
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code" | "Math":
                yield value["c"][1]
            case "Note":
                self._blocks(value["c"], cited=cited)
            case "Cite":
                yield WITHIN
                yield from self._texts(value["c"][1], cited=True)
                yield BEHIND
            case "RawInline" | None:
                return
            case _:
                yield from self._texts(value.get("c", []), cited=cited)


def _marked(text: str) -> Iterator[Quote]:
    """Yield a paragraph with the ranges of its citations, and each citation by itself."""
    ranges: list[tuple[int, int]] = []
    out: list[str] = []
    length = start = 0
    for piece in _pieces(text):
        if piece == WITHIN:
            start = length
        elif piece == BEHIND:
            ranges.append((start, length))
        else:
            out.append(piece)
            length += len(piece)
    bare = "".join(out)
    yield Quote(bare, tuple(ranges))
    for start, end in ranges:
        cited = bare[start:end]
        # So Zotero's fields repeat it, and no paragraph is around it there.
        field = f"formattedCitation {cited} plainCitation {cited} noteIndex"
        yield from (Quote(text, ((0, len(text)),)) for text in (cited, field))


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if character in (WITHIN, BEHIND):
            yield piece
            yield character
            piece = ""
        else:
            piece += character
    yield piece
