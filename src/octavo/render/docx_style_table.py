"""Word's styles as a table: named as Word names them, measured in points."""

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


def _paragraph(
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
    outline: int | None = None,
) -> str:
    """Return paragraph properties in the order of the schema; a negative `first` hangs."""
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{_twips(at)}"/>' for kind, at in tabs)
    return "".join(
        (
            _on("keepNext", keep_next),
            _on("keepLines", keep_lines),
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


def _run(
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
    f"<w:pPrDefault><w:pPr>{_paragraph(before=0, after=0, line=1.25)}</w:pPr></w:pPrDefault>"
    "</w:docDefaults>"
)

_CELLS = (
    '<w:tblCellMar><w:top w:w="{rows}" w:type="dxa"/><w:left w:w="{columns}" w:type="dxa"/>'
    '<w:bottom w:w="{rows}" w:type="dxa"/><w:right w:w="{columns}" w:type="dxa"/></w:tblCellMar>'
)
_RULE = '<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="auto"/>'
_BOOKTABS = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
    f"{_RULE.format(side='top', eighths=8)}{_RULE.format(side='bottom', eighths=8)}"
    f"</w:tblBorders>{_CELLS.format(rows=40, columns=90)}</w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    f"{_RULE.format(side='bottom', eighths=4)}</w:tcBorders>"
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders>'
    f"{_RULE.format(side='top', eighths=4)}</w:tcBorders></w:tcPr></w:tblStylePr>"
)
_PLAIN_TABLE = '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{cells}</w:tblPr>'

FOUNDATIONS = (
    Style("Normal", "Normal", builtin=True, default=True, priority=0),
    Style(
        "DefaultParagraphFont",
        "Default Paragraph Font",
        "character",
        builtin=True,
        default=True,
        hidden=True,
        priority=1,
    ),
    Style(
        "TableNormal",
        "Normal Table",
        "table",
        table=_PLAIN_TABLE.format(cells=_CELLS.format(rows=0, columns=108)),
        builtin=True,
        default=True,
        hidden=True,
        priority=99,
    ),
    Style("NoList", "No List", "numbering", builtin=True, default=True, hidden=True, priority=99),
)

TEXT = (
    Style("BodyText", "Body Text", based="Normal", paragraph=_paragraph(first=17), builtin=True),
    Style(
        "FirstParagraph",
        "First Paragraph",
        based="BodyText",
        following="BodyText",
        paragraph=_paragraph(first=0),
    ),
    Style("Compact", "Compact", based="BodyText", paragraph=_paragraph(first=0)),
    Style(
        "ListParagraph",
        "List Paragraph",
        based="Normal",
        paragraph=_paragraph(before=4, after=4, close=True),
        builtin=True,
    ),
    Style(
        "BlockText",
        "Block Text",
        based="Normal",
        following="FirstParagraph",
        paragraph=_paragraph(before=8, after=8, line=1.15, left=24, right=24),
        run=_run(10.5),
        builtin=True,
    ),
    Style(
        "Equation",
        "Equation",
        based="Normal",
        following="BodyText",
        paragraph=_paragraph(
            before=8,
            after=8,
            keep_lines=True,
            tabs=[("center", TEXT_POINTS / 2), ("right", TEXT_POINTS)],
        ),
    ),
    Style(
        "SourceCode",
        "Source Code",
        based="Normal",
        following="BodyText",
        paragraph=_paragraph(before=8, after=8, line=1.1, left=17, align="left"),
        run=_run(9, font=MONOSPACED),
    ),
    Style(
        "Separator",
        "Separator",
        based="Normal",
        following="FirstParagraph",
        paragraph=_paragraph(before=10, after=10, align="center"),
    ),
    Style(
        "DefinitionTerm",
        "Definition Term",
        based="Normal",
        following="Definition",
        paragraph=_paragraph(before=4, keep_next=True),
        run=_run(bold=True),
    ),
    Style("Definition", "Definition", based="Normal", paragraph=_paragraph(after=4, left=17)),
    Style(
        "Bibliography",
        "Bibliography",
        based="Normal",
        following="Bibliography",
        paragraph=_paragraph(
            after=4, line=1.15, left=21, first=-21, keep_lines=True, tabs=[("left", 21)]
        ),
        run=_run(10.5),
        builtin=True,
    ),
    Style(
        "FootnoteText",
        "footnote text",
        based="Normal",
        following="FootnoteText",
        paragraph=_paragraph(after=2, line=1.1),
        run=_run(9),
        builtin=True,
    ),
    Style(
        "FootnoteBlockText",
        "Footnote Block Text",
        based="FootnoteText",
        paragraph=_paragraph(after=2, left=24, right=24),
    ),
)


def _heading(level: int) -> Style:
    before, after, size = {1: (20, 6, 14), 2: (16, 4, 12), 3: (12, 3, 11)}.get(level, (10, 2, 11))
    return Style(
        f"Heading{level}",
        f"heading {level}",
        based="Normal",
        following="FirstParagraph",
        paragraph=_paragraph(
            before=before,
            after=after,
            line=1.1,
            align="left",
            keep_next=True,
            keep_lines=True,
            outline=level - 1,
        ),
        run=_run(size, bold=level < 4, italic=True if level in (3, 4) else None),
        builtin=True,
    )


HEADINGS = tuple(_heading(level) for level in range(1, 10))

_CENTRED = _paragraph(before=0, after=4, line=1.1, align="center", keep_next=True)

FRONT = (
    Style(
        "Title",
        "Title",
        based="Normal",
        following="Subtitle",
        paragraph=_paragraph(
            before=30, after=6, line=1.05, align="center", keep_next=True, keep_lines=True
        ),
        run=_run(20, bold=True),
        builtin=True,
        priority=10,
    ),
    Style(
        "Subtitle",
        "Subtitle",
        based="Normal",
        following="Author",
        paragraph=_paragraph(after=6, line=1.1, align="center", keep_next=True, keep_lines=True),
        run=_run(14, italic=True),
        builtin=True,
        priority=11,
    ),
    Style(
        "Author",
        "Author",
        based="Normal",
        following="Affiliation",
        paragraph=_paragraph(before=14, after=6, line=1.2, align="center", keep_next=True),
        run=_run(12),
    ),
    Style(
        "Affiliation",
        "Affiliation",
        based="Normal",
        paragraph=_paragraph(after=1, line=1.1, align="center", keep_next=True),
        run=_run(10),
    ),
    Style(
        "Contact",
        "Contact",
        based="Affiliation",
        paragraph=_paragraph(before=4, after=1, line=1.1, align="center", keep_next=True),
        run=_run(9.5),
    ),
    Style(
        "Credit",
        "Credit",
        based="Affiliation",
        paragraph=_paragraph(before=8, after=2, line=1.1, align="center", keep_next=True),
        run=_run(10, italic=True),
    ),
    Style(
        "Date",
        "Date",
        based="Normal",
        following="AbstractTitle",
        paragraph=_paragraph(before=8, after=6, align="center"),
        run=_run(10),
        builtin=True,
    ),
    Style(
        "AbstractTitle",
        "Abstract Title",
        based="Normal",
        following="Abstract",
        paragraph=_paragraph(before=16, after=4, align="center", keep_next=True),
        run=_run(10.5, bold=True),
    ),
    Style(
        "Abstract",
        "Abstract",
        based="Normal",
        following="Abstract",
        paragraph=_paragraph(after=4, line=1.15, left=28, right=28),
        run=_run(10),
    ),
    Style(
        "Keywords",
        "Keywords",
        based="Abstract",
        following="BodyText",
        paragraph=_paragraph(before=2, after=4, line=1.15, left=28, right=28, align="left"),
    ),
)

FLOATS = (
    Style(
        "Caption",
        "caption",
        based="Normal",
        paragraph=_paragraph(before=4, after=4, line=1.1, align="left", keep_lines=True),
        run=_run(9.5),
        builtin=True,
        priority=35,
    ),
    Style(
        "TableCaption",
        "Table Caption",
        based="Caption",
        paragraph=_paragraph(before=14, after=5, keep_next=True),
    ),
    Style("ImageCaption", "Image Caption", based="Caption", paragraph=_paragraph(after=14)),
    Style(
        "SubfigureCaption",
        "Subfigure Caption",
        based="Caption",
        paragraph=_paragraph(before=3, after=2, align="center", keep_next=True),
        run=_run(9),
    ),
    Style(
        "TableText",
        "Table Text",
        based="Normal",
        paragraph=_paragraph(line=1.08, align="left"),
        run=_run(9.5),
    ),
    Style("Figure", "Figure", based="Normal", paragraph=_paragraph(line=1, align="center")),
    Style(
        "CaptionedFigure",
        "Captioned Figure",
        based="Figure",
        following="ImageCaption",
        paragraph=_paragraph(before=14, keep_next=True),
    ),
    Style(
        "Table",
        "Table",
        "table",
        based="TableNormal",
        table=_BOOKTABS,
    ),
    Style(
        "FigureTable",
        "Figure Table",
        "table",
        based="TableNormal",
        table=_PLAIN_TABLE.format(cells=_CELLS.format(rows=0, columns=60)),
    ),
)

PAGE_PARTS = (
    Style(
        "Header",
        "header",
        based="Normal",
        paragraph=_paragraph(line=1, align="right"),
        run=_run(9, italic=True),
        builtin=True,
        priority=99,
    ),
    Style(
        "Footer",
        "footer",
        based="Normal",
        paragraph=_paragraph(line=1, align="center"),
        run=_run(9),
        builtin=True,
        priority=99,
    ),
)


def _character(
    identifier: str, name: str, run: str, *, builtin: bool = False, base: str = ""
) -> Style:
    based = base or "DefaultParagraphFont"
    return Style(identifier, name, "character", based=based, run=run, builtin=builtin)


CHARACTERS = (
    _character("BodyTextChar", "Body Text Char", ""),
    _character("SectionNumber", "Section Number", ""),
    _character("CaptionLabel", "Caption Label", _run(bold=True)),
    _character("VerbatimChar", "Verbatim Char", _run(9.5, font=MONOSPACED)),
    _character("FootnoteReference", "footnote reference", _run(raised=True), builtin=True),
    _character("Hyperlink", "Hyperlink", _run(colour=LINK_COLOUR), builtin=True),
    _character("CrossReference", "Cross-Reference", ""),
)

STYLES = (*FOUNDATIONS, *TEXT, *HEADINGS, *FRONT, *FLOATS, *PAGE_PARTS, *CHARACTERS)
