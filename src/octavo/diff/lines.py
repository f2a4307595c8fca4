"""Two lines of text become one with marks: words, citations, formulas, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from octavo.alignment import Stretch, align, paired, similarity
from octavo.diff.likeness import Likeness, bag
from octavo.diff.marking import DELETION, INSERTION, PARTING, Change, marked_inlines
from octavo.diff.tokens import Token, Tokens, inlines_of
from octavo.nodes import Node, attr, span, string

Blocks: TypeAlias = "Callable[[list[Node], list[Node]], list[Node]]"
"""What compares the blocks of notes."""

PILCROW = "¶"
BREAK = Token(PILCROW, 0.0, "")
"""Where a paragraph ends and the next begins."""

ALIKE = 0.4
"""How alike two notes are that are one, changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with marks, and how much of both lines it has in common, 0 to 1."""

    inlines: list[Node]
    kept: float


class Lines:
    """Compares lines of an old document with those of a new one."""

    def __init__(self, old: Likeness, new: Likeness, blocks: Blocks) -> None:
        self.old, self.new, self.blocks = Tokens(old), Tokens(new), blocks

    def compared(self, old: list[Node], new: list[Node]) -> Line:
        """Return one line for two."""
        return self.parted([old], [new])

    def parted(self, old: list[list[Node]], new: list[list[Node]]) -> Line:
        """Return one line for those of two sides; where one side begins anew, a mark says so."""
        olds = [token for line in old for token in (BREAK, *self.old.of(line))][1:]
        news = [token for line in new for token in (BREAK, *self.new.of(line))][1:]
        notes = self._paired_notes(olds, news)
        whole = sum(t.weight for t in olds) + sum(t.weight for t in news)
        out, same = [], 0.0
        for some, others in _between_displays(olds, news):
            for stretch in _aligned(some, others):
                a, b = _cut(some, stretch.old), _cut(others, stretch.new)
                if stretch.equal:
                    same += sum(token.weight for token in b)
                    out += inlines_of(self._with_notes(b, notes))
                else:
                    out += _marked(DELETION, a)
                    out += _marked(INSERTION, b)
        return Line(out, 2 * same / whole if whole else 1.0)

    def _paired_notes(self, old: list[Token], new: list[Token]) -> dict[object, Node]:
        """Give notes that are one, changed, the same key; return what each became, by key."""
        places = [
            [n for n, token in enumerate(side) if token.node and token.node["t"] == "Note"]
            for side in (old, new)
        ]
        keys = {new[n].key for n in places[1]}
        olds = [n for n in places[0] if old[n].key not in keys]
        news = [n for n in places[1] if new[n].key not in {old[m].key for m in places[0]}]
        bags = {id(token): bag(token.node) for token in (*old, *new) if token.node}

        def likeness(a: int, b: int) -> float:
            return similarity(bags[id(old[a])], bags[id(new[b])])

        found: dict[object, Node] = {}
        for a, b in paired(olds, news, likeness, ALIKE):
            was, now = old[olds[a]].node, new[news[b]].node
            assert was
            assert now
            key = ("note", a, b)
            old[olds[a]] = replace(old[olds[a]], key=key)
            new[news[b]] = replace(new[news[b]], key=key)
            found[key] = {"t": "Note", "c": self.blocks(was["c"], now["c"])}
        return found

    def _with_notes(self, tokens: Sequence[Token], notes: dict[object, Node]) -> Iterator[Token]:
        for token in tokens:
            yield replace(token, node=notes[token.key]) if token.key in notes else token


def _marked(change: Change, tokens: list[Token]) -> list[Node]:
    """Return tokens within marks; where a paragraph ends there is one of its own."""
    out: list[Node] = []
    for broken, group in groupby(tokens, lambda token: token is BREAK):
        if broken:
            out += [span([string(PILCROW)], attr(classes=[change, PARTING])) for _ in group]
        else:
            out += marked_inlines(change, inlines_of(group))
    return out


def _between_displays(
    old: list[Token], new: list[Token]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Cut both sides at the displayed formulas that they have in common."""
    places = [[n for n, token in enumerate(side) if token.display] for side in (old, new)]
    pairs = paired(places[0], places[1], lambda a, b: 1.0 if old[a].key == new[b].key else 0.0, 1.0)
    a = b = 0
    for one, other in pairs:
        c, d = places[0][one], places[1][other]
        yield old[a:c], new[b:d]
        yield old[c : c + 1], new[d : d + 1]
        a, b = c + 1, d + 1
    yield old[a:], new[b:]


def _aligned(old: list[Token], new: list[Token]) -> list[Stretch]:
    weights = {token.key: token.weight for token in (*old, *new)}
    return align(
        [token.key for token in old], [token.key for token in new], lambda key: weights[key]
    )


def _cut(tokens: list[Token], part: range) -> list[Token]:
    return tokens[part.start : part.stop]
