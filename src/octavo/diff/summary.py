"""How much changed, and where: words put in and left out, places, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.diff.marking import DELETION, INSERTION, MOVED_FROM, MOVED_TO
from octavo.nodes import Node, attribute_of, branches, has_class, plain_text, rewrite
from octavo.tracking import pieces

WORD = re.compile(r"[^\W_]+(?:['’.·:/@\u200c-][^\W_]+)*")


@dataclass(slots=True)
class Count:
    """What changed in a part of a document."""

    name: str
    added: int = 0
    removed: int = 0
    places: int = 0
    moved: int = 0
    """Passages that came here from elsewhere."""

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.places or self.moved)


@dataclass(slots=True)
class Summary:
    """What changed in a document, part by part."""

    parts: list[Count] = field(default_factory=list)

    @property
    def whole(self) -> Count:
        """What changed in all parts together."""
        counts = [(p.added, p.removed, p.places, p.moved) for p in self.parts]
        return Count("", *(sum(column) for column in zip(*counts, strict=True)))


def summary_of(front: list[str], parts: list[tuple[str, list[Node]]], title: str) -> Summary:
    """Count what changed: in the values of the front matter, in named parts, in sections.

    The last of the parts is the text, which is counted by its main headings.
    """
    found = [_of_values(title, front)]
    for name, blocks in parts[:-1]:
        found.append(_of_blocks(name, blocks))
    if parts:
        found += [_of_blocks(name, blocks) for name, blocks in _sections(*parts[-1])]
    return Summary([count for count in found if not count.empty])


def _sections(name: str, blocks: list[Node]) -> Iterator[tuple[str, list[Node]]]:
    current: list[Node] = []
    for block in blocks:
        heading = next(
            (n for n in branches([block]) if n["t"] == "Header" and n["c"][0] == 1), None
        )
        left_out = heading is None or "unlisted" in heading["c"][1][1]
        if heading is None or (left_out and block is not heading):
            current.append(block)
            continue
        yield name, current
        name, current = _heading(heading), [block]
    yield name, current


def _heading(node: Node) -> str:
    kept = [one for one in node["c"][2] if not has_class(one, DELETION)]
    return plain_text(kept)


def _of_values(name: str, values: list[str]) -> Count:
    count = Count(name)
    for value in values:
        before = ""
        for change, text in pieces(value):
            if change == INSERTION:
                count.added += _words(text)
            elif change:
                count.removed += _words(text)
            count.places += bool(change) and not before
            before = change
    return count


def _of_blocks(name: str, blocks: list[Node]) -> Count:
    count = Count(name)
    for marks in _marks(blocks):
        for change, content in marks:
            if change == MOVED_TO:
                count.moved += 1
            elif change == INSERTION:
                count.added += _words_of(content)
            elif change == DELETION:
                count.removed += _words_of(content)
        count.places += any(change in (INSERTION, DELETION) for change, _ in marks)
    return count


def _marks(value: Any) -> Iterator[list[tuple[str, Any]]]:
    """Yield the outermost marks of a tree, those that stand beside each other together."""
    if isinstance(value, dict):
        yield from _marks(value.get("c", []))
        return
    if not isinstance(value, list):
        return
    together: list[tuple[str, Any]] = []
    for item in value:
        change = _change(item)
        if change:
            together.append((change, item))
            if change == MOVED_TO:
                yield together
                together = []
                yield from _marks(item)
            continue
        if together:
            yield together
            together = []
        yield from _marks(item)
    if together:
        yield together


def _change(item: Any) -> str:
    """Return how a node, a row or a cell is marked."""
    classes: Any = ()
    if isinstance(item, dict):
        attribute = attribute_of(item) if "c" in item else None
        classes = attribute[1] if attribute else ()
    elif isinstance(item, list) and item and isinstance(item[0], list) and len(item[0]) == 3:
        classes = item[0][1] if isinstance(item[0][1], list) else ()
    return next((c for c in (INSERTION, DELETION, MOVED_FROM, MOVED_TO) if c in classes), "")


def _words_of(item: Any) -> int:
    notes = [node["c"] for node in branches(item) if node["t"] == "Note"]
    seen = rewrite([item], {"Image": lambda _: [], "Math": lambda _: []})
    return sum(_words(plain_text(part)) for part in (seen, *notes))


def _words(text: str) -> int:
    return len(WORD.findall(text))
