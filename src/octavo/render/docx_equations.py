"""Equations: what Word's schema asks of matrices, and formulas with a number beside them."""

from __future__ import annotations

from typing import Any

from octavo.render.docx_styles import M, W

BIGGER = f'<m:argPr xmlns:m="{M}"><m:argSz m:val="1"/></m:argPr>'


def mend_equations(story: Any) -> None:
    """Put all formulas of a story into the shape that Word wants."""
    for properties in story.iter(f"{{{M}}}mcPr"):
        count = properties.find(f"{{{M}}}count")
        if count is not None:
            properties.insert(0, count)
    for display in list(story.iter(f"{{{M}}}oMathPara")):
        if _has_company(display):
            _set_in_line(display)


def _has_company(display: Any) -> bool:
    """Tell whether other text stands in a displayed formula's paragraph."""
    return any(run.getparent() is display.getparent() for run in _runs(display.getparent()))


def _runs(paragraph: Any) -> Any:
    return paragraph.iter(f"{{{W}}}r")


def _set_in_line(display: Any) -> None:
    """Replace a display by its formulas between tab stops, as large as they were.

    Word sets a formula that shares its paragraph as it sets one in running text:
    fractions small.  Each argument is told to be a size larger, as a display has it.
    """
    from lxml import etree

    for formula in display.findall(f"{{{M}}}oMath"):
        for argument in formula.iterfind(f"{{{M}}}f/*"):
            if argument.tag in (f"{{{M}}}num", f"{{{M}}}den"):
                argument.insert(0, etree.fromstring(BIGGER))
        display.addprevious(formula)
    display.getparent().remove(display)
