"""The tree as Word wants it: styles by name, figures and equations as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.nodes import (
    Attr,
    Node,
    attr,
    div,
    has_class,
    pair_of,
    para,
    plain_text,
    raw_block,
    raw_inline,
    rewrite,
    span,
    string,
    walk,
)
from octavo.render.docx_changes import (
    PARTING,
    around,
    at_partings,
    change_of,
    division,
    marker,
    paragraphs_marked,
    parted,
    with_table_markers,
)
from octavo.render.docx_citations import Citations
from octavo.render.docx_fields import Fields
from octavo.render.docx_paragraphs import NEW_PAGE
from octavo.render.docx_pictures import Pictures
from octavo.render.docx_styles import TEXT_WIDTH
from octavo.render.docx_turned import turned

QUOTED_CHANGES = {
    "insertion": "Inserted Text",
    "moved-to": "Inserted Text",
    "deletion": "Deleted Text",
    "moved-from": "Deleted Text",
}
"""The styles of what changed where no change is tracked, as in a letter that quotes it."""

LETTER_STYLES = {
    "letter": "Letter",
    "reviewer-comment": "Reviewer Comment",
    "revised-place": "Revised Place",
    "revised-text": "Revised Text",
}
"""The styles of a letter, and of what one to reviewers sets apart."""

TAB = "<w:r><w:tab/></w:r>"
EN_SPACE = "\u2002"
GAP = 0.17
"""Inches between subfigures that stand side by side."""

SHRINK = 0.7
"""How much smaller than its own size a subfigure may be set, to stand beside another."""

UNSAFE = frozenset(
    "altChunk attachedTemplate control fldChar fldSimple hyperlink instrText object pict "
    "subDoc".split()
)
"""Elements of Word's that reach out of the document or run something."""

ROW_START = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="FigureTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
    '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/></w:tblPr>'
    "<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
)

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


class Markup:
    """Rewrites blocks for pandoc's Word writer."""

    def __init__(
        self, pictures: Pictures, fields: Fields, citations: Citations, *, tracked: bool = False
    ) -> None:
        self.pictures = pictures
        self.fields = fields
        self.citations = citations
        self.tracked = tracked
        self.level = 0

    def rewritten(self, blocks: list[Node]) -> list[Node]:
        """Return the blocks as they are given to pandoc."""
        new: list[Node] = rewrite(
            blocks,
            {
                "Header": self._header,
                "Figure": _figure,
                "Image": self.pictures.image,
                "Para": self._paragraph,
                "Plain": self._paragraph,
                "Table": _table,
                "Span": self._span,
                "Link": self.fields.referring,
                "Cite": self.citations.cited,
                "Div": self._division,
                "HorizontalRule": _separator,
                "RawBlock": _raw,
                "RawInline": _raw,
            },
        )
        return new

    def _division(self, node: Node) -> list[Node]:
        """Set the line in a float's place; the references are in their field."""
        if has_class(node, "about-here"):
            return [styled(node["c"][1], "About Here", node["c"][0])]
        for name, style in LETTER_STYLES.items():
            if has_class(node, name):
                return [styled(node["c"][1], style, node["c"][0])]
        if has_class(node, "listed-caption"):
            return [styled(node["c"][1], "First Paragraph", node["c"][0])]
        return division((self.citations.listed(node) or [node])[0])

    def _header(self, node: Node) -> list[Node]:
        """Set a space after a heading's number; no level is skipped."""
        self.level = node["c"][0] = min(node["c"][0], self.level + 1)
        content = node["c"][2]
        if len(content) > 1 and has_class(content[0], "section-number"):
            content[1] = string(EN_SPACE)
        return [raw_block("openxml", NEW_PAGE), node] if has_class(node, "new-page") else [node]

    def _span(self, node: Node) -> list[Node] | None:
        change = change_of(node["c"][0])
        if change and not self.tracked:
            return [span(node["c"][1], attr(custom_style=QUOTED_CHANGES[change]))]
        if has_class(node, PARTING):
            return None
        if change and not _is_display(node):
            return around(change, node["c"][1])
        if has_class(node, "section-number"):
            attribute = attr("", ["section-number"], custom_style="Section Number")
            return [span(self.fields.headed(node), attribute)]
        if has_class(node, "caption-label"):
            return [span(self.fields.labelled(node), attr(custom_style="Caption Label"))]
        return None

    def _paragraph(self, node: Node) -> list[Node] | None:
        """Set each displayed equation as a paragraph of its own, its number at the margin."""
        lines = at_partings(node["c"])
        if lines != [node["c"]]:
            parts: list[Node] = [{"t": node["t"], "c": line} for line in lines]
            return [block for part in parts for block in self._paragraph(part) or [part]]
        content = node["c"]
        if not any(_is_display(inline) for inline in content):
            return None
        out: list[Node] = []
        for position, piece in enumerate(_pieces(content)):
            if _is_display(piece[0]):
                out.append(self._equation(piece))
            elif position:
                out.append(styled([para(piece)], "First Paragraph"))
            else:
                out.append({"t": node["t"], "c": piece})
        return out

    def _equation(self, piece: list[Node]) -> Node:
        """Return the paragraph of an equation, in which a number, a stop or marks stand too.

        pandoc gives a display that shares its paragraph one of its own, so that none does.
        """
        (change, first), stops = parted(piece[0]), piece[1:]
        attribute = first["c"][0] if first["t"] == "Span" else attr()
        number = pair_of(attribute, "number")
        content = [first] if first["t"] == "Math" else first["c"][1]
        if not (number or stops or change):
            return styled([para(content)], "Equation")
        content = rewrite(content, {"Math": _in_line})
        tab = raw_inline("openxml", TAB)
        shown = _changed(change, [tab, *content], whole=True)
        told = _changed(change, [tab, self.fields.numbered(first)]) if number else []
        return styled([para([*shown, *stops, *told])], "Equation")


