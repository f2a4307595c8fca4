"""Marks of what changed, as calls of the functions in `marks.typ`."""

from __future__ import annotations

from octavo.nodes import Attr, Node, branches, raw_block
from octavo.render.typst_code import code, label_code, literal

CALLS = {
    "insertion": "inserted",
    "deletion": "removed",
    "moved-from": "moved-away",
    "moved-to": "moved-here",
}
FLOATING = {"removed": "removed-float", "moved-here": "moved-here-floats"}
"""What is called instead where blocks hold figures or tables."""


def around(classes: list[str], content: list[Node]) -> list[Node]:
    """Return inlines within the mark that their classes say, if they say one."""
    call = next((CALLS[name] for name in classes if name in CALLS), None)
    return [code(f"#{call}["), *content, code("]")] if call else content


def around_blocks(
    attribute: Attr, blocks: list[Node], note: tuple[str, str, str] | None
) -> list[Node]:
    """Return blocks within the mark that their division says, if it says one.

    A note says where they moved: to what label, in what words, by what number.
    """
    call = next((CALLS[name] for name in attribute[1] if name in CALLS), None)
    if call is None:
        return blocks
    floating = any(_floats(node) for node in branches(blocks))
    if "csl-entry" not in attribute[1] and blocks and blocks[0]["t"] == "Div":
        name, blocks = blocks[0]["c"][0][0], blocks[0]["c"][1]  # a figure floats in no block
        goal = [raw_block("typst", f"#[#metadata(none){label_code(name)}]")] if name else []
        blocks = [*goal, *blocks]
    told = [raw_block("typst", f"#move-note({', '.join(map(literal, note))})")] if note else []
    call = FLOATING[call] if floating and call in FLOATING else f"{call}-blocks"
    return [*told, raw_block("typst", f"#{call}["), *_barred(blocks), raw_block("typst", "]")]


def _floats(node: Node) -> bool:
    """Tell whether a node is a table, or the code of a figure."""
    text = str(node["c"][1]) if node["t"] == "RawInline" else ""
    return node["t"] == "Table" or text.startswith("#float-figure")


def _before_last_word(line: list[Node]) -> int:
    """Return the place before the last word, if the line ends with one."""
    return len(line) - 1 if len(line) > 1 and line[-1]["t"] == "Str" else len(line)


def _barred(blocks: list[Node]) -> list[Node]:
    """Return blocks in whose first line a bar in the margin begins, which ends in the last."""
    lines = [place for place in (0, -1) if blocks and blocks[place]["t"] in ("Para", "Plain")]
    out = [*blocks]
    if 0 in lines:
        out[0] = {"t": out[0]["t"], "c": [code("#change-start;"), *out[0]["c"]]}
    if -1 in lines:
        # Behind the last word, or a formula on lines of its own, it might stand on the next page.
        formula = any(n["t"] == "Math" and n["c"][0]["t"] == "DisplayMath" for n in out[-1]["c"])
        line, end = out[-1]["c"], code("#change-end;")
        place = 1 if formula else _before_last_word(line)
        out[-1] = {"t": out[-1]["t"], "c": [*line[:place], end, *line[place:]]}
    start = [] if 0 in lines else [raw_block("typst", "#change-start")]
    return [*start, *out, *([] if -1 in lines else [raw_block("typst", "#change-end")])]


def side_by_side(inner: list[Node]) -> list[Node]:
    """Return the two versions of a picture, each in its mark, beside each other."""
    cells: list[Node] = [code("#grid(columns: (1fr, 1fr), gutter: 1em, align: horizon, [")]
    depth = 0
    for node in inner:
        text = node["c"][1] if node["t"] == "RawInline" else ""
        if depth == 0 and len(cells) > 1:
            cells.append(code("], ["))
        cells.append(node)
        depth += text.endswith("[") - (text == "]")
    return [*cells, code("])")]
