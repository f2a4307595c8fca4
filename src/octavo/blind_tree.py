"""A tree without comments, revisions, links that tell, and attributes that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from octavo.folding import decoded
from octavo.needles import Needles
from octavo.nodes import Node, attribute_of, branches, pair_of, plain_text, rewrite, span, words
from octavo.words import Words

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S+")

GONE = frozenset(
    "deletion comment-start comment-end paragraph-insertion paragraph-deletion".split()
)
"""Marks of revision that leave nothing: what is deleted, and what is said of it."""


class Anonymous:
    """Rewrites trees for readers who must not learn who wrote them."""

    def __init__(self, needles: Needles, values: Collection[str], table: Words) -> None:
        self.needles = needles
        self.values = values
        """The expressions whose values tell."""

        self.table = table
        self.links: list[str] = []
        """The addresses that were taken out."""

        self.rules: Mapping[str, Callable[[Node], list[Node] | None]] = {
            "RawInline": self._raw,
            "RawBlock": self._raw,
            "Span": self._span,
            "Div": self._span,
            "Link": self._link,
            "Str": self._word,
        }

    def tree(self, blocks: list[Node]) -> list[Node]:
        """Return blocks that tell less."""
        out: list[Node] = rewrite(blocks, self.rules)
        for node in branches(out):
            attribute = attribute_of(node)
            if attribute is not None:
                attribute[1] = [name for name in attribute[1] if not self.tells(name)]
                attribute[2] = [pair for pair in attribute[2] if not self._is_telling(pair)]
        return out

    def tells(self, text: str) -> bool:
        """Tell whether a text holds a needle."""
        return bool(self.needles.hits(text) or self.needles.hits(decoded(text)))

    def _is_telling(self, pair: list[str]) -> bool:
        return pair[0] != "expression" and (self.tells(pair[0]) or self.tells(pair[1]))

    def _raw(self, node: Node) -> list[Node] | None:
        form, text = node["c"]
        rest = COMMENT.sub("", text)
        if rest == text:
            return None
        return [{"t": node["t"], "c": [form, rest]}] if rest.strip() else []

    def _span(self, node: Node) -> list[Node] | None:
        attribute, content = node["c"]
        classes = set(attribute[1])
        if "value" in classes and pair_of(attribute, "expression") in self.values:
            return words(self.table["removed-value"])
        if classes & GONE:
            return []
        return list(content) if "insertion" in classes else None

    def _link(self, node: Node) -> list[Node] | None:
        attribute, content, (target, title) = node["c"]
        if not self.tells(target):
            told = self.tells(title)
            return [{"t": "Link", "c": [attribute, content, [target, ""]]}] if told else None
        self.links.append(target)
        shown = plain_text(content)
        is_address = ADDRESS.search(shown) or self.table["removed-link"] in shown
        return words(self.table["removed-link"]) if is_address else [span(content, ["", [], []])]

    def _word(self, node: Node) -> list[Node] | None:
        """Take an address out that is written as text."""
        text: str = node["c"]
        found = ADDRESS.search(text)
        if found is None or not self.tells(found[0]):
            return None
        self.links.append(found[0].rstrip(".,;:)"))
        behind = found[0][len(found[0].rstrip(".,;:)")) :]
        before, after = text[: found.start()], behind + text[found.end() :]
        return words(f"{before}{self.table['removed-link']}{after}")