def _changed(change: str, content: list[Node], *, whole: bool = False) -> list[Node]:
    """Return inlines with the marks of a change, of the whole paragraph too if they begin one."""
    if not change:
        return content
    return [*([marker("paragraph", change)] if whole else []), *around(change, content)]


def styled(blocks: list[Node], style: str, attribute: Attr | None = None) -> Node:
    """Return blocks in a paragraph style of Word's; an identifier becomes a bookmark."""
    identifier, classes, pairs = attribute or attr()
    kept = [pair for pair in pairs if pair[0] in ("lang", "dir")]
    return div(blocks, [identifier, classes, [*kept, ["custom-style", style]]])


def _table(node: Node) -> list[Node]:
    """Leave the widths to the measure that is taken of the cells."""
    for column in node["c"][2]:
        column[1] = {"t": "ColWidthDefault"}
    node = with_table_markers(node)
    return turned([node]) if "landscape" in node["c"][0][1] else [node]


def _separator(_: Node) -> list[Node]:
    return [styled([para([string("*\u2003*\u2003*")])], "Separator")]


def _raw(node: Node) -> list[Node]:
    """Keep an author's own Open XML where it is whole and stays within the document."""
    form, text = node["c"]
    return [node] if form == "openxml" and _is_harmless(text) else []


def _is_harmless(xml: str) -> bool:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(f"<r {NAMESPACES}>{xml}</r>", parser)
    except etree.XMLSyntaxError:
        return False
    names = (etree.QName(element) for element in root.iterdescendants("*"))
    return all(
        name.namespace in root.nsmap.values() and name.localname not in UNSAFE for name in names
    )


def _pieces(content: list[Node]) -> Iterator[list[Node]]:
    """Cut inlines at displayed equations; a lone stop or comma stays with its equation."""
    piece: list[Node] = []
    for inline in content:
        if _is_display(inline):
            if plain_text(piece):
                yield _stripped(piece)
            piece = [inline]
        elif piece and _is_display(piece[0]) and not _follows(piece, inline):
            yield piece
            piece = [inline]
        else:
            piece.append(inline)
    if plain_text(piece):
        yield _stripped(piece)


