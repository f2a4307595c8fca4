"""How many words there are, section by section, as printed.

Words are counted as they stand between spaces.  Formulas, tables, code and the references
are no text, nor is what is made of the metadata.  Captions and notes are counted for
themselves, as journals differ about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from octavo.document import Document
from octavo.nodes import Node, attribute_of, has_class, plain_text, rewrite, walk

DEEPEST = 2
"""The level of the deepest headings whose sections are counted for themselves."""


@dataclass(frozen=True, slots=True)
class Length:
    """The words of a part of a document; `limit` is the most it may have, or 0."""

    name: str
    words: int
    level: int = 1
    limit: int = 0


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return len(re.findall(r"\S*\w\S*", text))


def lengths_of(document: Document) -> tuple[Length, ...]:
    """Return the words of the abstracts, of each section, of the text in all, and beside it."""
    return (
        *_abstracts(document),
        *_sections(document.blocks),
        *_beside([*_authors_own(document.blocks)]),
    )


def _abstracts(document: Document) -> Iterator[Length]:
    limit = document.metadata.checks.abstract_words
    for abstract in document.abstracts:
        count = words_in(plain_text(abstract.blocks))
        name = f"{abstract.kind.capitalize()} ({abstract.language})"
        yield Length(name, count, limit=limit if abstract.kind == "abstract" else 0)


def _sections(blocks: list[Node]) -> Iterator[Length]:
    """Yield the sections with all that is below them, then the whole text."""
    found: list[tuple[str, int]] = []
    counts: list[int] = []
    before = 0
    for block in _authors_own(blocks):
        if block["t"] == "Header" and block["c"][0] <= DEEPEST:
            found.append((_heading(block), block["c"][0]))
            counts.append(0)
        count = sum(words_in(text) for text in _texts(block))
        if found:
            counts[-1] += count
        else:
            before += count
    for at, (name, level) in enumerate(found):
        below = _next(found, at) if level < DEEPEST else at + 1
        yield Length(name, sum(counts[at:below]), level)
    yield Length("Text in all", before + sum(counts))


def _next(found: list[tuple[str, int]], at: int) -> int:
    """Return where the next section of the same level begins."""
    after = range(at + 1, len(found))
    return next((n for n in after if found[n][1] <= found[at][1]), len(found))


def _authors_own(blocks: list[Node]) -> Iterator[Node]:
    """Leave out the sections that are made of the metadata and of the bibliography."""
    own = True
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            identifier, classes, _ = block["c"][1]
            own = "back-matter" not in classes and identifier != "references"
        if own:
            yield block


def _heading(block: Node) -> str:
    """Return a heading without its number."""
    return plain_text([node for node in block["c"][2] if not has_class(node, "section-number")])


def _texts(value: Any) -> Iterator[str]:
    """Yield the paragraphs of running text."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        kind = value.get("t")
        attribute = attribute_of(value) if kind else None
        if kind in ("Figure", "Table", "Header") or (attribute and attribute[0] == "refs"):
            return
        if kind in ("Para", "Plain", "LineBlock"):
            yield plain_text(rewrite(value["c"], {"Math": lambda _: []}))
        else:
            yield from _texts(value.get("c", []))


def _beside(blocks: list[Node]) -> Iterator[Length]:
    captions = notes = 0
    for node in walk(blocks):
        if node["t"] in ("Figure", "Table"):
            captions += words_in(plain_text(node["c"][1]))
        elif node["t"] == "Note":
            notes += _count(_texts(node["c"]))
    for name, words in (("Captions", captions), ("Notes", notes)):
        if words:
            yield Length(name, words)


def _count(texts: Iterable[str]) -> int:
    return sum(map(words_in, texts))
