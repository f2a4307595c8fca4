"""A word across every page, as Word itself writes one: lettering in the running heads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from octavo.render.docx_style_properties import LATIN, OTHER_SCRIPTS
from octavo.render.widths import ems
from octavo.render.xml_text import NOT_XML
from octavo.words import direction_of

TALLEST, LONGEST = 110, 560
"""Points of the lettering, along its own lines: the diagonal of a page is longer."""

GREY = "#e2e2e2"
FORMULAS = (
    *("sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3"),
    *("if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6"),
    *("mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5"),
)
"""How the shape of plain lettering is computed (ECMA-376, part 4, 19.1.2.20, shape type 136)."""

SHAPE = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\
<w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" \
o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{formulas}</v:formulas>\
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" \
o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles>\
<v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>\
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>\
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" alt="" \
style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;\
rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:page;mso-position-vertical:center;\
mso-position-vertical-relative:page" o:allowincell="f" fillcolor="{grey}" stroked="f">\
<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt;font-weight:bold" string={text}/>\
</v:shape></w:pict></w:r>"""


def set_watermark(word: Any, text: str, language: str) -> None:
    """Put a text across all pages, behind what is on them."""
    from lxml import etree

    for number, header in enumerate(_headers(word), 1):
        shape = etree.fromstring(_shape(text, language, number))
        header.paragraphs[0]._p.append(shape)


def _headers(word: Any) -> Iterator[Any]:
    """Yield every running head, each once; the first section gets those that it lacks."""
    seen = set()
    for place, section in enumerate(word.sections):
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        if word.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        for head in heads:
            if head.is_linked_to_previous:
                if place:
                    continue
                head.is_linked_to_previous = False
            if head.part.partname not in seen:
                seen.add(head.part.partname)
                yield head


def _shape(text: str, language: str, number: int) -> str:
    text = NOT_XML.sub("", text)
    length = max(sum(map(ems, text)), 1)
    height = min(TALLEST, LONGEST / length)
    return SHAPE.format(
        formulas="".join(f'<v:f eqn="{formula}"/>' for formula in FORMULAS),
        number=number,
        spid=2048 + number,
        width=round(length * height),
        height=round(height),
        grey=GREY,
        font=OTHER_SCRIPTS if direction_of(language) == "rtl" else LATIN,
        text=quoteattr(text),
    )
