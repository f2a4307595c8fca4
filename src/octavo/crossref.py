"""Numbers for headings, figures, tables and equations, and references to them.

Everything is numbered here, once, so that every format prints the same numbers.
In an appendix (a heading of class `appendix`) items are numbered A1, A2, …; in
supplementary material (class `supplementary`) S1, S2, …; in what stands beside the article, such
as answers to reviewers, R1, R2, ….
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from octavo.counters import RESPONSE, Counters, letters
from octavo.document import Document
from octavo.labels import BESIDE, label_of
from octavo.nodes import (
    LEAVES,
    NO_BREAK_SPACE,
    SPACE,
    Attr,
    Node,
    attr,
    attribute_of,
    branches,
    link,
    plain,
    plain_text,
    rewrite,
    span,
    string,
)
from octavo.words import Words

PLURALS = {"appendix": "appendices"}
ABBREVIATIONS = re.compile(
    r"(\b(cf|vgl|bzw|ca|voir|ex|z\.\s?B|e\.g|i\.e|vs|al|см|т\.\s?е)\.)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label names: the word for it, and its number."""

    identifier: str
    word: str
    number: str
    document: str
    """The name of the document that it is in."""


def series_of(blocks: list[Node], supplement: list[Node]) -> dict[str, str]:
    """Return by label the series that its number is of: "" for the text's, A, B, …, or S."""
    found = {}
    counters = Counters()
    for prefix, nodes in (("", blocks), ("S", supplement)):
        counters.prefix = prefix
        for node in branches(nodes):
            attribute = attribute_of(node)
            if node["t"] == "Header" and node["c"][0] == 1 and not prefix:
                counters.enter(node["c"][1][1])
            if attribute and attribute[0]:
                found[label_of(attribute[0]) or ""] = counters.prefix
    return found


