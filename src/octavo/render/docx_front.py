"""The title block, filled from its template."""

from __future__ import annotations

from octavo.document import Document
from octavo.project import Project
from octavo.render.template import Fragment
from octavo.render.title_block import title_block
from octavo.render.xml_template import Filled, fill_xml
from octavo.words import direction_of

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
"""The prefixes that pandoc declares for the text of a Word document."""

DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
AROUND = (f"<w:body {DECLARED}>", "</w:body>")


def front_matter(document: Document, project: Project) -> str:
    """Return the title block as Word's paragraphs, marked where it is compared with another."""
    new = _filled(document, project)
    if document.tracking is None:
        return new.text
    from lxml import etree

    from octavo.render.docx_front_changes import compared

    both = compared(_filled(document.tracking.old, project).tree, new.tree)
    return "".join(etree.tostring(element, encoding="unicode") for element in both)


def _filled(document: Document, project: Project) -> Filled:
    metadata = document.metadata
    context = {
        **title_block(metadata, document.words),
        "direction": Fragment("<w:bidi/>" if direction_of(metadata.language) == "rtl" else ""),
    }
    return fill_xml(project.root, "docx", "front.xml", context, AROUND)
