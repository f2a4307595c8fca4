"""Citations of a Word file as pandoc has them."""

from __future__ import annotations

import re

from octavo.bringing.word_citations import Citation, Item
from octavo.nodes import SPACE, Node, string, words

LOCATORS = frozenset(
    "book chapter column figure folio issue line note opus paragraph part section verse"
    " volume".split()
)
"""Words for the parts of a work that stand before a locator; pages have `p.`."""


def cited(citation: Citation) -> list[Node]:
    """Return a citation; one with its author in the sentence has no words before it."""
    if len(citation.items) == 1 and citation.items[0].in_text:
        one = citation.items[0]
        before = [*words(one.prefix), SPACE] if one.prefix else []
        item = cited_item(one.key, "AuthorInText", "", _suffix(one).removeprefix(", "))
        return [*before, cite([item], citation.shown)]
    items = [
        cited_item(
            one.key,
            "SuppressAuthor" if one.without_author else "NormalCitation",
            one.prefix,
            _suffix(one),
        )
        for one in citation.items
    ]
    return [cite(items, citation.shown)]


def _suffix(item: Item) -> str:
    if not item.locator:
        return item.suffix
    word = item.label if item.label in LOCATORS else "p."
    if word == "p." and re.search(r"[-–,&]", item.locator):
        word = "pp."
    rest = item.suffix if not item.suffix or item.suffix[0] in ",;.:" else f" {item.suffix}"
    return f", {word} {item.locator}{rest}"


def cited_item(key: str, mode: str, prefix: str = "", suffix: str = "") -> Node:
    """Return one work of a citation, or one place that is referred to."""
    return {
        "citationId": key,
        "citationPrefix": words(prefix),
        "citationSuffix": words(suffix),
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def cite(items: list[Node], shown: str) -> Node:
    """Return a citation with the words that stood there."""
    return {"t": "Cite", "c": [items, words(shown) or [string("?")]]}