def resolve(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Return the article and its supplement, numbered, with every reference a link."""
    first = documents[0]
    numbering = _Numbering(first.words, first.metadata.build.number_sections)
    numbered = [numbering.document(document) for document in documents]
    return tuple(_linked_up(document, _Linker(numbering.labels, document)) for document in numbered)


def _linked_up(document: Document, linker: _Linker) -> Document:
    return replace(
        document,
        blocks=linker.resolve(document.blocks),
        abstracts=tuple(replace(a, blocks=linker.resolve(a.blocks)) for a in document.abstracts),
    )


class _Numbering:
    """Walks the blocks in order and writes numbers into captions and headings."""

    def __init__(self, table: Words, number_sections: bool) -> None:
        self.words = table
        self.number_sections = number_sections
        self.counters = Counters()
        self.labels: dict[str, Label] = {}
        self.document_name = ""

    def document(self, document: Document) -> Document:
        """Return a document with numbers in its abstracts, whose headings have none, and text."""
        self.document_name = document.name
        self.counters.prefix = "S" if document.name == "supplement" else ""
        sections, self.number_sections = self.number_sections, False
        abstracts = tuple(replace(a, blocks=self.value(a.blocks)) for a in document.abstracts)
        self.number_sections = sections
        return replace(document, abstracts=abstracts, blocks=self.value(document.blocks))

    def value(self, value: Any) -> Any:
        """Return a tree with numbers everywhere: in cells, captions and notes too."""
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if not isinstance(value, dict):
            return value
        match value.get("t"):
            case "Header":
                return self.header(value)
            case "Figure":
                return self.figure(value)
            case "Table":
                return self.table(value)
            case "Div" if value["c"][0][0] == BESIDE:
                return self.beside(value)
            case "Div":
                return {"t": "Div", "c": [_named(value["c"][0]), self.value(value["c"][1])]}
            case "Span" if "equation" in value["c"][0][1] and value["c"][0][0]:
                return self.equation(value)
            case "Image":
                return value  # its text is read aloud, and has no numbers
            case kind if kind in LEAVES:
                return value
        return {key: self.value(item) for key, item in value.items()}

    def beside(self, node: Node) -> Node:
        """Return what is beside the article with numbers of its own, its headings without any."""
        kept = self.counters.prefix, self.number_sections
        self.counters.prefix, self.number_sections = RESPONSE, False
        content = self.value(node["c"][1])
        self.counters.prefix, self.number_sections = kept
        return {"t": "Div", "c": [node["c"][0], content]}

    def header(self, node: Node) -> Node:
        level, attribute, content = node["c"]
        attribute, content = _named(attribute), self.value(content)
        if "unnumbered" in attribute[1] or not self.number_sections:
            if level == 1:
                self.counters.enter(attribute[1])
            self.note(attribute, "section", plain_text(content))
            return {"t": "Header", "c": [level, attribute, content]}
        number = self.counters.section(level, attribute[1])
        is_appendix = "appendix" in attribute[1]
        self.note(attribute, "appendix" if is_appendix else "section", number)
        shown = (
            f"{_capital(self.words['appendix'])}{NO_BREAK_SPACE}{number}."
            if is_appendix
            else number
        )
        label = span([string(shown)], attr("", ["section-number"]))
        return {"t": "Header", "c": [level, attribute, [label, SPACE, *content]]}

    def figure(self, node: Node) -> Node:
        attribute, caption, content = node["c"]
        attribute = _named(attribute)
        if not caption[1] and not attribute[0]:
            return {"t": "Figure", "c": [attribute, caption, self.value(content)]}
        number = self.counters.item("fig")
        self.note(attribute, "figure", number)
        if "subfigures" in attribute[1]:
            content = [self.subfigure(part, number, n) for n, part in enumerate(content)]
        else:
            content = self.value(content)
        labelled = self.caption(self.value(caption), "figure", number)
        return {"t": "Figure", "c": [attribute, labelled, content]}

    def subfigure(self, node: Node, number: str, position: int) -> Node:
        attribute, caption, content = node["c"]
        attribute = _named(attribute)
        letter = letters(position + 1).lower()
        self.note(attribute, "figure", f"{number}{letter}")
        label = span(
            [string(f"({letter})")], attr("", ["caption-label"], kind="subfigure", number=letter)
        )
        told = _prefixed(self.value(caption), [label, SPACE])
        return {"t": "Figure", "c": [attribute, told, self.value(content)]}

    def table(self, node: Node) -> Node:
        attribute, caption, *rest = node["c"]
        attribute = _named(attribute)
        if caption[1] or attribute[0]:
            number = self.counters.item("tbl")
            self.note(attribute, "table", number)
            caption = self.caption(self.value(caption), "table", number)
        return {"t": "Table", "c": [attribute, caption, *self.value(rest)]}

    def equation(self, node: Node) -> Node:
        attribute, content = node["c"]
        number = self.counters.item("eq")
        named = _named(attribute)
        self.note(named, "equation", number)
        return span(content, [named[0], named[1], [["number", number]]])

    def caption(self, caption: Any, kind: str, number: str) -> Any:
        text = f"{_capital(self.words[kind])}{NO_BREAK_SPACE}{number}"
        short = {"figure": "fig", "table": "tbl"}[kind]
        label = span([string(text)], attr("", ["caption-label"], kind=short, number=number))
        return _prefixed(caption, [label, string("."), SPACE])

    def note(self, attribute: Attr, word: str, number: str) -> None:
        if attribute[0]:
            self.labels.setdefault(
                attribute[0], Label(attribute[0], word, number, self.document_name)
            )


def _named(attribute: Attr) -> Attr:
    """Return an attribute whose label has its one spelling."""
    return [label_of(attribute[0]) or attribute[0], attribute[1], attribute[2]]


def _prefixed(caption: Any, label: list[Node]) -> Any:
    short, blocks = caption
    if blocks and blocks[0]["t"] in ("Plain", "Para"):
        first = {"t": blocks[0]["t"], "c": [*label, *blocks[0]["c"]]}
        return [short, [first, *blocks[1:]]]
    return [short, [plain(label[:1]), *blocks]]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


class _Linker:
    """Replaces the citations that are references, and links to labels in either spelling."""

    def __init__(self, labels: Mapping[str, Label], document: Document) -> None:
        self.labels = labels
        self.words = document.words
        self.document = document.name

    def resolve(self, blocks: list[Node]) -> list[Node]:
        lists: list[Node] = rewrite(blocks, {"Link": self.link})
        out: list[Node] = self.value(lists)
        return out

    def value(self, value: Any) -> Any:
        """Rewrite every list of inlines, so that each reference sees the text before it."""
        if isinstance(value, list):
            out: list[Any] = []
            for item in value:
                kind = item.get("t") if isinstance(item, dict) else None
                if kind == "Cite" and self.labels_of(item):
                    out.extend(self.reference(item, out))
                else:
                    out.append(item if kind in LEAVES else self.value(item))
            return out
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def link(self, node: Node) -> list[Node] | None:
        attribute, content, (target, title) = node["c"]
        label = label_of(target[1:]) if target.startswith("#") else None
        if label is None:
            return None
        known = self.labels.get(label)
        if known is None or known.document == self.document:
            return [{"t": "Link", "c": [attribute, content, [f"#{label}", title]]}]
        attribute[1].append("elsewhere")
        return [{"t": "Link", "c": [attribute, content, [f"{known.document}#{label}", title]]}]

    def labels_of(self, cite: Node) -> list[Label]:
        """Return the labels that a citation names; empty unless all its keys are labels."""
        names = [label_of(citation["citationId"]) or "" for citation in cite["c"][0]]
        known = [self.labels[name] for name in names if name in self.labels]
        return known if len(known) == len(names) else []

    def reference(self, cite: Node, before: list[Any]) -> Iterator[Node]:
        citations, labels = cite["c"][0], self.labels_of(cite)
        capital = citations[0]["citationId"][:1].isupper() or _starts_sentence(before)
        capital = capital and not citations[0]["citationPrefix"]
        bare = citations[0]["citationMode"]["t"] == "SuppressAuthor"
        if citations[0]["citationPrefix"]:
            yield from citations[0]["citationPrefix"]
            yield SPACE
        groups = list(_by_word(labels))
        for position, group in enumerate(groups):
            if position:
                yield from self.joint(position == len(groups) - 1)
            yield from self.group(group, capital and position == 0, bare)
        suffix = citations[-1]["citationSuffix"]
        if suffix and suffix[0]["t"] == "Str" and suffix[0]["c"][:1].isalnum():
            yield SPACE
        yield from suffix

    def group(self, labels: list[Label], capital: bool, bare: bool) -> Iterator[Node]:
        word = labels[0].word
        runs = list(_runs(labels))
        one = len(labels) == 1
        shown = self.words[word if one else PLURALS.get(word, f"{word}s")]
        text = _capital(shown) if capital else shown
        if one:
            content = labels[0].number if bare else f"{text}{NO_BREAK_SPACE}{labels[0].number}"
            yield self.linked(labels[0], content)
            return
        if not bare:
            yield string(f"{text}{NO_BREAK_SPACE}")
        for position, run in enumerate(runs):
            if position:
                yield from self.joint(position == len(runs) - 1)
            yield self.linked(run[0], run[0].number)
            if len(run) > 1:
                yield string("–")
                yield self.linked(run[-1], run[-1].number)

    def linked(self, label: Label, text: str) -> Node:
        if label.document == self.document:
            return link([string(text)], f"#{label.identifier}", ["cross-reference"])
        target = f"{label.document}#{label.identifier}"
        return link([string(text)], target, ["cross-reference", "elsewhere"])

    def joint(self, last: bool) -> Iterator[Node]:
        if not last:
            yield string("،" if self.words.direction == "rtl" else ",")
        yield SPACE
        if last:
            yield string(self.words["and"])
            yield SPACE


def _by_word(labels: list[Label]) -> Iterator[list[Label]]:
    groups: dict[str, list[Label]] = {}
    for label in labels:
        groups.setdefault(label.word, []).append(label)
    yield from groups.values()


def _runs(labels: list[Label]) -> Iterator[list[Label]]:
    """Group neighbours: three or more that follow each other are one run."""
    run: list[Label] = []
    for label in [*labels, None]:
        if label is not None and (not run or _follows(run[-1].number, label.number)):
            run.append(label)
            continue
        yield from [run] if len(run) > 2 else ([one] for one in run)
        run = [label] if label is not None else []


def _follows(first: str, second: str) -> bool:
    one, two = (re.fullmatch(r"(\D*(?:\d+\.)*)(\d+)", number) for number in (first, second))
    return bool(one and two and one[1] == two[1] and int(two[2]) == int(one[2]) + 1)


def _starts_sentence(before: list[Any]) -> bool:
    """Tell whether what follows these inlines begins a sentence."""
    text = plain_text(before)
    if not text:
        return True
    return bool(re.search(r"[.!?؟…][”’»)\"']*$", text)) and not ABBREVIATIONS.search(text)
