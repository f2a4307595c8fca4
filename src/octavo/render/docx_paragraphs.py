"""Paragraph styles that pandoc leaves out: after displays, in lists, in right-to-left text."""

from __future__ import annotations

from typing import Any

from octavo.word_namespaces import W

STYLE = f"{{{W}}}pStyle"
FLOWING = ("BodyText", "FirstParagraph")
SHORT = 90
"""Characters of a caption that surely fit on one line; these are centred."""

BEFORE_INDENT = tuple(f"{{{W}}}{tag}" for tag in ("pStyle", "keepNext", "numPr", "bidi", "spacing"))
FRONT_MATTER = ("AbstractTitle", "Abstract")
FRONT, STEP = 560, 280
"""How far the text of an abstract stands in from both sides, and a mark before its list."""

NEW_PAGE = "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>"
"""A paragraph that says of the next one, a heading, that it begins a page."""

CENTRED_CAPTIONS = ("ImageCaption", "TableCaption")


def style_paragraphs(story: Any) -> None:
    """Give every paragraph of a story its style."""
    _break_pages(story)
    for paragraph in story.iter(f"{{{W}}}p"):
        properties = properties_of(paragraph)
        name = style_of(paragraph)
        if properties.find(f"{{{W}}}numPr") is not None:
            is_front = _style_before(paragraph) in FRONT_MATTER
            _set_style(paragraph, "Abstract" if is_front else "ListParagraph")
            if is_front:
                _indent(paragraph)
        elif name in ("", *FLOWING) and not _is_note_mark(paragraph):
            _set_style(paragraph, _flowing_style(paragraph, name))
        elif name in CENTRED_CAPTIONS and len(text_of(paragraph)) <= SHORT:
            align(paragraph, "center")


def _break_pages(story: Any) -> None:
    """Let headings begin a page before which a mark says so."""
    from lxml import etree

    for mark in [*story.iter(f"{{{W}}}pageBreakBefore")]:
        paragraph = mark.getparent().getparent()
        heading = paragraph.getnext()
        while heading is not None and heading.tag != f"{{{W}}}p":
            heading = heading.getnext()
        if heading is None or len(paragraph) > 1:
            continue
        style = properties_of(heading).find(STYLE)
        broken = etree.Element(f"{{{W}}}pageBreakBefore")
        properties_of(heading).insert(0 if style is None else 1, broken)
        paragraph.getparent().remove(paragraph)


def properties_of(paragraph: Any) -> Any:
    """Return a paragraph's properties, which are added where it has none."""
    from lxml import etree

    properties = paragraph.find(f"{{{W}}}pPr")
    if properties is None:
        properties = etree.Element(f"{{{W}}}pPr")
        paragraph.insert(0, properties)
    return properties


def style_of(paragraph: Any) -> str:
    """Return the identifier of a paragraph's style, if it has one."""
    style = paragraph.find(f"{{{W}}}pPr/{STYLE}")
    return "" if style is None else str(style.get(f"{{{W}}}val"))


def text_of(element: Any) -> str:
    """Return the text of an element, formulas included."""
    return "".join(node.text or "" for node in element.iter("{*}t"))


def align(paragraph: Any, side: str) -> None:
    """Align one paragraph otherwise than its style does."""
    from lxml import etree

    properties = properties_of(paragraph)
    place = properties.find(f"{{{W}}}jc")
    if place is None:
        place = etree.SubElement(properties, f"{{{W}}}jc")
    place.set(f"{{{W}}}val", side)


def _set_style(paragraph: Any, name: str) -> None:
    from lxml import etree

    properties = properties_of(paragraph)
    style = properties.find(STYLE)
    if style is None:
        style = etree.Element(STYLE)
        properties.insert(0, style)
    style.set(f"{{{W}}}val", name)


def _style_before(paragraph: Any) -> str:
    """Return the style of what stands before a list, or before what it has become so far."""
    before = paragraph.getprevious()
    return "" if before is None or before.tag != paragraph.tag else style_of(before)


def _indent(paragraph: Any) -> None:
    """Let a list of highlights stand in as the abstract does; the list's own indent would win."""
    from lxml import etree

    properties = properties_of(paragraph)
    level = properties.find(f"{{{W}}}numPr/{{{W}}}ilvl")
    depth = 1 + (0 if level is None else int(level.get(f"{{{W}}}val")))
    ind = etree.Element(f"{{{W}}}ind")
    for side, twips in (("left", FRONT + STEP * depth), ("right", FRONT), ("hanging", STEP)):
        ind.set(f"{{{W}}}{side}", str(twips))
    [*properties.iterchildren(*BEFORE_INDENT)][-1].addnext(ind)


def _is_note_mark(paragraph: Any) -> bool:
    """Tell whether a paragraph is one of the rules above notes, which Word draws itself."""
    note = paragraph.getparent()
    return note.tag == f"{{{W}}}footnote" and note.get(f"{{{W}}}type") is not None


def _flowing_style(paragraph: Any, name: str) -> str:
    """Return the style of running text: what goes on after a display is not indented."""
    before = paragraph.getprevious()
    while before is not None and before.tag not in (f"{{{W}}}p", f"{{{W}}}tbl"):
        before = before.getprevious()
    if before is None or before.tag == f"{{{W}}}tbl":
        return "FirstParagraph"
    above = style_of(before)
    if above == "Equation" and name != "FirstParagraph":
        return "FirstParagraph" if text_of(paragraph)[:1].islower() else "BodyText"
    return name or ("BodyText" if above in (*FLOWING, "Equation") else "FirstParagraph")
