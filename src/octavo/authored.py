"""What a tree may bring in from outside: no class of Octavo's own, no link that runs code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from octavo.nodes import Node, attr, attribute_of, branches, div

OWN_CLASSES = frozenset(
    "back-matter beside caption-label cross-reference elsewhere equation own-citation"
    " section-number subfigure subfigures value".split()
)
"""Classes by which the stages tell each other what they made (`document`)."""

SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})
"""Where a link may lead; a target without a scheme stays."""

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
"""What browsers leave out of an address."""


def is_safe_target(url: str) -> bool:
    """Tell whether a link may lead there: neither to code nor to a file of any machine's."""
    bare = IGNORED.sub("", url)
    scheme = SCHEME.match(bare)
    if scheme is None:
        return not bare.replace("\\", "/").startswith("//")  # a share of Windows's
    return scheme[1].lower() in SCHEMES


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
    """Make text, in place, of the links that may not be followed; return the blocks."""
    for node in branches(blocks):
        if node["t"] == "Link" and not is_safe_target(node["c"][2][0]):
            node["t"], node["c"] = "Span", node["c"][:2]
    return blocks


def with_bare_list(blocks: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks, with what was written in the place of the references before that place."""
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            yield from block["c"][1]
            yield div([], attr("refs"))
        else:
            yield block
