"""What of an author's tree may reach the page: no script, no style, no foreign markup."""

from __future__ import annotations

import re
from typing import Any

from octavo.nodes import LEAVES, Attr, Node, Rule, attribute_of, rewrite, span
from octavo.targets import is_safe_target

RAW_TAGS = frozenset(
    [
        "abbr",
        "b",
        "bdi",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
        "wbr",
    ]
)
"""The tags that may be written raw; their attributes are dropped."""

VOID_TAGS = frozenset({"br", "wbr"})
ATTRIBUTED = ("Header", "Div", "Span", "Code", "CodeBlock", "Image", "Figure")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
VALUES = {
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "title": re.compile(r".*", re.DOTALL),
    "number": re.compile(r".*", re.DOTALL),
    "kind": re.compile(r".*", re.DOTALL),
    "width": re.compile(r"[0-9.]+ *(%|px|pt|pc|mm|cm|in)?"),
}
"""The pairs of an attribute that stay, with what their values look like."""


def cleaned(parts: list[list[Node]]) -> list[list[Node]]:
    """Return the blocks of a page's parts with nothing in them that is not trusted.

    An identifier that was used before, in any of the parts, is dropped.
    """
    attributes = _Attributes()
    rules: dict[str, Rule] = {
        "RawBlock": lambda _: [],
        "RawInline": _raw_inline,
        "Link": lambda node: attributes.node(_link(node)),
        "Table": attributes.table,
    }
    rules |= dict.fromkeys(ATTRIBUTED, attributes.node)
    return [_balanced(rewrite(blocks, rules)) for blocks in parts]


def _raw_inline(node: Node) -> list[Node]:
    form, text = node["c"]
    tag = TAG.fullmatch(text.strip()) if form in ("html", "html5") else None
    name = tag["name"].lower() if tag else ""
    if tag is None or name not in RAW_TAGS or (tag["end"] and name in VOID_TAGS):
        return []
    closing = " /" if name in VOID_TAGS else ""
    return [{"t": "RawInline", "c": ["html", f"<{tag['end']}{name}{closing}>"]}]


def _link(node: Node) -> Node:
    attribute, content, (url, _) = node["c"]
    return node if is_safe_target(url) else span(content, attribute)


class _Attributes:
    """Keeps what is harmless of attributes, and each identifier once."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def node(self, node: Node) -> list[Node]:
        attribute = attribute_of(node)
        if attribute is not None:
            attribute[:] = self.clean(attribute)
        return [node]

    def clean(self, attribute: Attr) -> Attr:
        identifier, classes, pairs = attribute
        if identifier in self.seen:
            identifier = ""
        elif identifier:
            self.seen.add(identifier)
        kept = {k: v for k, v in pairs if k in VALUES and VALUES[k].fullmatch(v)}
        return [identifier, classes, [[k, v] for k, v in kept.items()]]

    def table(self, node: Node) -> list[Node]:
        _, _, _, head, bodies, foot = node["c"]
        for part in (node["c"], head, *bodies, foot):
            part[0] = self.clean(part[0])
        sections = [head[1], foot[1]]
        for body in bodies:
            sections += body[2:]
        for row in (row for rows in sections for row in rows):
            row[0] = self.clean(row[0])
            for cell in row[1]:
                cell[0] = self.clean(cell[0])
        return [node]


def _balanced(value: Any) -> Any:
    """Return a tree whose raw tags close, within one list of inlines, in the order opened."""
    if isinstance(value, dict):
        return value if value.get("t") in LEAVES else {k: _balanced(v) for k, v in value.items()}
    if not isinstance(value, list):
        return value
    if not any(isinstance(item, dict) and item.get("t") == "RawInline" for item in value):
        return [_balanced(item) for item in value]
    keep = _matched(value)
    return [
        _balanced(item)
        for index, item in enumerate(value)
        if index in keep or item.get("t") != "RawInline"
    ]


def _matched(inlines: list[Any]) -> set[int]:
    keep: set[int] = set()
    opened: list[tuple[str, int]] = []
    for index, node in enumerate(inlines):
        if not (isinstance(node, dict) and node.get("t") == "RawInline"):
            continue
        tag = TAG.fullmatch(node["c"][1])
        assert tag is not None
        if tag["name"] in VOID_TAGS:
            keep.add(index)
        elif not tag["end"]:
            opened.append((tag["name"], index))
        elif tag["name"] in [name for name, _ in opened]:
            while opened:
                name, start = opened.pop()
                if name == tag["name"]:
                    keep |= {start, index}
                    break
    return keep
