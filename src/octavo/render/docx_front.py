"""The title block, filled from its template."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from octavo.document import Document
from octavo.project import Project
from octavo.render.template import Fragment, fill
from octavo.render.title_block import title_block
from octavo.words import direction_of

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def front_matter(document: Document, project: Project) -> str:
    """Return the title block as Word's paragraphs."""
    metadata = document.metadata
    return fill(
        project.root,
        "docx",
        "front.xml",
        escaped,
        {
            **title_block(metadata, document.words),
            "direction": Fragment("<w:bidi/>" if direction_of(metadata.language) == "rtl" else ""),
        },
    )


def escaped(text: str) -> str:
    """Return a literal text as XML, for content and attributes alike."""
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})
