"""Tables as Typst wants them: aligned, and no column narrower than what cannot break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.floats import HELD
from octavo.nodes import Node, plain_text, raw_block
from octavo.render.typst_code import code, goal
from octavo.render.widths import shares

LETTERS_OF_A_COLUMN = 56
"""The letters of the widest row that one column of text holds."""

LETTERS_OF_A_LINE = 88
"""The letters of a table's text that a line of the page holds."""

LETTERS_OF_A_TURNED_LINE = 150
LETTERS_BETWEEN = 1.8
"""The letters that would fit between two columns."""

SYLLABLES = 11
"""The letters of a word that a hyphen rarely divides."""

SMALLEST = 0.65
"""How much smaller than others the text of a wide table may be."""

WHOLE_WIDTH = "#set figure(..whole-width)"

ROWS_TOGETHER = 16
"""The rows of the longest table that is kept on one page."""


@dataclass(slots=True)
class Column:
    """What a column asks for, in letters."""

    natural: int = 0
    """The longest of its cells."""

    needed: int = 0
    """The longest run that cannot break."""


def table(node: Node) -> list[Node]:
    """Let every column say how it is aligned; the caption brings its own number."""
    _strip(node)
    for column in node["c"][2]:
        if column[0]["t"] == "AlignDefault":
            column[0] = {"t": "AlignLeft"}
    (name, classes, _), (_, caption) = node["c"][:2]
    if name and caption:
        node["c"][0][0] = ""
        caption[0]["c"].insert(0, code(goal(name)))
    columns = _columns(node)
    is_turned = "landscape" in classes
    settings = _fitted(node, columns, LETTERS_OF_A_TURNED_LINE if is_turned else LETTERS_OF_A_LINE)
    if (
        not is_turned
        and HELD not in classes
        and sum(len(body[3]) for body in node["c"][4]) <= ROWS_TOGETHER
    ):
        settings.append("#show figure: set block(breakable: false)")
        is_wide = "wide" in classes or sum(c.natural for c in columns) > LETTERS_OF_A_COLUMN
        settings.append(WHOLE_WIDTH if is_wide else "#set figure(..kept-together)")
    if not settings and not is_turned:
        return [node]
    opening = "\n".join([f"#{'turned' if is_turned else ''}[", *settings])
    return [raw_block("typst", opening), node, raw_block("typst", "]")]


def floats(blocks: list[Node]) -> bool:
    """Tell whether a table that was set may stand across both columns where the text has two."""
    codes = [block["c"][1] for block in blocks if block["t"] == "RawBlock"]
    return any("#set figure(.." in text or "#turned[" in text for text in codes)


def _columns(node: Node) -> list[Column]:
    """Return what the columns ask for; cells that span several ask for nothing."""
    columns = [Column() for _ in node["c"][2]]
    rows = [*node["c"][3][1], *(row for body in node["c"][4] for row in (*body[2], *body[3]))]
    for row in rows:
        for column, cell in zip(columns, row[1], strict=False):
            if cell[3] != 1:
                break  # where the next stand is Typst's to know
            text = plain_text(cell[4])
            runs = text.replace("-", "- ").split() or [""]
            needed = max(min(len(run), SYLLABLES) if run.isalpha() else len(run) for run in runs)
            column.natural = max(column.natural, len(text))
            column.needed = max(column.needed, needed)
    return columns


def _fitted(node: Node, columns: Sequence[Column], line: int) -> list[str]:
    """Set the widths of columns that Typst would make too narrow; return what else it takes.

    Typst gives the columns that ask for more than an equal share one share each, also where
    a number or a name does not fit into it, which is then printed over the next column.
    Widths that the dashes below a header give are kept if everything fits.
    """
    between = LETTERS_BETWEEN * len(columns)
    share = _share([column.natural for column in columns], line - between)
    given = [width.get("c") for _, width in node["c"][2]]
    rooms = [share if part is None else part * line - LETTERS_BETWEEN for part in given]
    if all(column.needed <= room for column, room in zip(columns, rooms, strict=True)):
        return []
    natural = [float(max(column.natural, column.needed)) for column in columns]
    needed = [float(column.needed) for column in columns]
    scale = max(SMALLEST, min(1.0, line / (sum(needed) + between)))
    parts = shares(natural, needed, line / scale - between)
    widths = [part + LETTERS_BETWEEN for part in parts]
    for column, width in zip(node["c"][2], widths, strict=True):
        column[1] = {"t": "ColWidth", "c": round(width / sum(widths), 4)}
    return [f"#show table.cell: set text(size: {scale:.2f}em)"] if scale < 1 else []


def _share(naturals: Sequence[int], room: float) -> float:
    """Return the letters that Typst gives each column that asks for more than this."""
    left = sorted(naturals)
    while left:
        share = room / len(left)
        if left[0] > share:
            return share
        room -= left.pop(0)
    return float("inf")


def _strip(table: Node) -> None:
    """Take the keys out of all of a table's attributes: pandoc's writer takes some for code.

    https://pandoc.org/typst-property-output.html
    """
    attribute, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *foot[1], *(row for body in bodies for row in (*body[2], *body[3]))]
    cells = [cell[0] for row in rows for cell in row[1]]
    for found in (
        attribute,
        head[0],
        foot[0],
        *(b[0] for b in bodies),
        *(r[0] for r in rows),
        *cells,
    ):
        found[2] = []
