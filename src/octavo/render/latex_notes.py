"""Notes where LaTeX takes none: in captions and in the heads of tables.

There a mark stands for the note, and its text follows in a place that takes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from octavo.nodes import Node, attr, plain_text, raw_inline, rewrite, words

FLOWING = ("Para", "Plain")


class Apart:
    """Takes the notes out of some inlines; each leaves a mark that counts from those before."""

    def __init__(self) -> None:
        self.texts: list[list[Node]] = []

    def marked(self, value: Any) -> Any:
        """Return inlines or blocks with marks in the places of their notes."""
        return rewrite(value, {"Note": self._mark})

    def _mark(self, node: Node) -> list[Node]:
        self.texts.append(joined(node["c"]))
        offset = len(self.texts)
        mark = rf"\footnotemark[\numexpr\value{{footnote}}+{offset}\relax]"
        return [raw_inline("latex", mark)]

    def written(self) -> list[Node]:
        """Return the texts of the notes, which the marks counted on."""
        out: list[Node] = []
        for text in self.texts:
            opening = r"\stepcounter{footnote}\footnotetext{"
            out += [raw_inline("latex", opening), *text, raw_inline("latex", "}")]
        return out


def joined(blocks: Iterable[Node], between: str = r"\par ") -> list[Node]:
    """Return paragraphs as one run of inlines; of anything else, the text."""
    out: list[Node] = []
    for block in blocks:
        content = block["c"] if block["t"] in FLOWING else words(plain_text([block]))
        out += [*([raw_inline("latex", between)] if out else []), *content]
    return out


def flat(node: Node) -> list[Node]:
    """Return a note or table whose code is lines of text: it takes no verbatim."""
    out: list[Node] = rewrite([node["c"]], {"CodeBlock": lines})
    return [{"t": node["t"], "c": out[0]}]


def lines(node: Node) -> list[Node]:
    """Return code as a paragraph with its line breaks."""
    content: list[Node] = []
    for line in node["c"][1].split("\n"):
        content += [*([{"t": "LineBreak"}] if content else []), {"t": "Code", "c": [attr(), line]}]
    return [{"t": "Para", "c": content}]
