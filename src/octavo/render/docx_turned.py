"""Pages that are turned, for what is too wide to stand upright: sections in Word's sense."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from octavo.nodes import Node, pair_of, raw_block, walk
from octavo.word_namespaces import W

UPRIGHT, TURNED = "0C7A0001", "0C7A0002"
"""Revision identifiers by which the ends of sections are known again."""

END = '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:sectPr w:rsidR="{}"/></w:pPr></w:p>'

NEXT_MARK = (
    f"following-sibling::w:p/w:pPr/w:sectPr[@w:rsidR='{UPRIGHT}' or @w:rsidR='{TURNED}']/@w:rsidR"
)
"""The marks of the sections that end behind an element, the next one first."""


def turned(blocks: list[Node]) -> list[Node]:
    """Return blocks with the end of an upright section before them, and of a turned one behind."""
    before, behind = (raw_block("openxml", END.format(mark)) for mark in (UPRIGHT, TURNED))
    return [before, *blocks, behind]


@cache
def _next_marks() -> Any:
    from lxml import etree

    return etree.XPath(NEXT_MARK, namespaces={"w": W})


def postponed(blocks: list[Node]) -> list[Node]:
    """Let the text go on to the end of its section before the page turns.

    A turned page amid the text would leave the page before it half empty.  Nothing with a number
    is passed, because Word counts figures and tables in the order in which they stand.
    """
    out: list[Node] = []
    waiting: list[Node] = []
    is_turned = False
    for block in blocks:
        begins, ends = (block == raw_block("openxml", END.format(m)) for m in (UPRIGHT, TURNED))
        if begins and waiting:
            waiting.pop()  # what follows on a turned page needs no page of its own between
        elif begins or is_turned:
            waiting.append(block)
        else:
            if waiting and (block["t"] == "Header" or _is_counted(block)):
                out, waiting = [*out, *waiting], []
            out.append(block)
        is_turned = (is_turned or begins) and not ends
    return [*out, *waiting]


def _is_counted(block: Node) -> bool:
    return any(
        node["t"] == "Table"
        or (node["t"] == "Div" and str(pair_of(node["c"][0], "custom-style")).endswith("Caption"))
        for node in walk([block])
    )


def width_of(table: Any, upright: int) -> int:
    """Return the width of the page's text where a table stands, in twentieths of a point."""
    marks = _next_marks()(table)
    return _turned_width(table) if marks and marks[0] == TURNED else upright


def _turned_width(table: Any) -> int:
    """Return the height of the text on the last page, which is what a turned one is wide."""
    section = next(table.iterancestors(f"{{{W}}}body")).find(f"{{{W}}}sectPr")
    size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    rim = sum(int(margin.get(f"{{{W}}}{side}")) for side in ("top", "bottom"))
    return int(size.get(f"{{{W}}}h")) - rim


def set_turned(body: Any) -> None:
    """Give each marked section the page, the margins and the running heads of the last one."""
    last = body.find(f"{{{W}}}sectPr")
    ends = [paragraph for paragraph in body.findall(f"{{{W}}}p") if _mark(paragraph)]
    first = copy.deepcopy(last)
    if ends:
        _drop(last, "titlePg", "pgNumType")  # the first page of all is the first section's
    for paragraph in ends:
        section = copy.deepcopy(first if paragraph is ends[0] else last)
        if _mark(paragraph) == TURNED:
            _turn(section)
        marked = paragraph.find(f"{{{W}}}pPr/{{{W}}}sectPr")
        marked.getparent().replace(marked, section)


def _mark(paragraph: Any) -> str:
    section = paragraph.find(f"{{{W}}}pPr/{{{W}}}sectPr")
    mark = "" if section is None else str(section.get(f"{{{W}}}rsidR", ""))
    return mark if mark in (UPRIGHT, TURNED) else ""


def _drop(section: Any, *names: str) -> None:
    for name in names:
        for child in section.findall(f"{{{W}}}{name}"):
            section.remove(child)


def _turn(section: Any) -> None:
    size, margin = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    width, height = (size.get(f"{{{W}}}{name}") for name in ("w", "h"))
    size.set(f"{{{W}}}w", height)
    size.set(f"{{{W}}}h", width)
    size.set(f"{{{W}}}orient", "landscape")
    top, bottom, left, right = (
        margin.get(f"{{{W}}}{name}") for name in ("top", "bottom", "left", "right")
    )
    for name, value in (("left", bottom), ("right", top), ("top", left), ("bottom", right)):
        margin.set(f"{{{W}}}{name}", value)
