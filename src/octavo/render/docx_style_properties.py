"""The properties of Word's styles as XML, from measures in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LATIN = "Cambria"
OTHER_SCRIPTS = "Times New Roman"
MATH = "Cambria Math"
MONOSPACED = "Courier New"
LINK_COLOUR = "1F4E79"
TEXT_POINTS = 453.6
"""The width of the text."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style; `paragraph`, `run` and `table` are the properties as Word's XML."""

    identifier: str
    name: str
    kind: Literal["paragraph", "character", "table", "numbering"] = "paragraph"
    based: str = ""
    following: str = ""
    paragraph: str = ""
    run: str = ""
    table: str = ""
    builtin: bool = False
    default: bool = False
    hidden: bool = False
    priority: int = 9


def _twips(points: float) -> int:
    return round(points * 20)


def _on(tag: str, on: bool | None) -> str:
    return "" if on is None else f"<w:{tag}/>" if on else f'<w:{tag} w:val="0"/>'


def paragraph(
    *,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    left: float = 0,
    right: float = 0,
    first: float | None = None,
    align: str = "",
    keep_next: bool | None = None,
    keep_lines: bool | None = None,
    tabs: Sequence[tuple[str, float]] = (),
    close: bool = False,
    uncounted: bool = False,
    outline: int | None = None,
) -> str:
    """Return paragraph properties in the order of the schema; a negative `first` hangs.

    Where lines are numbered, those of `uncounted` paragraphs are not.
    """
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{_twips(at)}"/>' for kind, at in tabs)
    return "".join(
        (
            _on("keepNext", keep_next),
            _on("keepLines", keep_lines),
            _on("suppressLineNumbers", uncounted or None),
            f"<w:tabs>{stops}</w:tabs>" if stops else "",
            _spacing(before, after, line),
            _indents(left, right, first),
            _on("contextualSpacing", close or None),
            f'<w:jc w:val="{align}"/>' if align else "",
            "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>',
        )
    )


def _spacing(before: float | None, after: float | None, line: float | None) -> str:
    given = {"before": before, "after": after}
    values = [f' w:{k}="{_twips(v)}"' for k, v in given.items() if v is not None]
    if line is not None:
        values.append(f' w:line="{round(line * 240)}" w:lineRule="auto"')
    return f"<w:spacing{''.join(values)}/>" if values else ""


def _indents(left: float, right: float, first: float | None) -> str:
    values = [f' w:{k}="{_twips(v)}"' for k, v in (("left", left), ("right", right)) if v]
    if first is not None:
        values.append(f' w:{"hanging" if first < 0 else "firstLine"}="{_twips(abs(first))}"')
    return f"<w:ind{''.join(values)}/>" if values else ""


def run(
    size: float | None = None,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    small_caps: bool = False,
    font: str = "",
    colour: str = "",
    spread: float | None = None,
    raised: bool = False,
) -> str:
    """Return run properties in the order of the schema, for Latin and other scripts alike."""
    half = None if size is None else round(size * 2)
    return "".join(
        (
            f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else "",
            _on("b", bold) + _on("bCs", bold),
            _on("i", italic) + _on("iCs", italic),
            _on("smallCaps", small_caps or None),
            f'<w:color w:val="{colour}"/>' if colour else "",
            "" if spread is None else f'<w:spacing w:val="{_twips(spread)}"/>',
            "" if half is None else f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>',
            '<w:vertAlign w:val="superscript"/>' if raised else "",
        )
    )


DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
    f'w:eastAsia="{LATIN}" w:cs="{OTHER_SCRIPTS}"/><w:sz w:val="22"/><w:szCs w:val="24"/>'
    '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{paragraph(before=0, after=0, line=1.25)}</w:pPr></w:pPrDefault>"
    "</w:docDefaults>"
)

CELLS = (
    '<w:tblCellMar><w:top w:w="{rows}" w:type="dxa"/><w:left w:w="{columns}" w:type="dxa"/>'
    '<w:bottom w:w="{rows}" w:type="dxa"/><w:right w:w="{columns}" w:type="dxa"/></w:tblCellMar>'
)
RULE = '<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="auto"/>'
BOOKTABS = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
    f"{RULE.format(side='top', eighths=8)}{RULE.format(side='bottom', eighths=8)}"
    f"</w:tblBorders>{CELLS.format(rows=40, columns=90)}</w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    f"{RULE.format(side='bottom', eighths=4)}</w:tcBorders>"
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders>'
    f"{RULE.format(side='top', eighths=4)}</w:tcBorders></w:tcPr></w:tblStylePr>"
)
PLAIN_TABLE = '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{cells}</w:tblPr>'
