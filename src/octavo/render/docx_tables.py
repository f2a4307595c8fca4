"""Tables: columns as wide as their text asks for, rows that stay together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.render.docx_paragraphs import FLOWING, align, properties_of, style_of, text_of
from octavo.render.docx_styles import TEXT_TWIPS
from octavo.render.docx_turned import width_of
from octavo.render.widths import ems, shares
from octavo.word_namespaces import W

SIZE = 9.5 * 20
"""The size of a table's text in twentieths of a point."""

PADDING = 180
"""What the cell's margins take of a column."""

LIST_INDENT = 720
"""What the first level of a list takes of a column."""

SLACK = 1.25
"""How much wider than Cambria a face may be that stands in for it, or that is bold."""

ROWS_TOGETHER = 16
"""The rows of the longest table that is kept on one page."""

FIGURES = "FigureTable"


def set_tables(body: Any, scale: float = 1) -> None:
    """Set every table but those that only hold subfigures; `scale` is that of its letters."""
    for table in body.iter(f"{{{W}}}tbl"):
        style = table.find(f"{{{W}}}tblPr/{{{W}}}tblStyle")
        if style is None or style.get(f"{{{W}}}val") != FIGURES:
            _set_widths(table, scale)
            _keep_rows(table)
            _style_text(table)
            _space_below(table)


def _set_widths(table: Any, scale: float) -> None:
    columns = table.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol")
    if not columns:
        return
    widths = _widths(table, len(columns), scale)
    for column, width in zip(columns, widths, strict=True):
        column.set(f"{{{W}}}w", str(width))
    properties = table.find(f"{{{W}}}tblPr")
    _child(properties, "tblW", after="tblStyle", w=str(sum(widths)), type="dxa")
    _child(properties, "jc", after="tblW", val="center")
    for place, span, cell in _cells(table):
        width = sum(widths[place : place + span])
        _child(cell.find(f"{{{W}}}tcPr"), "tcW", w=str(width), type="dxa")


def _child(parent: Any, name: str, after: str = "", **values: str) -> None:
    """Set a property, which is put behind another or first where it is new."""
    from lxml import etree

    element = parent.find(f"{{{W}}}{name}")
    if element is None:
        element = etree.Element(f"{{{W}}}{name}")
        before = parent.find(f"{{{W}}}{after}") if after else None
        parent.insert(0 if before is None else parent.index(before) + 1, element)
    for key, value in values.items():
        element.set(f"{{{W}}}{key}", value)


def _cells(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield each cell with its first column and how many columns it spans."""
    for row in table.findall(f"{{{W}}}tr"):
        place = 0
        for cell in row.findall(f"{{{W}}}tc"):
            span = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
            width = 1 if span is None else int(span.get(f"{{{W}}}val"))
            yield place, width, cell
            place += width


def _widths(table: Any, count: int, scale: float) -> list[int]:
    """Return the widths of the columns: what they ask for, or a fair share of the page."""
    natural, least = [scale * SIZE * 2.0] * count, [scale * SIZE * 2.0] * count
    for place, span, cell in _cells(table):
        if span == 1 and place < count:
            for paragraph in cell.iter(f"{{{W}}}p"):
                text = text_of(paragraph)
                listed = paragraph.find(f"{{{W}}}pPr/{{{W}}}numPr") is not None
                indent = LIST_INDENT if listed else 0
                natural[place] = max(natural[place], indent + scale * _measure(text))
                longest = scale * max(map(_measure, text.split(" ")))
                least[place] = max(least[place], indent + longest)
    available = width_of(table, TEXT_TWIPS)
    return shares([n + PADDING for n in natural], [n + PADDING for n in least], available)


def _measure(text: str) -> float:
    """Return the width of a text in twentieths of a point, about."""
    return SLACK * SIZE * sum(map(ems, text))


def _keep_rows(table: Any) -> None:
    """Break no row across pages, and a table only where it is too long for one."""
    from lxml import etree

    rows = table.findall(f"{{{W}}}tr")
    for number, row in enumerate(rows):
        properties = row.find(f"{{{W}}}trPr")
        if properties is None:
            properties = etree.Element(f"{{{W}}}trPr")
            row.insert(0, properties)
        properties.insert(0, etree.Element(f"{{{W}}}cantSplit"))
        together = len(rows) <= ROWS_TOGETHER or number < 2 or number == len(rows) - 2
        if together and number < len(rows) - 1:
            for paragraph in row.iter(f"{{{W}}}p"):
                _child(properties_of(paragraph), "keepNext", after="pStyle")


def _style_text(table: Any) -> None:
    for paragraph in table.iter(f"{{{W}}}p"):
        properties = properties_of(paragraph)
        side = properties.find(f"{{{W}}}jc")
        if side is not None and side.get(f"{{{W}}}val") == "left":
            properties.remove(side)
        _child(properties, "pStyle", val="TableText")
    caption = table.getprevious()
    if caption is not None and _is_full(table):
        align(caption, "left")


def _space_below(table: Any) -> None:
    """Keep the text below away from the table's last rule: a table has no space of its own."""
    following = table.getnext()
    if following is not None and following.tag == f"{{{W}}}p" and style_of(following) in FLOWING:
        following.get_or_add_pPr().get_or_add_spacing().set(f"{{{W}}}before", "200")


def _is_full(table: Any) -> bool:
    width = table.find(f"{{{W}}}tblPr/{{{W}}}tblW").get(f"{{{W}}}w")
    return int(width) > 0.9 * width_of(table, TEXT_TWIPS)
