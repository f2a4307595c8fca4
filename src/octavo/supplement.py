"""The supplement: a second document with its own numbers and references."""

from __future__ import annotations

from dataclasses import replace

from octavo.document import Document
from octavo.metadata import Metadata, Statements
from octavo.nodes import Node, attribute_of, rewrite
from octavo.words import Words

NAME = "supplement"
FILES = {"pdf": "pdf", "docx": "docx", "html": "html", "jats": "xml", "latex": "pdf"}
"""How the file ends that a link leads to, by the format of the file that the link is in.

A book (EPUB) may not link out of itself to a file, so that its references are bare text.
"""


def metadata_of(article: Metadata, words: Words) -> Metadata:
    """Return the title page of the supplement: the article's people under another title."""
    return article.model_copy(
        update={
            "title": words["supplement"],
            "subtitle": article.title,
            "short_title": None,
            "credit": None,
            "abstract": None,
            "keywords": (),
            "highlights": (),
            "summary": None,
            "acknowledgements": None,
            "funding": None,
            "statements": Statements(),
            "licence": None,
            "doi": None,
            "url": None,
            "journal": None,
            "version": None,
        }
    )


def supplementary(blocks: list[Node]) -> list[Node]:
    """Return blocks whose main headings, and what stands below them, are numbered S1, S2, …."""
    for block in blocks:
        attribute = attribute_of(block) if block["t"] == "Header" else None
        if attribute is not None and block["c"][0] == 1 and "supplementary" not in attribute[1]:
            attribute[1].append("supplementary")
    return blocks


def led(document: Document, form: str) -> Document:
    """Return a document whose links to the other one lead to its file of the same format."""

    def link(node: Node) -> list[Node] | None:
        attribute, content, (target, title) = node["c"]
        name, _, label = target.partition("#")
        if "elsewhere" not in attribute[1]:
            return None
        if form not in FILES:
            return list(content)
        target = f"{name}.{FILES[form]}#{label}"
        return [{"t": "Link", "c": [attribute, content, [target, title]]}]

    return replace(
        document,
        blocks=rewrite(document.blocks, {"Link": link}),
        abstracts=tuple(
            replace(a, blocks=rewrite(a.blocks, {"Link": link})) for a in document.abstracts
        ),
    )
