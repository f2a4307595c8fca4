"""What is quoted, taken out of a marked document: in a letter it has no role, only its marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from octavo.diff.marking import without_roles
from octavo.floats import HELD
from octavo.nodes import (
    SPACE,
    Node,
    attr,
    attribute_of,
    div,
    has_class,
    is_attribute,
    pair_of,
    para,
    rewrite,
    span,
    string,
    words,
)
from octavo.respond.finding import Named, Passage
from octavo.respond.lines import CHANGES, CONTENT, Line, content_of


def quoted(found: Passage | Named, note: str) -> list[Node]:
    """Return the blocks of what is quoted, with its marks; `note` is the word before a note."""
    blocks = _lines(found) if isinstance(found, Passage) else _blocks(found.blocks)
    return bare(blocks, note)


def bare(blocks: list[Node], note: str) -> list[Node]:
    """Return blocks in which nothing is named, leads anywhere, or is a note or a heading."""

    def in_brackets(node: Node) -> list[Node]:
        inlines = [i for b in node["c"] if b["t"] in ("Para", "Plain") for i in (*b["c"], SPACE)]
        return [SPACE, string("["), *words(f"{note}: "), *inlines[:-1], string("]")]

    rules = {
        "Note": in_brackets,
        "Link": lambda node: node["c"][1],
        "Header": lambda node: [para([{"t": "Strong", "c": node["c"][2]}])],
        "Span": _number,
    }
    out: list[Node] = rewrite(without_roles(blocks), rules)
    unnamed: list[Node] = _unnamed(out)
    return unnamed


def _number(node: Node) -> list[Node] | None:
    """Leave of an equation its number as a part of the formula, and of a place nothing."""
    if not has_class(node, "equation"):
        return None
    number = pair_of(node["c"][0], "number")
    content: list[Node] = node["c"][1]
    return rewrite(content, {"Math": lambda math: _numbered(math, number)}) if number else content


def _numbered(math: Node, number: str) -> list[Node]:
    kind, tex = math["c"]
    return [{"t": "Math", "c": [kind, f"{tex}\n\\qquad\\text{{({number})}}"]}]


def _unnamed(value: Any) -> Any:
    """Return a tree without identifiers."""
    if isinstance(value, list):
        return [_unnamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _unnamed(item) for key, item in value.items()}
    attribute = attribute_of(copy) if "c" in copy else None
    if attribute is not None:
        attribute[0] = ""
        if copy["t"] in ("Figure", "Table"):
            attribute[1].append(HELD)  # it stands in a box
    return copy


def _lines(passage: Passage) -> list[Node]:
    """Return the lines of a passage, each as a paragraph of the words that are quoted."""
    kept = {id(atom.node) for atom in passage.atoms}
    found: dict[int, Line] = {id(atom.line): atom.line for atom in passage.atoms}
    cut = (_marked(line.change, _cut(line.inlines, kept)) for line in found.values())
    return [para(content) for content in cut if content]


def _cut(inlines: list[Node], kept: set[int]) -> list[Node]:
    out: list[Node] = []
    for node in inlines:
        content = content_of(node)
        if content is None:
            out += [node] if id(node) in kept else []
            continue
        left = _cut(content, kept)
        if left:
            out.append(_with_content(node, left))
    return out


def _with_content(node: Node, content: list[Node]) -> Node:
    if node["t"] not in CONTENT:
        return {"t": node["t"], "c": content}
    parts = list(node["c"])
    parts[CONTENT[node["t"]]] = content
    return {"t": node["t"], "c": parts}


def _marked(change: str, inlines: list[Node]) -> list[Node]:
    return [span(inlines, attr(classes=[change]))] if change and inlines else inlines


def _blocks(blocks: Iterable[tuple[Node, str]]) -> list[Node]:
    return [in_lines(block, change) for block, change in blocks]


def in_lines(value: Any, change: str = "") -> Any:
    """Return a tree whose marks are all in its lines: no division, row or table has one."""
    if isinstance(value, list):
        if value and is_attribute(value[0]):
            own = next((n for n in CHANGES if n in value[0][1]), "")
            change = change or own
            head = [value[0][0], [n for n in value[0][1] if n not in CHANGES], value[0][2]]
            return [head, *(in_lines(item, change) for item in value[1:])]
        return [in_lines(item, change) for item in value]
    if not isinstance(value, dict) or "t" not in value:
        return value
    match value["t"]:
        case "Para" | "Plain":
            held = all(has_class(node, change) for node in value["c"])
            content = value["c"] if held else _marked(change, value["c"])
            return {"t": value["t"], "c": content}
        case "Header":
            level, attribute, content = value["c"]
            return {"t": "Header", "c": [level, attribute, _marked(change, content)]}
        case "CodeBlock" | "RawBlock" | "HorizontalRule":
            return value
        case "Div":
            own = next((n for n in CHANGES if n in value["c"][0][1]), "") or change
            return div([in_lines(block, own) for block in value["c"][1]], attr())
    return {**value, "c": in_lines(value["c"], change)} if "c" in value else value
