"""Where figures and tables stand: in the text, or behind it as many journals ask."""

from __future__ import annotations

from dataclasses import replace

from octavo.document import Document
from octavo.nodes import Node, attr, header, words


def floats_last(document: Document) -> Document:
    """Return the document with its numbered tables and figures behind all else, tables first.

    Numbers stay as they are, for they follow the order of the text.
    """
    text = [block for block in document.blocks if not _floats(block)]
    moved = [block for block in document.blocks if _floats(block)]
    for kind, word in (("Table", "tables"), ("Figure", "figures")):
        found = [block for block in moved if block["t"] == kind]
        if found:
            text += [header(1, words(document.words[word]), attr(word, ["unnumbered"])), *found]
    return replace(document, blocks=text)


def _floats(block: Node) -> bool:
    """Tell whether a block is a figure or table with a caption, which holds its number."""
    return block["t"] in ("Figure", "Table") and bool(block["c"][1][1])
