"""Two texts become one with marks: what was changed, put in, left out, or moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from octavo.alignment import align, paired, similarity
from octavo.diff.likeness import Likeness, bag
from octavo.nodes import Node, attribute_of

LEAST = 0.35
"""How alike two blocks are at least of which one became the other."""

MOVED, MOVED_WEIGHT = 0.75, 40.0
"""How alike, and how long in letters, blocks are that were moved; shorter ones are the same."""

PARTED, MUCH = 0.7, 0.1
"""How alike a paragraph and two together are that it became, and by how much more than to one."""

MANY = 100_000
"""Pairs of blocks from which on only those about as far on in their texts are looked at."""

BAND = 0.1
"""How far apart those may be, as a share of the text."""


@dataclass
class Block:
    """A block, and what it is known by."""

    node: Node
    key: str
    shape: tuple[object, ...]
    name: str

    @cached_property
    def words(self) -> dict[str, float]:
        """Its words with their weights: of most blocks nobody asks, for they are the same."""
        return bag(self.node)

    @cached_property
    def weight(self) -> float:
        """How much it says, in letters."""
        return sum(self.words.values())


@dataclass(slots=True)
class Step:
    """One place of the text that comes of two: what was there, what is, and whether it moved."""

    old: Block | None
    new: Block | None
    equal: bool = False
    move: int = 0
    """The number of the move that it is an end of; 0 for none."""

    partner: Block | None = None
    """At the end of a move, what it was where it came from."""

    olds: tuple[Block, ...] = ()
    """The two paragraphs that were joined into one."""

    news: tuple[Block, ...] = ()
    """The two paragraphs that one was parted into."""


def block_of(node: Node, likeness: Likeness) -> Block:
    """Return a block with what it is known by."""
    attribute = attribute_of(node)
    name = str(attribute[0]) if attribute else ""
    return Block(node, likeness.key(node), _shape(node), name)


def _shape(node: Node) -> tuple[object, ...]:
    """Return what two blocks have in common of which one may have become the other."""
    kind: str = node["t"]
    content: Any = node.get("c")
    match kind:
        case "Para" | "Plain":
            return ("Para",)
        case "Div":
            _, classes, pairs = content[0]
            return (kind, "csl-entry" in classes, tuple(map(tuple, pairs)))
        case "Figure":
            return (kind, "subfigures" in content[0][1])
        case "RawBlock":
            return (kind, content[0])
        case _:
            return (kind,)


def likeness_of(old: Block, new: Block) -> float:
    """Return how likely an old block became a new one, 0 to 1."""
    if old.shape != new.shape:
        return 0.0
    if old.key == new.key:
        return 1.0
    if old.name and old.name == new.name and old.shape[0] != "Div":
        return 0.95
    if old.name and old.name == new.name:
        return 1.0
    if old.shape[:2] == ("Div", True):
        return 0.0  # another work
    few, many = sorted((old.weight, new.weight))
    if not few or 2 * few / (few + many) < LEAST:
        return 0.0
    return similarity(old.words, new.words)


def steps_of(old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """Return the places of both texts in order; what left a place stands before what came."""
    found: list[Step] = []
    for stretch in align([b.key for b in old], [b.key for b in new], lambda _: 1.0):
        olds = [old[n] for n in stretch.old]
        news = [new[n] for n in stretch.new]
        if stretch.equal:
            found += [Step(a, b, equal=True) for a, b in zip(olds, news, strict=True)]
        else:
            found += _with_parted(list(_changed(olds, news)))
    return found


def _changed(old: list[Block], new: list[Block]) -> Iterator[Step]:
    many = len(old) * len(new) > MANY

    def likeness(a: int, b: int) -> float:
        if many and abs(a / len(old) - b / len(new)) > BAND:
            return 0.0
        return likeness_of(old[a], new[b])

    a = b = 0
    pairs = paired(range(len(old)), range(len(new)), likeness, LEAST)
    for one, other in [*pairs, (len(old), len(new))]:
        yield from (Step(block, None) for block in old[a:one])
        yield from (Step(None, block) for block in new[b:other])
        if one < len(old):
            yield Step(old[one], new[other], equal=old[one].key == new[other].key)
        a, b = one + 1, other + 1


def _with_parted(steps: list[Step]) -> list[Step]:
    """Let a paragraph that was parted in two, or joined of two, be one place."""
    out: list[Step] = []
    for step in steps:
        joined = _together(out[-1], step) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(step)
    return out


def _together(one: Step, other: Step) -> Step | None:
    """Return two neighbouring places as one, if they are much liker together than apart."""
    whole, rest = (one, other) if one.old and one.new else (other, one)
    if not (whole.old and whole.new) or whole.equal or whole.olds or whole.news:
        return None
    part = rest.old or rest.new
    if part is None or (rest.old and rest.new) or part.shape != ("Para",):
        return None
    side, single = (whole.old, whole.new) if rest.old else (whole.new, whole.old)
    if side.shape != ("Para",):
        return None
    together = similarity(single.words, _sum(side.words, part.words))
    if together < PARTED or together < similarity(single.words, side.words) + MUCH:
        return None
    pair = (side, part) if whole is one else (part, side)
    if rest.old:
        return Step(whole.old, whole.new, olds=pair)
    return Step(whole.old, whole.new, news=pair)


def _sum(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {word: one.get(word, 0.0) + other.get(word, 0.0) for word in {**one, **other}}


def find_moves(steps: list[Step]) -> None:
    """Give what left one place and came to another a number; neighbours that stay so share it."""
    gone = [step for step in steps if step.new is None]
    come = [step for step in steps if step.old is None]
    places = {id(step): place for place, step in enumerate(steps)}
    pairs = sorted(
        ((places[id(a)], places[id(b)]) for a, b in _moved(gone, come)), key=lambda pair: pair[0]
    )
    number, last = 0, (-2, -2)
    for pair in pairs:
        if pair != (last[0] + 1, last[1] + 1):
            number += 1
        a, b = steps[pair[0]], steps[pair[1]]
        a.move = b.move = number
        b.partner, last = a.old, pair


def _moved(gone: list[Step], come: list[Step]) -> Iterator[tuple[Step, Step]]:
    equal: dict[str, list[Step]] = {}
    for step in come:
        equal.setdefault(_block(step).key, []).append(step)
    left = []
    for step in gone:
        same = equal.get(_block(step).key)
        if same and (_block(step).weight or _block(step).shape[0] in ("Figure", "Table")):
            yield step, same.pop(0)
        else:
            left.append(step)
    waiting = [step for steps in equal.values() for step in steps]
    if len(left) * len(waiting) <= MANY:
        yield from _nearly(left, waiting)


def _nearly(gone: list[Step], come: list[Step]) -> Iterator[tuple[Step, Step]]:
    """Yield the likest pairs of long blocks, each block once."""
    found = [
        (likeness_of(a, b), m, n)
        for m, a in enumerate(map(_block, gone))
        for n, b in enumerate(map(_block, come))
        if min(a.weight, b.weight) >= MOVED_WEIGHT
    ]
    used: set[tuple[str, int]] = set()
    for alike, m, n in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
        if alike >= MOVED and not {("a", m), ("b", n)} & used:
            used |= {("a", m), ("b", n)}
            yield gone[m], come[n]


def _block(step: Step) -> Block:
    block = step.old or step.new
    assert block
    return block


def blocks_of(nodes: list[Any], likeness: Likeness) -> list[Block]:
    """Return blocks with what they are known by."""
    return [block_of(node, likeness) for node in nodes]
