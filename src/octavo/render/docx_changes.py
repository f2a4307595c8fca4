"""Changes on their way through pandoc: where each begins and ends, and what is one as a whole.

They are elements that Word does not know, `w:change`; `docx_tracking` makes real tracked changes
of them when all else in the document is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.nodes import (
    Attr,
    Node,
    attribute_of,
    pair_of,
    plain,
    raw_block,
    raw_inline,
)

CHANGES = ("insertion", "deletion", "moved-from", "moved-to")
LINES = ("Para", "Plain")
PARTING = "parting"


def change_of(attribute: Attr) -> str:
    """Return how a node, a row or a cell is marked; nothing where it is not."""
    return next((name for name in attribute[1] if name in CHANGES), "")


def _code(role: str, change: str, number: str = "") -> str:
    return f'<w:change w:role="{role}" w:val="{change}" w:number="{number}"/>'


def marker(role: str, change: str, number: str = "") -> Node:
    """Return a marker in a line: `open`, `close`, `paragraph`, `row` or `cell`."""
    return raw_inline("openxml", _code(role, change, number))


def around(change: str, content: list[Node]) -> list[Node]:
    """Return inlines between markers."""
    return [marker("open", change), *content, marker("close", change)] if content else []


def marked_whole(blocks: list[Node], change: str, number: str = "") -> list[Node]:
    """Return blocks all of whose paragraphs are marked, and all rows of whose tables are."""
    return [_marked_block(block, change, number) for block in _bordered(blocks, change)]


def _bordered(blocks: list[Node], change: str) -> Iterator[Node]:
    """Put markers around blocks that hold no lines of ours."""
    for block in blocks:
        if block["t"] in ("CodeBlock", "LineBlock"):
            yield raw_block("openxml", _code("open-blocks", change))
            yield block
            yield raw_block("openxml", _code("close-blocks", change))
        else:
            yield block


def _marked_block(block: Node, change: str, number: str) -> Node:
    kind, content = block["t"], block.get("c")

    def inner(blocks: list[Node]) -> list[Node]:
        return marked_whole(blocks, change, number)

    if kind in LINES:
        return {"t": kind, "c": _whole_line(content or [], change, number)}
    match kind:
        case "Header":
            line = _whole_line(block["c"][2], change, number)
            return {"t": kind, "c": [*block["c"][:2], line]}
        case "BlockQuote":
            return {"t": kind, "c": inner(block["c"])}
        case "Div":
            return {"t": kind, "c": [block["c"][0], inner(block["c"][1])]}
        case "BulletList":
            return {"t": kind, "c": [inner(item) for item in block["c"]]}
        case "OrderedList":
            return {"t": kind, "c": [block["c"][0], [inner(item) for item in block["c"][1]]]}
        case "DefinitionList":
            return {
                "t": kind,
                "c": [
                    [_whole_line(term, change, number), [inner(item) for item in items]]
                    for term, items in block["c"]
                ],
            }
        case "Table":
            return _whole_table(block, change, number)
        case "RawBlock":
            return _whole_row(block, change)
    return block


def _whole_row(block: Node, change: str) -> Node:
    """Mark the rows that code of ours makes, which hold subfigures."""
    form, text = block["c"]
    row = "deletion" if change in ("deletion", "moved-from") else "insertion"
    return raw_block(form, text.replace("</w:trPr>", f"</w:trPr>{_code('row', row)}"))


def _whole_line(content: list[Node], change: str, number: str) -> list[Node]:
    opening = marker("open", change)
    return [marker("paragraph", change, number), opening, *content, marker("close", change)]


def _whole_table(table: Node, change: str, number: str) -> Node:
    attribute, caption, columns, *parts = table["c"]
    told = [caption[0], marked_whole(caption[1], change, number)]
    row = "deletion" if change in ("deletion", "moved-from") else "insertion"

    def cell(one: Any) -> Any:
        return [*one[:4], marked_whole(one[4], row)]

    def rows(given: list[Any]) -> list[Any]:
        return [with_row_marker([each[0], [cell(one) for one in each[1]]], row) for each in given]

    return {"t": "Table", "c": [attribute, told, columns, *_mapped(parts, rows)]}


def _mapped(parts: list[Any], rows: Any) -> list[Any]:
    head, bodies, foot = parts
    return [
        [head[0], rows(head[1])],
        [[body[0], body[1], rows(body[2]), rows(body[3])] for body in bodies],
        [foot[0], rows(foot[1])],
    ]


def with_row_marker(row: Any, change: str) -> Any:
    """Return a row whose first cell says that the row is changed as a whole."""
    attribute, cells = row
    if not cells:
        return row
    first = [*cells[0][:4], _begun(cells[0][4], marker("row", change))]
    return [attribute, [first, *cells[1:]]]


def _begun(blocks: list[Node], sign: Node) -> list[Node]:
    """Return the blocks of a cell that begin with a marker."""
    if blocks and blocks[0]["t"] in LINES:
        return [{"t": blocks[0]["t"], "c": [sign, *blocks[0]["c"]]}, *blocks[1:]]
    return [plain([sign]), *blocks]


def with_table_markers(table: Node) -> Node:
    """Return a table whose changed rows and cells say so, and its caption if all is new."""
    attribute, caption, columns, *parts = table["c"]

    def cell(one: Any) -> Any:
        change = change_of(one[0])
        return [*one[:4], _begun(one[4], marker("cell", change))] if change else one

    def rows(given: list[Any]) -> list[Any]:
        out = [[each[0], [cell(one) for one in each[1]]] for each in given]
        return [
            with_row_marker(each, change_of(each[0])) if change_of(each[0]) else each
            for each in out
        ]

    change = change_of(attribute)
    told = [caption[0], paragraphs_marked(caption[1], change)] if change else caption
    return {"t": "Table", "c": [attribute, told, columns, *_mapped(parts, rows)]}


def paragraphs_marked(blocks: list[Node], change: str) -> list[Node]:
    """Return blocks whose paragraphs are changed as such; what they hold is marked already."""
    out: list[Node] = []
    for block in blocks:
        if block["t"] in LINES:
            out.append({"t": block["t"], "c": [marker("paragraph", change), *block["c"]]})
        elif block["t"] == "Div":
            inner = paragraphs_marked(block["c"][1], change)
            out.append({"t": "Div", "c": [block["c"][0], inner]})
        elif block["t"] == "RawBlock":
            out.append(_whole_row(block, change))
        else:
            out.append(block)
    return out


def at_partings(content: list[Node]) -> list[list[Node]]:
    """Cut a line where a paragraph was parted or joined; the end before each cut is marked."""
    out: list[list[Node]] = [[]]
    for inline in content:
        if inline["t"] == "Span" and PARTING in inline["c"][0][1]:
            out[-1].insert(0, marker("paragraph", change_of(inline["c"][0])))
            out.append([])
        else:
            out[-1].append(inline)
    return [line for line in out if line] or [[]]


def parted(inline: Node) -> tuple[str, Node]:
    """Return how an inline is marked that is alone in its mark, and the inline."""
    if inline["t"] == "Span" and len(inline["c"][1]) == 1:
        change = change_of(inline["c"][0])
        if change:
            return change, inline["c"][1][0]
    return "", inline


def division(node: Node) -> list[Node]:
    """Return a division; one that is marked with its paragraphs marked, if they are not yet."""
    attribute = attribute_of(node) or ["", [], []]
    change = change_of(attribute)
    if not change:
        return [node]
    number = pair_of(attribute, "number") or ""
    name, classes, pairs = attribute
    kept = [c for c in classes if c not in CHANGES]
    bare = [name if not number else "", kept, [p for p in pairs if p[0] != "number"]]
    return [{"t": "Div", "c": [bare, marked_whole(node["c"][1], change, number)]}]
