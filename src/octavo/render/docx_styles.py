"""The reference document that pandoc takes Word's styles from, built by code.

The text face is Cambria: every Word has it, it covers Latin, Greek and Cyrillic, and
the formulas' Cambria Math is its sister; Caladea has its measures where it is missing.
It has no Arabic or Hebrew, so these take Times New Roman, which Windows and macOS have
and Liberation Serif stands in for.  No theme is asked: what is named is what is used.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from octavo.pandoc import pandoc
from octavo.render import docx_style_table as table
from octavo.render.docx_style_properties import (
    DEFAULTS,
    LATIN,
    MATH,
    MONOSPACED,
    OTHER_SCRIPTS,
    Style,
)
from octavo.settings import Spacing
from octavo.sheet import LEAST_POINTS, MILLIMETRES, REVIEW_POINTS, Sheet
from octavo.word_namespaces import M, W

ID = f"{{{W}}}styleId"
TEXT_SIZE = 11
"""Points of the text, where nothing else is asked for."""

MARGIN = 25
TEXT_WIDTH = (MILLIMETRES["a4"][0] - 2 * MARGIN) / 25.4
"""In inches, on every paper: what is wider than A4 has wider margins."""

TEXT_TWIPS = round(TEXT_WIDTH * 1440)


@dataclass(frozen=True, slots=True)
class Font:
    """A line of the font table: the family, its metric twin, and whether it is monospaced."""

    name: str
    twin: str
    family: str = "roman"
    pitch: str = "variable"


FONTS = (
    Font(LATIN, "Caladea"),
    Font(OTHER_SCRIPTS, "Liberation Serif"),
    Font(MATH, "STIX Two Math"),
    Font(MONOSPACED, "Liberation Mono", "modern", "fixed"),
)

SETTINGS = f"""\
<w:settings xmlns:w="{W}" xmlns:m="{M}">
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" \
w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" \
w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="enableOpenTypeFeatures" \
w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="doNotFlipMirrorIndents" \
w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="differentiateMultirowTableHeaders" \
w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
</w:compat>
<m:mathPr><m:mathFont m:val="{MATH}"/><m:brkBin m:val="before"/><m:brkBinSub m:val="--"/>\
<m:smallFrac m:val="0"/><m:dispDef/><m:lMargin m:val="0"/><m:rMargin m:val="0"/>\
<m:defJc m:val="centerGroup"/><m:wrapIndent m:val="1440"/><m:intLim m:val="subSup"/>\
<m:naryLim m:val="undOvr"/></m:mathPr>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" \
w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" \
w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" \
w:followedHyperlink="followedHyperlink"/>
<w:decimalSymbol w:val="."/>
<w:listSeparator w:val=","/>
</w:settings>"""


SPACED = frozenset("Abstract Bibliography BlockText Caption FootnoteText Keywords".split())
"""The styles with a spacing of their own that follow the text's, where one is asked for."""

AS_TEXT = frozenset("Abstract Bibliography BlockText Keywords".split())
"""The styles that are as large as the text, where a size is asked for."""

LINES: dict[Spacing, str] = {"single": "240", "one-and-a-half": "360", "double": "480"}
"""The distances of lines as Word counts them."""


