"""One tree of two: what each kind of block becomes where it changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from octavo.alignment import paired
from octavo.diff.blocks import (
    LEAST,
    Step,
    block_of,
    blocks_of,
    find_moves,
    likeness_of,
    steps_of,
)
from octavo.diff.likeness import Likeness
from octavo.diff.lines import Lines
from octavo.diff.marking import (
    DELETION,
    INSERTION,
    MOVED_FROM,
    MOVED_TO,
    PARTING,
    VERSIONS,
    marked_blocks,
    marked_inlines,
    without_roles,
)
from octavo.diff.tables import Tables
from octavo.floats import only_image
from octavo.nodes import Node, attr, attribute_of, div, has_class, plain

MOSTLY_NEW = 0.3
"""What two lines have in common at least to be shown as one line."""


class Comparison:
    """Compares the blocks of an old document with those of a new one."""

    def __init__(self, old: Likeness, new: Likeness) -> None:
        self.old, self.new = old, new
        self.lines = Lines(old, new, self.blocks)
        self.tables = Tables(self.blocks, self.lines, old, new)

    def text(self, old: list[Node], new: list[Node]) -> list[Node]:
        """Return the blocks of a whole text, in which blocks may have moved."""
        steps = self._steps(old, new)
        find_moves(steps)
        return list(self._written(steps))

    def blocks(self, old: list[Node], new: list[Node]) -> list[Node]:
        """Return the blocks of a part of a text."""
        return list(self._written(self._steps(old, new)))

    def _steps(self, old: list[Node], new: list[Node]) -> list[Step]:
        return steps_of(blocks_of(old, self.old), blocks_of(new, self.new))

    def _written(self, steps: list[Step]) -> Iterator[Node]:
        for (kind, move), group in groupby(steps, _kind):
            found = list(group)
            olds = [step.old.node for step in found if step.old]
            news = [step.new.node for step in found if step.new]
            if kind == "deletion":
                yield from marked_blocks(DELETION, olds)
            elif kind == "insertion":
                yield from marked_blocks(INSERTION, news)
            elif kind == "moved-from":
                yield _moved(MOVED_FROM, move, without_roles(olds))
            elif kind == "moved-to":
                yield _moved(MOVED_TO, move, [b for step in found for b in self._arrived(step)])
            else:
                for step in found:
                    yield from self._both(step)

    def _both(self, step: Step) -> list[Node]:
        assert step.old
        assert step.new
        if step.olds or step.news:
            return self._parted(step)
        return [step.new.node] if step.equal else self.changed(step.old.node, step.new.node)

    def _parted(self, step: Step) -> list[Node]:
        """Return a paragraph that was parted as two, and one that was joined as one."""
        assert step.old
        assert step.new
        olds, news = step.olds or (step.old,), step.news or (step.new,)
        line = self.lines.parted([b.node["c"] for b in olds], [b.node["c"] for b in news])
        out: list[list[Node]] = [[]]
        for inline in line.inlines:
            out[-1].append(inline)
            if has_class(inline, PARTING) and has_class(inline, INSERTION):
                out.append([])
        kind = news[0].node["t"]
        return [{"t": kind, "c": inlines} for inlines in out]

    def _arrived(self, step: Step) -> list[Node]:
        """Return what moved, with what was changed on the way."""
        assert step.partner
        assert step.new
        if step.partner.key == step.new.key:
            return [step.new.node]
        return self.changed(step.partner.node, step.new.node)

    def changed(self, old: Node, new: Node) -> list[Node]:
        """Return what a block of the new document is, with marks against the old one."""
        match new["t"]:
            case "Para" | "Plain":
                return self._line(old, new, new["c"], lambda line: {"t": new["t"], "c": line})
            case "Header":
                level, attribute, content = new["c"]
                return self._line(
                    old, new, content, lambda c: {"t": "Header", "c": [level, attribute, c]}
                )
            case "BlockQuote":
                return [{"t": "BlockQuote", "c": self.blocks(old["c"], new["c"])}]
            case "Div":
                was = _in_order(old, new) if new["c"][0][0] == "refs" else old["c"][1]
                return [div(self.blocks(was, new["c"][1]), new["c"][0])]
            case "BulletList":
                return [{"t": "BulletList", "c": self._items(old["c"], new["c"])}]
            case "OrderedList":
                return [
                    {"t": "OrderedList", "c": [new["c"][0], self._items(old["c"][1], new["c"][1])]}
                ]
            case "DefinitionList":
                return [{"t": "DefinitionList", "c": self._terms(old["c"], new["c"])}]
            case "Figure":
                return self._figure(old, new) or self._exchanged(old, new)
            case "Table":
                return self._table(old, new) or self._exchanged(old, new)
        return self._exchanged(old, new)

    def _exchanged(self, old: Node, new: Node) -> list[Node]:
        return [*marked_blocks(DELETION, [old]), *marked_blocks(INSERTION, [new])]

    def _line(self, old: Node, new: Node, content: list[Node], made: Any) -> list[Node]:
        was = old["c"][2] if old["t"] == "Header" else old["c"]
        line = self.lines.compared(was, content)
        if line.kept < MOSTLY_NEW and was and content:
            return self._exchanged(old, new)
        return [made(line.inlines)]

    def told(self, old: list[Node], new: list[Node]) -> list[Node]:
        """Return a caption of two: one line, whatever else the two have in common."""
        was, now = _one_line(old), _one_line(new)
        if was is None or now is None:
            return self.blocks(old, new)
        return [plain(self.lines.compared(was, now).inlines)] if was or now else []

    def _items(self, old: list[list[Node]], new: list[list[Node]]) -> list[list[Node]]:
        """Return the items of two lists as those of one."""
        olds, news = (
            [block_of(div(item, attr()), side) for item in items]
            for items, side in ((old, self.old), (new, self.new))
        )
        out: list[list[Node]] = []
        for step in steps_of(olds, news):
            was = step.old.node["c"][1] if step.old else []
            now = step.new.node["c"][1] if step.new else []
            if step.equal:
                out.append(now)
            elif step.old and step.new:
                out.append(self.blocks(was, now))
            else:
                change = DELETION if step.old else INSERTION
                out.append(marked_blocks(change, was or now))
        return out

    def _terms(self, old: list[Any], new: list[Any]) -> list[Any]:
        """Return the terms of two lists of definitions as those of one."""
        olds, news = (
            [block_of(_as_division(term), side) for term in terms]
            for terms, side in ((old, self.old), (new, self.new))
        )
        pairs = paired(olds, news, likeness_of, LEAST)
        out, a, b = [], 0, 0
        for one, other in [*pairs, (len(old), len(new))]:
            out += [_marked_term(DELETION, term) for term in old[a:one]]
            out += [_marked_term(INSERTION, term) for term in new[b:other]]
            if one < len(old):
                out.append(self._term(old[one], new[other]))
            a, b = one + 1, other + 1
        return out

    def _term(self, old: Any, new: Any) -> Any:
        name = self.lines.compared(old[0], new[0]).inlines
        return [name, self._items(old[1], new[1])]

    def _table(self, old: Node, new: Node) -> list[Node] | None:
        caption, was = new["c"][1], old["c"][1]
        told = [caption[0], self.told(was[1], caption[1])]
        table = self.tables.compared(old, new, told)
        return [table] if table else None

    def _figure(self, old: Node, new: Node) -> list[Node] | None:
        """Return a figure of two: the pictures side by side where they differ."""
        attribute, caption, content = new["c"]
        was, was_told = old["c"][2], old["c"][1]
        told = [caption[0], self.told(was_told[1], caption[1])]
        if not told[1] and (caption[1] or was_told[1]):
            return None
        images = only_image(was), only_image(content)
        if images[0] and images[1]:
            return [self._versions(attribute, told, images[0], images[1])]
        if has_class(new, "subfigures"):
            parts = self._parts(was, content)
            return parts and [{"t": "Figure", "c": [attribute, told, parts]}]
        if images[0] or images[1]:
            return None
        return [{"t": "Figure", "c": [attribute, told, self.blocks(was, content)]}]

    def _versions(self, attribute: Any, told: list[Any], old: Node, new: Node) -> Node:
        if self.old.key(old) == self.new.key(new):
            return {"t": "Figure", "c": [attribute, told, [plain([new])]]}
        both = [*marked_inlines(DELETION, [old]), *marked_inlines(INSERTION, [new])]
        name, classes, pairs = attribute
        return {"t": "Figure", "c": [[name, [*classes, VERSIONS], pairs], told, [plain(both)]]}

    def _parts(self, old: list[Node], new: list[Node]) -> list[Node] | None:
        """Return the parts of a figure, if there are as many as there were."""
        if len(old) != len(new):
            return None
        out: list[Node] = []
        for was, now in zip(old, new, strict=True):
            if self.old.key(was) == self.new.key(now):
                out.append(now)
                continue
            part = self._figure(was, now) if was["t"] == now["t"] == "Figure" else None
            if part is None:
                return None
            out += part
        return out


def _in_order(old: Node, new: Node) -> list[Node]:
    """Return the old references in the order of the new ones, as their numbers are.

    Those that are no more stay behind the one that they followed.
    """
    names = [attribute[0] if (attribute := attribute_of(b)) else "" for b in new["c"][1]]
    places = {name: place for place, name in enumerate(names)}
    groups: list[tuple[int, list[Node]]] = []
    for block in old["c"][1]:
        attribute = attribute_of(block)
        place = places.get(attribute[0]) if attribute else None
        if place is not None:
            groups.append((place, [block]))
        elif groups:
            groups[-1][1].append(block)
        else:
            groups.append((-1, [block]))
    return [block for _, group in sorted(groups, key=lambda g: g[0]) for block in group]


def _kind(step: Step) -> tuple[str, int]:
    if step.old and step.new:
        return "both", 0
    if step.move:
        return MOVED_FROM if step.old else MOVED_TO, step.move
    return DELETION if step.old else INSERTION, 0


def _moved(kind: str, number: int, blocks: list[Node]) -> Node:
    name = f"{kind}-{number}"
    return div(blocks, attr(name, [kind], number=str(number)))


def _one_line(blocks: list[Node]) -> list[Node] | None:
    """Return blocks that are lines as one line."""
    if any(block["t"] not in ("Plain", "Para") for block in blocks):
        return None
    out: list[Node] = []
    for block in blocks:
        out += [*([{"t": "LineBreak"}] if out else []), *block["c"]]
    return out


def _as_division(term: Any) -> Node:
    return div([plain(term[0]), *(block for item in term[1] for block in item)], attr())


def _marked_term(change: Any, term: Any) -> Any:
    return [
        marked_inlines(change, term[0]),
        [marked_blocks(change, item) for item in term[1]],
    ]
