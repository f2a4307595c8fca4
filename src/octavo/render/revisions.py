"""What a page shows of a comparison beyond the marks: notes that went, and where text moved.

A note that was left out has no number, for numbers are the new document's: it stands in
brackets where its mark was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from octavo.nodes import (
    LEAVES,
    Node,
    attribute_of,
    branches,
    has_class,
    link,
    pair_of,
    para,
    span,
    string,
    words,
)
from octavo.nodes import attr as attribute

REMOVED, MOVED_FROM, MOVED_TO = ("deletion", "moved-from"), "moved-from", "moved-to"


def with_notes_in_line(value: Any, word: str, *, removed: bool = False) -> Any:
    """Return a tree in which notes of what was left out stand in the line, behind a word."""
    if isinstance(value, list):
        return [
            item
            if isinstance(item, dict) and item.get("t") in LEAVES
            else with_notes_in_line(item, word, removed=removed)
            for item in value
        ]
    if not isinstance(value, dict):
        return value
    if removed and value.get("t") == "Note":
        return _in_line(value, word)
    found = attribute_of(value) if "c" in value else None
    removed = removed or (found is not None and any(name in REMOVED for name in found[1]))
    return {k: with_notes_in_line(v, word, removed=removed) for k, v in value.items()}


def _in_line(note: Node, word: str) -> Node:
    inlines = [string("["), *words(f"{word}: ")]
    for number, block in enumerate(b for b in note["c"] if b["t"] in ("Para", "Plain")):
        inlines += [*([{"t": "Space"}] if number else []), *block["c"]]
    return span([*inlines, string("]")], attribute(classes=["note-before"]))


class Moves:
    """Knows of every passage that moved whether it went forward."""

    def __init__(self, trees: Any, table: Mapping[str, str]) -> None:
        self.words = table
        order = [
            (kind, pair_of(node["c"][0], "number"))
            for node in branches(trees)
            if node["t"] == "Div"
            for kind in (MOVED_FROM, MOVED_TO)
            if has_class(node, kind)
        ]
        places = {one: place for place, one in enumerate(order)}
        self.forward = {
            number: places.get((MOVED_TO, number), 0) > place
            for (kind, number), place in places.items()
            if kind == MOVED_FROM
        }

    def note(self, division: Node) -> tuple[str, str, str] | None:
        """Return, for one end of a move, the name of the other, what to say of it, its number."""
        number = pair_of(division["c"][0], "number")
        kind = next((k for k in (MOVED_FROM, MOVED_TO) if has_class(division, k)), None)
        if number is None or kind is None:
            return None
        other, name = (MOVED_TO, "moved-to") if kind == MOVED_FROM else (MOVED_FROM, "moved-from")
        down = self.forward.get(number, True) is (kind == MOVED_FROM)
        return f"{other}-{number}", f"{self.words[name]} {'↓' if down else '↑'}", number

    def told(self, division: Node) -> Node | None:
        """Return a line that leads to the other end of a move, for one end of it."""
        note = self.note(division)
        if note is None:
            return None
        name, text, number = note
        led = link(words(f"{text} ({number})"), f"#{name}")
        return para([span([led], attribute(classes=["move-note"]))])