@cache
def reference_document(sheet: Sheet = Sheet()) -> bytes:  # noqa: B008  (frozen)
    """Return the reference document: our page and styles, a running head, page numbers."""
    import docx

    data = pandoc("--print-default-data-file=reference.docx", data=b"")
    document = docx.Document(io.BytesIO(data))
    _replace_styles(document)
    _replace_fonts(document)
    _set_page(document, sheet)
    if sheet.points:
        _resize(document.styles.element, sheet.points)
    elif sheet.review:
        _set_sizes(document.styles.element.find(f"{{{W}}}docDefaults"), REVIEW_POINTS, ("sz",))
    if sheet.spacing:
        _space(document.styles.element, LINES[sheet.spacing])
    if sheet.line_numbers:
        _number_lines(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _replace_styles(document: Any) -> None:
    """Put our styles in the place of pandoc's, all of them."""
    from lxml import etree

    styles = document.styles.element
    latent = styles.find(f"{{{W}}}latentStyles")
    for child in list(styles):
        styles.remove(child)
    styles.append(etree.fromstring(_wrapped(DEFAULTS)))
    styles.append(latent)
    for style in table.STYLES:
        styles.append(etree.fromstring(_wrapped(_xml(style))))


def _resize(styles: Any, points: float) -> None:
    """Set the text in a size, and the rest in proportion; other scripts are as large as ours."""
    defaults = styles.find(f"{{{W}}}docDefaults")
    scale = points / TEXT_SIZE
    _set_sizes(defaults, points)
    for style in styles.iterfind(f"{{{W}}}style"):
        for size in style.iterfind(f"{{{W}}}rPr/{{{W}}}sz"):
            wanted = scale * int(size.get(f"{{{W}}}val")) / 2
            least = min(points, LEAST_POINTS)
            as_text = style.get(ID) in AS_TEXT
            _set_sizes(style, points if as_text else max(wanted, least))


def _set_sizes(style: Any, points: float, names: tuple[str, ...] = ("sz", "szCs")) -> None:
    for name in names:
        for size in style.iter(f"{{{W}}}{name}"):
            size.set(f"{{{W}}}val", str(round(points * 2)))


def _space(styles: Any, line: str) -> None:
    """Set the distance of lines, tables excepted."""
    spaced = [style for style in styles.iterfind(f"{{{W}}}style") if style.get(ID) in SPACED]
    for style in (styles.find(f"{{{W}}}docDefaults"), *spaced):
        for spacing in style.iter(f"{{{W}}}spacing"):
            if spacing.get(f"{{{W}}}line"):
                spacing.set(f"{{{W}}}line", line)


def _number_lines(document: Any) -> None:
    from docx.oxml.parser import OxmlElement

    numbers = OxmlElement("w:lnNumType")
    numbers.set(f"{{{W}}}countBy", "1")
    numbers.set(f"{{{W}}}restart", "continuous")
    document.sections[0]._sectPr.find(f"{{{W}}}pgMar").addnext(numbers)


def _wrapped(xml: str) -> str:
    """Declare the namespace in a fragment's first element."""
    end = min(xml.index(mark) for mark in (" ", ">") if mark in xml)
    return f'{xml[:end]} xmlns:w="{W}"{xml[end:]}'


def _xml(style: Style) -> str:
    parts = [f'<w:name w:val="{style.name}"/>']
    if style.based:
        parts.append(f'<w:basedOn w:val="{style.based}"/>')
    if style.following:
        parts.append(f'<w:next w:val="{style.following}"/>')
    parts.append(f'<w:uiPriority w:val="{style.priority}"/>')
    parts.append("<w:semiHidden/><w:unhideWhenUsed/>" if style.hidden else "<w:qFormat/>")
    if style.paragraph:
        parts.append(f"<w:pPr>{style.paragraph}</w:pPr>")
    if style.run:
        parts.append(f"<w:rPr>{style.run}</w:rPr>")
    default = ' w:default="1"' if style.default else ""
    custom = "" if style.builtin else ' w:customStyle="1"'
    return (
        f'<w:style w:type="{style.kind}"{default}{custom} w:styleId="{style.identifier}">'
        f"{''.join(parts)}{style.table}</w:style>"
    )


def _replace_fonts(document: Any) -> None:
    """Name the faces used, each with what stands in for it."""
    part = next(p for p in document.part.package.parts if p.partname == "/word/fontTable.xml")
    rows = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.twin}"/>'
        f'<w:family w:val="{font.family}"/><w:pitch w:val="{font.pitch}"/></w:font>'
        for font in FONTS
    )
    part._blob = f'<w:fonts xmlns:w="{W}">{rows}</w:fonts>'.encode()


def _set_page(document: Any, sheet: Sheet) -> None:
    """Choose the paper, with a running head from the second page and page numbers on all."""
    from docx.shared import Mm

    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin = section.right_margin = Mm((sheet.width - TEXT_WIDTH * 25.4) / 2)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(12.5)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        _add_page_number(footer.paragraphs[0])


def _add_page_number(paragraph: Any) -> None:
    from lxml import etree

    paragraph._p.append(
        etree.fromstring(
            _wrapped('<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
    )
