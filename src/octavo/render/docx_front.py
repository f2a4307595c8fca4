"""The title block, filled from its template."""

from __future__ import annotations

from octavo.document import Document
from octavo.project import Project
from octavo.render.template import Fragment, fill
from octavo.render.title_block import title_block
from octavo.render.xml_text import escaped
from octavo.words import direction_of


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
