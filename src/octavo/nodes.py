"""Pandoc's syntax tree as its JSON has it: small constructors, reading, rewriting.

A node is `{"t": type, "c": content}`; an attribute is `[id, classes, pairs]`.
The types are those of pandoc-types 1.23 (https://hackage.haskell.org/package/pandoc-types).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
"""A block or an inline."""

Attr: TypeAlias = list[Any]
"""`[identifier, [class, …], [[key, value], …]]`."""

Rule: TypeAlias = "Callable[[Node], list[Node] | None]"
"""What to put in a node's place; `None` keeps it."""

API_VERSION = [1, 23, 1]
NO_BREAK_SPACE = "\u00a0"


def attr(identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> Attr:
    """Return an attribute; underscores in the names of pairs become dashes."""
    return [identifier, list(classes), [[k.replace("_", "-"), v] for k, v in pairs.items()]]


def string(text: str) -> Node:
    """Return one word."""
    return {"t": "Str", "c": text}


SPACE: Node = {"t": "Space"}


def words(text: str) -> list[Node]:
    """Return a literal text as inlines: nothing in it is markup."""
    pieces = re.split(r"([ \t\n]+)", text)
    return [SPACE if piece.isspace() else string(piece) for piece in pieces if piece]


def meta_inlines(text: str) -> Node:
    """Return a literal text as a value of a document's metadata."""
    return {"t": "MetaInlines", "c": words(text)}


def span(content: list[Node], attribute: Attr) -> Node:
    """Return an inline container."""
    return {"t": "Span", "c": [attribute, content]}


def div(content: list[Node], attribute: Attr) -> Node:
    """Return a block container."""
    return {"t": "Div", "c": [attribute, content]}


def link(content: list[Node], target: str, classes: Sequence[str] = ()) -> Node:
    """Return a link; a target within the document begins with `#`."""
    return {"t": "Link", "c": [attr(classes=classes), content, [target, ""]]}


def header(level: int, content: list[Node], attribute: Attr) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, attribute, content]}


def para(content: list[Node]) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": content}


def citation(key: str) -> Node:
    """Return a plain citation of a work."""
    cited = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[cited], []]}


def plain(content: list[Node]) -> Node:
    """Return a line of text that is no paragraph."""
    return {"t": "Plain", "c": content}


def raw_inline(form: str, text: str) -> Node:
    """Return text of the output format `form`, written as it is."""
    return {"t": "RawInline", "c": [form, text]}


def raw_block(form: str, text: str) -> Node:
    """Return a block of the output format `form`, written as it is."""
    return {"t": "RawBlock", "c": [form, text]}


def attribute_of(node: Node) -> Attr | None:
    """Return the attribute of a node, if its type has one; it may be changed in place."""
    match node["t"]:
        case "Header":
            found: Attr = node["c"][1]
        case "Div" | "Span" | "Code" | "CodeBlock" | "Link" | "Image" | "Figure" | "Table":
            found = node["c"][0]
        case _:
            return None
    return found


def is_attribute(value: Any) -> bool:
    """Tell whether a part of a tree is an attribute, with which rows and cells begin too."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and isinstance(value[0], str)
        and isinstance(value[1], list)
        and all(isinstance(name, str) for name in value[1])
    )


def pair_of(attribute: Attr, key: str) -> str | None:
    """Return the value of a key in an attribute."""
    return next((value for name, value in attribute[2] if name == key), None)


def has_class(node: Node, name: str) -> bool:
    """Tell whether a node carries a class."""
    attribute = attribute_of(node)
    return attribute is not None and name in attribute[1]


LEAVES = frozenset(("Str", "Space", "SoftBreak", "LineBreak"))
"""The types of bare text: most nodes of a document."""

GAPS = ("Space", "SoftBreak", "LineBreak")
"""The types of what stands between words."""


def branches(value: Any) -> Iterator[Node]:
    """Yield every node that is no bare text, as `walk` does, in a third of the time."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
                item = (item.get("c"),)
            else:
                item = tuple(item.values())
        for inner in reversed(item):
            kind = inner.__class__
            if (kind is list and inner) or (kind is dict and inner.get("t") not in LEAVES):
                waiting.append(inner)


def walk(value: Any) -> Iterator[Node]:
    """Yield every node in document order, a parent before its children."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
            item = list(item.values())
        waiting += [inner for inner in reversed(item) if isinstance(inner, (list, dict))]


def rewrite(value: Any, rules: Mapping[str, Rule]) -> Any:
    """Return a copy of a tree in which `rules`, by node type, replaced nodes, children first."""
    if isinstance(value, list):
        return _rewritten(value, rules, LEAVES - rules.keys())
    if isinstance(value, dict):
        return {key: rewrite(item, rules) for key, item in value.items()}
    return value


def _rewritten(items: list[Any], rules: Mapping[str, Rule], kept: frozenset[str]) -> list[Any]:
    """Return a copy of a list; what is `kept` is neither copied nor looked at."""
    out: list[Any] = []
    for item in items:
        if item.__class__ is list:
            out.append(_rewritten(item, rules, kept) if item else [])
        elif item.__class__ is not dict or (kind := item.get("t")) in kept:
            out.append(item)
        elif kind is None:
            out.append({key: _inside(inner, rules, kept) for key, inner in item.items()})
        else:
            copy = {"t": kind}
            if "c" in item:
                copy["c"] = _inside(item["c"], rules, kept)
            rule = rules.get(kind)
            new = rule(copy) if rule else None
            out += [copy] if new is None else new
    return out


def _inside(value: Any, rules: Mapping[str, Rule], kept: frozenset[str]) -> Any:
    if value.__class__ is list:
        return _rewritten(value, rules, kept)
    if value.__class__ is dict:
        return {key: _inside(inner, rules, kept) for key, inner in value.items()}
    return value


def plain_text(value: Any) -> str:
    """Return the text a reader would read aloud: no notes, no markup."""
    return " ".join("".join(_texts(value)).split())


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        match value.get("t"):
            case "Str":
                yield value["c"]
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code" | "Math":
                yield value["c"][1]
            case "Quoted":
                left, right = ("‘", "’") if value["c"][0]["t"] == "SingleQuote" else ("“", "”")
                yield left
                yield from _texts(value["c"][1])
                yield right
            case "Note" | "RawInline" | "RawBlock":
                return
            case "Cite":
                yield from _texts(value["c"][1])
            case "Para" | "Plain" | "Header":
                yield from _texts(value["c"])
                yield " "
            case _:
                yield from _texts(value.get("c", []))
