"""The title page as a document of its own: who wrote the article, and what would tell so.

Journals that show reviewers no names ask for it beside the anonymous copy.  It is made of the
whole document, before anything is hidden, and rendered as every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from octavo.document import Abstract, Document
from octavo.layout import self_contained
from octavo.matter import BACK_MATTER
from octavo.metadata import Metadata
from octavo.nodes import Node, attr, has_class, header, para, words
from octavo.settings import Part

NAME = "title-page"
IDENTIFYING: tuple[Part, ...] = (
    *("contributions", "acknowledgements", "funding", "conflicts", "data", "code", "ethics"),
    "ai-use",
)
"""The parts behind the text that tell who wrote it, or may."""


def title_page(document: Document, counts: str = "") -> Document:
    """Return the title page of a document, without its text.

    `counts` is a line on its length, as the journal counts.
    """
    return replace(
        document,
        name=NAME,
        metadata=_plain(document.metadata),
        abstracts=tuple(_keywords(document.abstracts)),
        blocks=self_contained([*_facts(document, counts), *_identifying(document.blocks)]),
    )


def _plain(metadata: Metadata) -> Metadata:
    """Return metadata of a page that is no manuscript: nothing in it is numbered or set wide."""
    build = metadata.build.model_copy(
        update={
            "layout": "article",
            "spacing": None,
            "line_numbers": False,
            "pdf": metadata.build.pdf.model_copy(update={"columns": 1}),
        }
    )
    return metadata.model_copy(update={"build": build})


def _keywords(abstracts: Iterable[Abstract]) -> Iterator[Abstract]:
    """Yield the abstracts' keywords, without the abstracts."""
    for abstract in abstracts:
        if abstract.kind == "abstract" and abstract.keywords:
            yield replace(abstract, blocks=[])


def _facts(document: Document, counts: str) -> Iterator[Node]:
    """Yield the short title and the length, each under a heading as the other parts are."""
    facts = {"short-title": document.metadata.short_title, "word-count": counts}
    for name, fact in facts.items():
        if fact:
            title = words(document.words[name])
            yield header(1, title, attr(name, ["unnumbered", BACK_MATTER]))
            yield para(words(fact))


def _identifying(blocks: list[Node]) -> Iterator[Node]:
    """Yield the parts of the back matter that tell who wrote it, each with its heading."""
    within = False
    for block in blocks:
        if block["t"] == "Header":
            within = has_class(block, BACK_MATTER) and block["c"][1][0] in IDENTIFYING
        if within:
            yield block
