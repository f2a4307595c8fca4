"""The marks of what changed, as every renderer finds them in the tree.

- `Span.insertion` and `Span.deletion` hold inlines; a formula on lines of its own is alone there;
- `Div.insertion` and `Div.deletion` hold blocks; a reference, a division already, has the class;
- `Div.moved-from` and `Div.moved-to` hold blocks that are elsewhere too; both have the pair
  `number`, which is the same, and names that lead from one to the other;
- a figure or table that was put in has the class `insertion`, and so have its rows; it holds
  marks throughout, so that it stands where it would without them;
- rows and cells have the class `insertion` or `deletion`, and hold marks throughout;
- where a paragraph was parted or two were joined, a mark of the class `parting` holds a pilcrow;
- a figure whose picture changed has the class `versions` and both pictures, each in a mark.

What was left out has no label of its own where the new document has it, is no citation and no
reference that counts, so that nothing of it is taken for a part of the new document.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Literal

from octavo.diff.tokens import is_display
from octavo.nodes import Node, attr, div, has_class, rewrite, span

Change = Literal["insertion", "deletion"]
INSERTION: Change = "insertion"
DELETION: Change = "deletion"
MOVED_FROM, MOVED_TO, VERSIONS, PARTING = "moved-from", "moved-to", "versions", "parting"
REMOVED = (DELETION, MOVED_FROM)
"""The classes of what the new document does not have, or not there."""

OLD_PICTURE = "before:"
"""How the names of the old document's pictures begin."""


def marked_inlines(change: Change, inlines: list[Node]) -> list[Node]:
    """Return inlines within marks, none around nothing."""
    if change == DELETION:
        inlines = without_roles(inlines)
    out: list[Node] = []
    for display, group in groupby(inlines, is_display):
        found = list(group)
        parts = [[one] for one in found] if display else [found]
        out += [span(part, attr(classes=[change])) for part in parts]
    return out


def marked_blocks(change: Change, blocks: list[Node]) -> list[Node]:
    """Return blocks within marks."""
    if not blocks:
        return []
    if change == INSERTION:
        return list(_inserted(blocks))
    return list(_contained(DELETION, [with_rows(one, DELETION) for one in without_roles(blocks)]))


def _inserted(blocks: list[Node]) -> Iterator[Node]:
    for floating, group in groupby(blocks, lambda block: block["t"] in ("Figure", "Table")):
        if floating:
            yield from (_inserted_float(block) for block in group)
        else:
            yield from _contained(INSERTION, [with_rows(one, INSERTION) for one in group])


def _contained(change: Change, blocks: list[Node]) -> Iterator[Node]:
    """Give divisions the class, and put other blocks into one."""
    for own, group in groupby(blocks, lambda block: has_class(block, "csl-entry")):
        if own:
            for block in group:
                name, classes, pairs = block["c"][0]
                yield div(block["c"][1], [name, [*classes, change], pairs])
        else:
            yield div(list(group), attr(classes=[change]))


def _inserted_float(block: Node) -> Node:
    """Mark a figure or a table throughout."""
    if block["t"] == "Table":
        marked = with_rows(block, INSERTION)
        attribute, caption, *rest = marked["c"]
    else:
        attribute, caption, content = block["c"]
        rest = [_inserted_content(content)]
    name, classes, pairs = attribute
    told = [caption[0], marked_lines(INSERTION, caption[1])]
    return {"t": block["t"], "c": [[name, [*classes, INSERTION], pairs], told, *rest]}


def _inserted_content(blocks: list[Node]) -> list[Node]:
    if all(block["t"] == "Figure" for block in blocks):
        return [_inserted_float(block) for block in blocks]
    if all(block["t"] in ("Plain", "Para") for block in blocks):
        return marked_lines(INSERTION, blocks)
    return marked_blocks(INSERTION, blocks)


def marked_lines(change: Change, blocks: list[Node]) -> list[Node]:
    """Return blocks in which lines are marked within, and all else is marked as a block."""
    out = []
    for block in blocks:
        if block["t"] in ("Plain", "Para"):
            out.append({"t": block["t"], "c": marked_inlines(change, block["c"])})
        else:
            out += marked_blocks(change, [block])
    return out


def with_rows(block: Node, change: Change) -> Node:
    """Return a block in which all rows of tables have the class, their cells marks within."""
    out: list[Node] = rewrite([block], {"Table": lambda table: [_rows_marked(table, change)]})
    return out[0]


def _rows_marked(table: Node, change: Change) -> Node:
    attribute, caption, columns, head, bodies, foot = table["c"]

    def rows(given: list[Any]) -> list[Any]:
        return [marked_row(change, row) for row in given]

    parts = [[b[0], b[1], rows(b[2]), rows(b[3])] for b in bodies]
    return {
        "t": "Table",
        "c": [
            attribute,
            caption,
            columns,
            [head[0], rows(head[1])],
            parts,
            [foot[0], rows(foot[1])],
        ],
    }


def marked_row(change: Change, row: Any) -> Any:
    """Return a row with the class, its cells marked within."""
    (name, classes, pairs), cells = row
    return [[name, [*classes, change], pairs], [_marked_within(change, cell) for cell in cells]]


def marked_cell(change: Change, cell: Any) -> Any:
    """Return a cell of a column that was put in or left out: with the class, marked within."""
    (name, classes, pairs), *rest = _marked_within(change, cell)
    return [[name, [*classes, change], pairs], *rest]


def _marked_within(change: Change, cell: Any) -> Any:
    attribute, align, height, width, blocks = cell
    return [attribute, align, height, width, marked_lines(change, blocks)]


def without_roles(value: Any) -> Any:
    """Return a copy of what was left out, in which nothing counts or is counted."""
    return rewrite(
        value, {"Cite": _text, "Link": _plain_link, "Span": _no_role, "Header": _no_heading}
    )


def _text(node: Node) -> list[Node]:
    return [span(node["c"][1], attr(classes=["citation"]))]


def _plain_link(node: Node) -> list[Node]:
    (name, classes, pairs), *rest = node["c"]
    kept = [one for one in classes if one != "cross-reference"]
    return [{"t": "Link", "c": [[name, kept, pairs], *rest]}]


def _no_role(node: Node) -> list[Node]:
    """Leave of a number what it shows; an equation keeps its number, and is told from others."""
    (name, classes, pairs), content = node["c"]
    if "equation" in classes:
        return [span(content, [name, [*dict.fromkeys([*classes, "removed"])], pairs])]
    if "caption-label" in classes:
        return [{"t": "Strong", "c": content}]
    return content if "section-number" in classes else [node]


def _no_heading(node: Node) -> list[Node]:
    level, (name, classes, pairs), content = node["c"]
    return [{"t": "Header", "c": [level, [name, [*classes, "unlisted"], pairs], content]}]
