"""Labels and links where the old and the new stand together: each label once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from octavo.diff.marking import OLD_PICTURE, REMOVED
from octavo.nodes import LEAVES, Node, attribute_of, branches, is_attribute, span


def labelled(trees: list[list[Node]], new: Iterable[Any]) -> list[list[Node]]:
    """Return trees with marks in which each label stands once, the new document's where it is.

    Links of what was left out lead to what is there, or are bare text; its pictures have names
    of their own.
    """
    names = {a[0] for node in branches(list(new)) if (a := attribute_of(node)) and a[0]}
    labels = _Labels(names)
    out: list[list[Node]] = [labels.value(tree, removed=False) for tree in trees]
    known = labels.seen
    return [_linked(tree, known, removed=False) for tree in out]


def _is_removed(node: Node) -> bool:
    attribute = attribute_of(node)
    return attribute is not None and any(name in REMOVED for name in attribute[1])


class _Labels:
    def __init__(self, new: set[str]) -> None:
        self.new = new
        self.seen: set[str] = set()

    def value(self, value: Any, *, removed: bool) -> Any:
        if isinstance(value, list):
            if _is_part(value):
                removed = removed or any(name in REMOVED for name in value[0][1])
            return [
                item
                if isinstance(item, dict) and item.get("t") in LEAVES
                else self.value(item, removed=removed)
                for item in value
            ]
        if not isinstance(value, dict):
            return value
        removed = removed or ("c" in value and _is_removed(value))
        copy = {k: self.value(v, removed=removed) for k, v in value.items()}
        attribute = attribute_of(copy) if "c" in copy else None
        if attribute and attribute[0]:
            attribute[0] = self.name(attribute[0], removed=removed)
        if removed and copy.get("t") == "Image":
            copy["c"][2][0] = OLD_PICTURE + copy["c"][2][0]
        return copy

    def name(self, name: str, *, removed: bool) -> str:
        if name in self.seen or (removed and name in self.new):
            return ""
        self.seen.add(name)
        return name


def _is_part(value: list[Any]) -> bool:
    """Tell whether a list is a row or a cell of a table, which begin with their attributes."""
    return bool(value) and is_attribute(value[0])


def _linked(value: Any, known: set[str], *, removed: bool) -> Any:
    """Return a tree in which links of what was left out lead somewhere."""
    if isinstance(value, list):
        if _is_part(value):
            removed = removed or any(name in REMOVED for name in value[0][1])
        return [_linked(item, known, removed=removed) for item in value]
    if not isinstance(value, dict) or value.get("t") in LEAVES:
        return value
    removed = removed or ("c" in value and _is_removed(value))
    copy: Node = {k: _linked(v, known, removed=removed) for k, v in value.items()}
    if removed and copy.get("t") == "Link":
        attribute, content, (target, _) = copy["c"]
        if target.startswith("#") and target[1:] not in known:
            return span(content, attribute)
    return copy