def _follows(piece: list[Node], inline: Node) -> bool:
    """Tell whether an inline stays with the equation before it; none with one that was left out."""
    return _is_stop(inline) and parted(piece[0])[0] != "deletion"


def _is_stop(inline: Node) -> bool:
    return inline["t"] == "Str" and inline["c"] in (".", ",", ";", ":")


def _stripped(inlines: list[Node]) -> list[Node]:
    spaces = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(inlines)
    while start < end and inlines[start]["t"] in spaces:
        start += 1
    while end > start and inlines[end - 1]["t"] in spaces:
        end -= 1
    return inlines[start:end]


def _is_display(inline: Node) -> bool:
    inline = parted(inline)[1]
    if inline["t"] == "Math":
        return bool(inline["c"][0]["t"] == "DisplayMath")
    return has_class(inline, "equation") and inline["t"] == "Span"


def _in_line(node: Node) -> list[Node]:
    """Make a formula one that shares its paragraph: pandoc gives a display one of its own."""
    return [{"t": "Math", "c": [{"t": "InlineMath"}, node["c"][1]]}]


def _figure(node: Node) -> list[Node] | None:
    attribute, caption, content = node["c"]
    if "subfigure" in attribute[1]:
        return None
    if "subfigures" in attribute[1]:
        shown = list(_panels(content))
        shown[0] = div([shown[0]], attr(attribute[0]))
        attribute = ["", *attribute[1:]]
    else:
        shown = [styled(content, "Captioned Figure" if caption[1] else "Figure", attribute)]
    shown += [styled(caption[1], "Image Caption")] if caption[1] else []
    change = change_of(attribute)
    shown = paragraphs_marked(shown, change) if change else shown
    return turned(shown) if "landscape" in attribute[1] else shown


def _panels(parts: list[Node]) -> Iterator[Node]:
    """Set subfigures side by side: a table of one row for each line of them.

    A row is its own header, so that no cell claims to be the data of another.
    """
    rows = list(_rows(parts))
    for position, row in enumerate(rows):
        if position:
            yield styled([para([string("\u2060")])], "Figure")
        yield div(list(_row(row)), attr())


def _rows(parts: list[Node]) -> Iterator[list[Node]]:
    """Fill lines with subfigures, as many as fit when a little smaller."""
    row: list[Node] = []
    for part in parts:
        widths = [_width(other) for other in [*row, part]]
        if row and SHRINK * sum(widths) + GAP * len(row) > TEXT_WIDTH:
            yield row
            row = []
        row.append(part)
    if row:
        yield row


def _width(part: Node) -> float:
    return max((_inches(node) for node in walk(part) if node["t"] == "Image"), default=TEXT_WIDTH)


def _inches(image: Node) -> float:
    return float((pair_of(image["c"][0], "width") or f"{TEXT_WIDTH}in").removesuffix("in"))


def _row(parts: list[Node]) -> Iterator[Node]:
    widths = [_width(part) for part in parts]
    scale = min(1.0, (TEXT_WIDTH - GAP * len(parts)) / sum(widths))
    cells = [round((scale * width + GAP) * 1440) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{cell}"/>' for cell in cells)
    yield raw_block("openxml", ROW_START.format(width=sum(cells), grid=grid))
    for part, cell in zip(parts, cells, strict=True):
        yield raw_block("openxml", f'<w:tc><w:tcPr><w:tcW w:w="{cell}" w:type="dxa"/></w:tcPr>')
        yield from _panel(part, scale)
        yield raw_block("openxml", "</w:tc>")
    yield raw_block("openxml", "</w:tr></w:tbl>")


def _panel(part: Node, scale: float) -> Iterator[Node]:
    attribute, caption, content = part["c"]
    for image in (node for node in walk(content) if node["t"] == "Image"):
        image["c"][0][2] = [["width", f"{scale * _inches(image):.4f}in"]]
    yield styled(content, "Captioned Figure", attribute)
    if caption[1]:
        yield styled(caption[1], "Subfigure Caption")
