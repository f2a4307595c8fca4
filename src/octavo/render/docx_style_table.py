"""Word's styles as a table: named as Word names them, measured in points."""

from __future__ import annotations

from octavo.render.docx_style_properties import (
    BOOKTABS,
    CELLS,
    LINK_COLOUR,
    MONOSPACED,
    PLAIN_TABLE,
    TEXT_POINTS,
    Style,
    paragraph,
    run,
)

BORDER = '<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="7F7F7F"/>'
BESIDE = f"<w:pBdr>{BORDER.format(side='left', eighths=24, space=8)}</w:pBdr>"
SIDES = ("top", "left", "bottom", "right")
BOX = "".join(BORDER.format(side=side, eighths=4, space=4) for side in SIDES)
BOXED = f"<w:pBdr>{BOX}</w:pBdr>"
"""Paragraphs of one style that follow each other share their box."""

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
        table=PLAIN_TABLE.format(cells=CELLS.format(rows=0, columns=108)),
        builtin=True,
        default=True,
        hidden=True,
        priority=99,
    ),
    Style("NoList", "No List", "numbering", builtin=True, default=True, hidden=True, priority=99),
)

TEXT = (
    Style(
        "BodyText",
        "Body Text",
        based="Normal",
        paragraph=paragraph(first=17),
        builtin=True,
    ),
    Style(
        "FirstParagraph",
        "First Paragraph",
        based="BodyText",
        following="BodyText",
        paragraph=paragraph(first=0),
    ),
    Style(
        "Letter",
        "Letter",
        based="Normal",
        paragraph=paragraph(before=6, after=6, line=1.15, first=0),
    ),
    Style("Compact", "Compact", based="BodyText", paragraph=paragraph(first=0)),
    Style(
        "ListParagraph",
        "List Paragraph",
        based="Normal",
        paragraph=paragraph(before=4, after=4, close=True),
        builtin=True,
    ),
    Style(
        "BlockText",
        "Block Text",
        based="Normal",
        following="FirstParagraph",
        paragraph=paragraph(before=8, after=8, line=1.15, left=24, right=24),
        run=run(10.5),
        builtin=True,
    ),
    Style(
        "ReviewerComment",
        "Reviewer Comment",
        based="Letter",
        following="FirstParagraph",
        paragraph=BESIDE + paragraph(before=4, after=4, line=1.1, left=24),
        run=run(10.5, italic=True),
    ),
    Style(
        "RevisedPlace",
        "Revised Place",
        based="Letter",
        following="RevisedText",
        paragraph=paragraph(before=6, after=4, keep_next=True),
    ),
    Style(
        "RevisedText",
        "Revised Text",
        based="Letter",
        following="FirstParagraph",
        paragraph=BOXED + paragraph(before=0, after=0, line=1.1, left=24, right=6),
        run=run(10.5),
    ),
    Style(
        "Equation",
        "Equation",
        based="Normal",
        following="BodyText",
        paragraph=paragraph(
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
        paragraph=paragraph(before=8, after=8, line=1.1, left=17, align="left"),
        run=run(9, font=MONOSPACED),
    ),
    Style(
        "Separator",
        "Separator",
        based="Normal",
        following="FirstParagraph",
        paragraph=paragraph(before=10, after=10, align="center"),
    ),
    Style(
        "DefinitionTerm",
        "Definition Term",
        based="Normal",
        following="Definition",
        paragraph=paragraph(before=4, keep_next=True),
        run=run(bold=True),
    ),
    Style("Definition", "Definition", based="Normal", paragraph=paragraph(after=4, left=17)),
    Style(
        "Bibliography",
        "Bibliography",
        based="Normal",
        following="Bibliography",
        paragraph=paragraph(
            after=4, line=1.15, left=21, first=-21, keep_lines=True, tabs=[("left", 21)]
        ),
        run=run(10.5),
        builtin=True,
    ),
    Style(
        "FootnoteText",
        "footnote text",
        based="Normal",
        following="FootnoteText",
        paragraph=paragraph(after=2, line=1.1),
        run=run(9),
        builtin=True,
    ),
    Style(
        "FootnoteBlockText",
        "Footnote Block Text",
        based="FootnoteText",
        paragraph=paragraph(after=2, left=24, right=24),
    ),
)


def _heading(level: int) -> Style:
    before, after, size = {1: (20, 6, 14), 2: (16, 4, 12), 3: (12, 3, 11)}.get(level, (10, 2, 11))
    return Style(
        f"Heading{level}",
        f"heading {level}",
        based="Normal",
        following="FirstParagraph",
        paragraph=paragraph(
            before=before,
            after=after,
            line=1.1,
            align="left",
            keep_next=True,
            keep_lines=True,
            outline=level - 1,
        ),
        run=run(size, bold=level < 4, italic=True if level in (3, 4) else None),
        builtin=True,
    )


HEADINGS = tuple(_heading(level) for level in range(1, 10))

FRONT = (
    Style(
        "Title",
        "Title",
        based="Normal",
        following="Subtitle",
        paragraph=paragraph(
            before=30, after=6, line=1.05, align="center", keep_next=True, keep_lines=True
        ),
        run=run(20, bold=True),
        builtin=True,
        priority=10,
    ),
    Style(
        "Subtitle",
        "Subtitle",
        based="Normal",
        following="Author",
        paragraph=paragraph(after=6, line=1.1, align="center", keep_next=True, keep_lines=True),
        run=run(14, italic=True),
        builtin=True,
        priority=11,
    ),
    Style(
        "Author",
        "Author",
        based="Normal",
        following="Affiliation",
        paragraph=paragraph(before=14, after=6, line=1.2, align="center", keep_next=True),
        run=run(12),
    ),
    Style(
        "Affiliation",
        "Affiliation",
        based="Normal",
        paragraph=paragraph(after=1, line=1.1, align="center", keep_next=True),
        run=run(10),
    ),
    Style(
        "Contact",
        "Contact",
        based="Affiliation",
        paragraph=paragraph(before=4, after=1, line=1.1, align="center", keep_next=True),
        run=run(9.5),
    ),
    Style(
        "Credit",
        "Credit",
        based="Affiliation",
        paragraph=paragraph(before=8, after=2, line=1.1, align="center", keep_next=True),
        run=run(10, italic=True),
    ),
    Style(
        "Date",
        "Date",
        based="Normal",
        following="AbstractTitle",
        paragraph=paragraph(before=8, after=6, align="center"),
        run=run(10),
        builtin=True,
    ),
    Style(
        "AbstractTitle",
        "Abstract Title",
        based="Normal",
        following="Abstract",
        paragraph=paragraph(before=16, after=4, align="center", keep_next=True),
        run=run(10.5, bold=True),
    ),
    Style(
        "Abstract",
        "Abstract",
        based="Normal",
        following="Abstract",
        paragraph=paragraph(after=4, line=1.15, left=28, right=28),
        run=run(10),
    ),
    Style(
        "Keywords",
        "Keywords",
        based="Abstract",
        following="BodyText",
        paragraph=paragraph(before=2, after=4, line=1.15, left=28, right=28, align="left"),
    ),
)

FLOATS = (
    Style(
        "Caption",
        "caption",
        based="Normal",
        paragraph=paragraph(before=4, after=4, line=1.1, align="left", keep_lines=True),
        run=run(9.5),
        builtin=True,
        priority=35,
    ),
    Style(
        "TableCaption",
        "Table Caption",
        based="Caption",
        paragraph=paragraph(before=14, after=5, keep_next=True),
    ),
    Style("ImageCaption", "Image Caption", based="Caption", paragraph=paragraph(after=14)),
    Style(
        "SubfigureCaption",
        "Subfigure Caption",
        based="Caption",
        paragraph=paragraph(before=3, after=2, align="center", keep_next=True),
        run=run(9),
    ),
    Style(
        "TableText",
        "Table Text",
        based="Normal",
        paragraph=paragraph(before=0, after=0, line=1.08, align="left"),
        run=run(9.5),
    ),
    Style(
        "Figure",
        "Figure",
        based="Normal",
        paragraph=paragraph(line=1, align="center", uncounted=True),
    ),
    Style(
        "AboutHere",
        "About Here",
        based="Normal",
        following="BodyText",
        paragraph=paragraph(before=10, after=10, align="center", keep_lines=True),
    ),
    Style(
        "CaptionedFigure",
        "Captioned Figure",
        based="Figure",
        following="ImageCaption",
        paragraph=paragraph(before=14, keep_next=True),
    ),
    Style(
        "Table",
        "Table",
        "table",
        based="TableNormal",
        table=BOOKTABS,
    ),
    Style(
        "FigureTable",
        "Figure Table",
        "table",
        based="TableNormal",
        table=PLAIN_TABLE.format(cells=CELLS.format(rows=0, columns=60)),
    ),
)

PAGE_PARTS = (
    Style(
        "Header",
        "header",
        based="Normal",
        paragraph=paragraph(line=1, align="right"),
        run=run(9, italic=True),
        builtin=True,
        priority=99,
    ),
    Style(
        "Footer",
        "footer",
        based="Normal",
        paragraph=paragraph(line=1, align="center"),
        run=run(9),
        builtin=True,
        priority=99,
    ),
)


def _character(identifier: str, name: str, run: str, *, builtin: bool = False) -> Style:
    based = "DefaultParagraphFont"
    return Style(identifier, name, "character", based=based, run=run, builtin=builtin)


CHARACTERS = (
    _character("BodyTextChar", "Body Text Char", ""),
    _character("SectionNumber", "Section Number", ""),
    _character("InsertedText", "Inserted Text", '<w:color w:val="0B5A24"/><w:u w:val="single"/>'),
    _character("DeletedText", "Deleted Text", '<w:strike/><w:color w:val="A3161A"/>'),
    _character("CaptionLabel", "Caption Label", run(bold=True)),
    _character("VerbatimChar", "Verbatim Char", run(9.5, font=MONOSPACED)),
    _character("FootnoteReference", "footnote reference", run(raised=True), builtin=True),
    _character("Hyperlink", "Hyperlink", run(colour=LINK_COLOUR), builtin=True),
    _character("CrossReference", "Cross-Reference", ""),
)

STYLES = (*FOUNDATIONS, *TEXT, *HEADINGS, *FRONT, *FLOATS, *PAGE_PARTS, *CHARACTERS)
