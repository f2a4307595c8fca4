"""A line of text as tokens, and tokens as a line of text.

A token is a word, a space, a sign, or something that is not parted, such as a citation; it
knows what it stands within, emphasis or a link, so that stretches of tokens can be made into
inlines again.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from octavo.alignment import tokens_of, weight_of
from octavo.diff.likeness import WHOLE, Likeness
from octavo.nodes import SPACE, Node, has_class, string

PLAIN_WRAPPERS = frozenset(
    "Emph Strong Underline Strikeout Superscript Subscript SmallCaps".split()
)
WHOLE_CLASSES = ("section-number", "caption-label", "equation", "csl-left-margin")
QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
ATOM, FIXED = 6.0, 1000.0
"""Weights of what is not parted, and of what is never taken for changed along with others."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What a token stands within: a node without its content."""

    serial: int
    key: str
    node: Node

    def around(self, content: list[Node]) -> Node:
        """Return the node with a content."""
        kind, parts = self.node["t"], self.node["c"]
        if kind in PLAIN_WRAPPERS:
            return {"t": kind, "c": content}
        return {"t": kind, "c": [parts[0], content, *parts[2:]]}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a space or a sign, or a node that is not parted."""

    key: Hashable
    weight: float
    text: str
    node: Node | None = None
    path: tuple[Wrapper, ...] = ()

    @property
    def display(self) -> bool:
        """Whether it is a formula on lines of its own."""
        return self.node is not None and is_display(self.node)


def is_display(node: Node) -> bool:
    """Tell whether an inline is a formula that stands on lines of its own."""
    if node["t"] == "Math":
        return bool(node["c"][0]["t"] == "DisplayMath")
    return node["t"] == "Span" and has_class(node, "equation")


class Tokens:
    """Cuts the lines of one document."""

    def __init__(self, likeness: Likeness) -> None:
        self.likeness = likeness
        self._serial = count()

    def of(self, inlines: Sequence[Node], path: tuple[Wrapper, ...] = ()) -> Iterator[Token]:
        """Yield the tokens of inlines; the words of neighbours without a space are one text."""
        for bare, group in groupby(
            inlines, lambda node: node["t"] in ("Str", "Space", "SoftBreak")
        ):
            if bare:
                text = "".join(node["c"] if node["t"] == "Str" else " " for node in group)
                yield from (_word(piece, path) for piece in tokens_of(text))
            else:
                for node in group:
                    yield from self._within(node, path)

    def _within(self, node: Node, path: tuple[Wrapper, ...]) -> Iterator[Token]:
        kind = node["t"]
        if kind == "Quoted":
            quotes = QUOTES[node["c"][0]["t"]]
            yield from self.of([string(quotes[0]), *node["c"][1], string(quotes[1])], path)
        elif kind in PLAIN_WRAPPERS and node["c"]:
            yield from self.of(node["c"], (*path, self._wrapper(node, kind)))
        elif kind in ("Span", "Link") and node["c"][1] and not _is_whole(node):
            yield from self.of(node["c"][1], (*path, self._wrapper(node, self._outside(node))))
        else:
            yield self._atom(node, path)

    def _wrapper(self, node: Node, key: str) -> Wrapper:
        return Wrapper(next(self._serial), key, node)

    def _outside(self, node: Node) -> str:
        attribute, _, *rest = node["c"]
        return json.dumps([node["t"], attribute[1:], rest], ensure_ascii=False)

    def _atom(self, node: Node, path: tuple[Wrapper, ...]) -> Token:
        empty = node["t"] in ("Span", "Link", *PLAIN_WRAPPERS)
        weight = FIXED if is_display(node) else ATOM
        if node["t"] == "LineBreak" or (empty and not _is_whole(node)):
            weight = 0.5
        return Token((self.likeness.key(node), _keys(path)), weight, "", node, path)


def _is_whole(node: Node) -> bool:
    if node["t"] in WHOLE:
        return True
    if node["t"] == "Link":
        return has_class(node, "cross-reference")
    return any(has_class(node, name) for name in WHOLE_CLASSES)


def _keys(path: tuple[Wrapper, ...]) -> tuple[str, ...]:
    return tuple(wrapper.key for wrapper in path)


def _word(text: str, path: tuple[Wrapper, ...]) -> Token:
    text = text if text.strip(" ") else " "
    return Token((text, _keys(path)) if path else text, weight_of(text), text, None, path)


def inlines_of(tokens: Iterable[Token], depth: int = 0) -> list[Node]:
    """Return tokens that follow each other as inlines."""
    out: list[Node] = []

    def place(token: Token) -> int:
        return token.path[depth].serial if len(token.path) > depth else -1

    for serial, group in groupby(tokens, place):
        found = list(group)
        if serial < 0:
            out += _leaves(found)
        else:
            out.append(found[0].path[depth].around(inlines_of(found, depth + 1)))
    return out


def _leaves(tokens: list[Token]) -> Iterator[Node]:
    for kind, group in groupby(tokens, _kind):
        if kind == "word":
            yield string("".join(token.text for token in group))
        else:
            yield from (SPACE if token.node is None else token.node for token in group)


def _kind(token: Token) -> str:
    if token.node is not None:
        return "node"
    return "space" if token.text == " " else "word"
