"""Equations: what Word's schema asks, what LibreOffice can read, numbers beside formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from octavo.render.docx_paragraphs import style_of
from octavo.word_namespaces import M, W

OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
SCRIPTS = tuple(f"{{{M}}}{name}" for name in ("sSup", "sSub", "sSubSup"))
ARGUMENTS = tuple(f"{{{M}}}{name}" for name in ("oMath", "e", "num", "den", "sub", "sup", "lim"))
EMPTY = "\u200b"
"""What stands for nothing where a reader asks for an operand."""


def mend_equations(story: Any) -> None:
    """Put all formulas of a story into the shape that Word and LibreOffice read."""
    for array in list(story.iter(f"{{{M}}}eqArr")):
        _align_in_columns(array)
    for argument in list(story.iter(*ARGUMENTS)):
        _take_in_brackets(argument)
    for argument in list(story.iter(*ARGUMENTS)):
        _pair_brackets(argument)
    for properties in story.iter(f"{{{M}}}mcPr"):
        count = properties.find(f"{{{M}}}count")
        if count is not None:
            properties.insert(0, count)
    for properties in story.iter(f"{{{M}}}rPr"):
        style = properties.find(f"{{{M}}}sty")
        if style is not None and properties.find(f"{{{M}}}nor") is not None:
            properties.remove(style)  # normal text has no style of mathematics
    for paragraph in story.iter(f"{{{W}}}p"):
        if style_of(paragraph) == "Equation":
            for formula in paragraph.findall(f"{{{M}}}oMath"):
                _set_as_display(formula)


def _built(xml: str) -> Any:
    from lxml import etree

    end = min(xml.index(mark) for mark in ("/", ">") if mark in xml)
    return etree.fromstring(f'{xml[:end]} xmlns:m="{M}"{xml[end:]}')


def _symbol(element: Any) -> str:
    """Return the text of a run of a formula, and nothing for any other element."""
    if element.tag != f"{{{M}}}r":
        return ""
    return "".join(text.text or "" for text in element.iterfind(f"{{{M}}}t"))


def _closing(element: Any) -> str:
    """Return the bracket that an element is, or that it raises or lowers something beside."""
    if element.tag in SCRIPTS:
        base = element.find(f"{{{M}}}e")
        return _closing(base[0]) if len(base) == 1 and base[0].tag == f"{{{M}}}r" else ""
    symbol = _symbol(element)
    return symbol if symbol in CLOSING else ""


def _take_in_brackets(argument: Any) -> None:
    """Give a sum the whole of its bracketed operand, of which pandoc gives it the opening."""
    inner = argument[-1:] if argument.getparent().tag == f"{{{M}}}nary" else []
    if argument.tag != f"{{{M}}}e" or not inner or _symbol(inner[0]) not in OPENING:
        return
    depth, taken = 1, []
    for sibling in argument.getparent().itersiblings():
        taken.append(sibling)
        depth += (_symbol(sibling) in OPENING) - bool(_closing(sibling))
        if depth == 0:
            argument.extend(taken)
            return


def _pair_brackets(argument: Any) -> None:
    """Make a delimiter of each pair of brackets: LibreOffice reads no single ones."""
    opened: list[Any] = []
    for child in list(argument):
        if _symbol(child) in OPENING:
            opened.append(child)
        elif _closing(child) and opened:
            _enclose(opened.pop(), child)


def _enclose(opening: Any, closing: Any) -> None:
    between = _between(opening, closing)
    pair = _built(
        f'<m:d><m:dPr><m:begChr m:val="{_symbol(opening)}"/><m:endChr m:val="{_closing(closing)}"/>'
        '<m:grow m:val="0"/></m:dPr><m:e/></m:d>'
    )
    pair[-1].extend(between)
    opening.getparent().remove(opening)
    if closing.tag in SCRIPTS:
        base = closing.find(f"{{{M}}}e")
        base[:] = [pair]
    else:
        closing.getparent().replace(closing, pair)


def _between(first: Any, last: Any) -> Sequence[Any]:
    out = []
    for sibling in first.itersiblings():
        if sibling is last:
            break
        out.append(sibling)
    return out


def _align_in_columns(array: Any) -> None:
    """Set an aligned equation as a matrix: LibreOffice reads an alignment mark as an `and`."""
    rows = [_cells(line) for line in array.findall(f"{{{M}}}e")]
    width = max(map(len, rows))
    columns = "".join(
        f'<m:mc><m:mcPr><m:count m:val="1"/><m:mcJc m:val="{side}"/></m:mcPr></m:mc>'
        for side in (["right", "left"] * width)[:width]
    )
    matrix = _built(
        '<m:m><m:mPr><m:plcHide m:val="on"/><m:cGpRule m:val="3"/><m:cGp m:val="0"/>'
        f"<m:mcs>{columns}</m:mcs></m:mPr></m:m>"
    )
    for cells in rows:
        line = _built("<m:mr></m:mr>")
        for number in range(width):
            cell = _built("<m:e></m:e>")
            cell.extend(cells[number] if number < len(cells) else [])
            if number % 2 or not len(cell):
                cell.insert(0, _built(f"<m:r><m:t>{EMPTY}</m:t></m:r>"))
            line.append(cell)
        matrix.append(line)
    array.getparent().replace(array, matrix)


def _cells(line: Any) -> list[list[Any]]:
    """Cut a line of an aligned equation at its alignment marks."""
    cells: list[list[Any]] = [[]]
    for child in list(line):
        if _symbol(child) == "&":
            cells.append([])
        else:
            cells[-1].append(child)
    return cells


def _set_as_display(formula: Any) -> None:
    """Set a formula between tab stops as large as a display.

    Word sets a formula that shares its paragraph as it sets one in running text:
    fractions small, limits beside.  Each argument is told to be a size larger, and
    each sum where its limits stand.
    """
    for fraction in formula.findall(f"{{{M}}}f"):
        for argument in fraction.findall(f"{{{M}}}num") + fraction.findall(f"{{{M}}}den"):
            argument.insert(0, _built('<m:argPr><m:argSz m:val="1"/></m:argPr>'))
    for place in formula.iter(f"{{{M}}}limLoc"):
        place.set(f"{{{M}}}val", "undOvr")
