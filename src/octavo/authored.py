"""What a tree may bring in from outside: no class of Octavo's own, no link that runs code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from octavo.nodes import Node, attr, attribute_of, branches, div
from octavo.targets import SCHEME, encoded, is_safe_target

OWN_CLASSES = frozenset(
    "back-matter beside caption-label cross-reference elsewhere equation own-citation"
    " section-number subfigure subfigures value".split()
)
"""Classes by which the stages tell each other what they made (`document`)."""


def without_own_classes(blocks: list[Node]) -> list[Node]:
    """Take out of a new tree, in place, the classes that no author gives; return its blocks."""
    for node in branches(blocks):
        attribute = attribute_of(node)
        if attribute is not None and attribute[1]:
            attribute[1][:] = [name for name in attribute[1] if not _is_own(name)]
    return blocks


def _is_own(name: str) -> bool:
    return name in OWN_CLASSES or name.startswith("csl-")


def with_safe_links(blocks: list[Node]) -> list[Node]:
    """Make text, in place, of the links that may not be followed, and addresses of all others."""
    for node in branches(blocks):
        if node["t"] != "Link":
            continue
        target = node["c"][2]
        if not is_safe_target(target[0]):
            node["t"], node["c"] = "Span", node["c"][:2]
        elif SCHEME.match(target[0]):
            target[0] = encoded(target[0])
    return blocks


def with_bare_list(blocks: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks, with what was written in the place of the references before that place."""
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            yield from block["c"][1]
            yield div([], attr("refs"))
        else:
            yield block
