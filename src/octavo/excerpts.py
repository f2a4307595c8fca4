"""A tree without what does not concern its citations, and that tree made whole again.

Citeproc looks at citations in their order, and moves punctuation that stands beside them.  What
is further away is left out, so that less is read and written, and so that what it answered is
found again as long as neither the citations nor their neighbours change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.nodes import Node, attr, div, plain_text, span, string

GAP = "octavo-gap-"
"""The identifiers of what stands for the nodes that were left out begin so."""

BEFORE = 2
"""The nodes before a citation that are kept."""

QUOTES = ("SingleQuote", "DoubleQuote")
BLOCKS = frozenset(
    "Plain Para LineBlock CodeBlock RawBlock BlockQuote OrderedList BulletList DefinitionList"
    " Header HorizontalRule Table Figure Div".split()
)


@dataclass(slots=True)
class Excerpt:
    """The part of some blocks that concerns citations."""

    blocks: list[Node]
    left_out: list[list[Node]] = field(default_factory=list)

    def whole(self, blocks: list[Node]) -> list[Node]:
        """Return blocks that came of `blocks` with everything in its place that was left out."""
        out: list[Node] = self._filled(blocks)
        return out

    def _filled(self, value: Any) -> Any:
        if isinstance(value, list):
            out: list[Any] = []
            for item in value:
                number = _gap(item)
                if number is None:
                    out.append(self._filled(item))
                else:
                    out += self.left_out[number]
            return out
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return value


def excerpt(blocks: list[Node]) -> Excerpt:
    """Return the citations of some blocks with what stands beside them."""
    found = Excerpt([])
    shortened, _ = _shortened(blocks, found)
    found.blocks = shortened
    return found


def _shortened(value: Any, found: Excerpt) -> tuple[Any, bool]:
    """Return a value without what is far from any citation, and whether it has one."""
    if isinstance(value, dict):
        if value.get("t") == "Cite" or _is_list(value):
            return value, True
        content, concerned = _shortened(value.get("c"), found)
        return ({**value, "c": content} if concerned else value), concerned
    if not isinstance(value, list):
        return value, False
    items = [_shortened(item, found) for item in value]
    holding = [number for number, (_, here) in enumerate(items) if here]
    if not holding:
        return value, False
    if not isinstance(value[0], dict) or value[0].get("t") in (None, *QUOTES):
        return [item for item, _ in items], True
    kept = set(_near(value, holding))
    return list(_joined(value, items, kept, found)), True


def _near(nodes: list[Node], holding: list[int]) -> Iterator[int]:
    """Yield the numbers of the nodes that stand beside a citation, and of those that hold one."""
    for number in holding:
        yield number
        if nodes[number]["t"] in BLOCKS:
            continue
        yield from range(max(0, number - BEFORE), number)
        for after in range(number + 1, len(nodes)):
            yield after
            if any(letter.isalnum() for letter in plain_text(nodes[after])):
                break


def _joined(
    nodes: list[Node], items: list[tuple[Any, bool]], kept: set[int], found: Excerpt
) -> Iterator[Node]:
    """Yield the nodes that are kept, and one for each run of those that are not."""
    run: list[Node] = []
    for number, node in enumerate(nodes):
        if number not in kept:
            run.append(node)
            continue
        if run:
            yield _stand_in(run, found)
            run = []
        yield items[number][0]
    if run:
        yield _stand_in(run, found)


def _stand_in(run: list[Node], found: Excerpt) -> Node:
    found.left_out.append(run)
    attribute = attr(f"{GAP}{len(found.left_out) - 1}")
    return div([], attribute) if run[0]["t"] in BLOCKS else span([string("x")], attribute)


def _gap(item: Any) -> int | None:
    """Return the number of the run that a node stands for."""
    if not isinstance(item, dict) or item.get("t") not in ("Div", "Span"):
        return None
    identifier = str(item["c"][0][0])
    number = identifier.removeprefix(GAP)
    return int(number) if identifier.startswith(GAP) and number.isdigit() else None


def _is_list(node: Node) -> bool:
    """Tell whether a node is the place of the references."""
    return node.get("t") == "Div" and node["c"][0][0] == "refs"
