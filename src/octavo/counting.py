"""How long a finished document is, part by part and section by section, as printed.

A word is what LibreOffice Writer's counter takes for one, whose rule is written down
(https://help.libreoffice.org/latest/en-US/text/swriter/01/06040000.html) and which a test
asks: what stands between white space, em dashes and en dashes, so that `well-known`, `he/she`
and `1.5` are one word each, `2011–2018` is two, and a sign alone, such as `&`, is one.  Word's
rule is published nowhere.  It too divides at spaces alone and takes signs for words
(https://github.com/diasks2/word_count_analyzer compares it with others), also dashes that
stand alone.  Chinese and Japanese characters, with their punctuation, are a word each; Korean
has words between spaces, as in Word.

Everything printed counts, where it stands in the Word file: citations and cross-references as
they read, the numbers of sections, the labels of captions, code.  A formula in a line is one
word, or a part of what it is joined to; one that stands alone is none, nor are raw blocks,
the numbers of lists and of notes, and the texts that only describe pictures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal, get_args

from octavo.document import Abstract, Document
from octavo.nodes import Node, branches, has_class, pair_of, plain_text

Counted = Literal[
    "text",
    "headings",
    "captions",
    "tables",
    "notes",
    "references",
    "abstract",
    "title",
    "keywords",
    "back-matter",
    "supplement",
]
"""The parts whose words may count; `text` is paragraphs, lists, quotations and code."""

PARTS: tuple[Counted, ...] = get_args(Counted)

CHINESE_OR_JAPANESE = (
    "\u2e80-\u2fff\u3001-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f"
    "\uffe0-\uffe6\U0001b000-\U0001b16f\U0001f200-\U0001f2ff\U00020000-\U0003ffff"
)
"""Unicode's blocks of ideographs, kana, bopomofo, their punctuation and full-width forms."""

WORD = re.compile(rf"[{CHINESE_OR_JAPANESE}]|[^\s—–{CHINESE_OR_JAPANESE}]+")
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""Characters without a width, that join, divide or turn what stands beside them."""

FORMULA = "\ufffc"
"""Stands for a formula in a line: one character of a word."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The words and characters of some text."""

    words: int = 0
    characters: int = 0
    """With the spaces between words; what has no width is none."""

    letters: int = 0
    """Characters without spaces."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.words + other.words,
            self.characters + other.characters,
            self.letters + other.letters,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """What is below one heading; text before all headings is a section without a title."""

    number: str
    title: str
    level: int
    identifier: str
    own: dict[Counted, Tally] = field(default_factory=dict)
    """What is of it alone, without the sections within it."""


@dataclass(frozen=True, slots=True)
class Fore:
    """What stands before the text: an abstract, or highlights, each of which is an item."""

    kind: str
    language: str
    whole: Tally
    items: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many there are of what is numbered, and of the works and notes."""

    figures: int
    tables: int
    equations: int
    references: int
    notes: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a document holds; an article counts its supplement apart."""

    front: Mapping[Counted, Tally]
    """Title, keywords, and the abstract in the article's language."""

    fore: tuple[Fore, ...]
    sections: tuple[Section, ...]
    numbers: Numbers
    supplement: Counts | None = None

    @property
    def parts(self) -> dict[Counted, Tally]:
        """The sum of each part that there is, in their order."""
        found: dict[Counted, Tally] = dict(self.front)
        for section in self.sections:
            for part, tally in section.own.items():
                found[part] = found.get(part, Tally()) + tally
        if self.supplement:
            found["supplement"] = total(
                tally for section in self.supplement.sections for tally in section.own.values()
            )
        return {part: found[part] for part in PARTS if part in found}

    def of(self, counting: Iterable[Counted]) -> Tally:
        """Return the sum of some parts."""
        parts = self.parts
        return total(parts.get(part, Tally()) for part in counting)

    def within(self, at: int) -> dict[Counted, Tally]:
        """Return the parts of a section and of all sections within it."""
        after = range(at + 1, len(self.sections))
        level = self.sections[at].level
        end = next((n for n in after if self.sections[n].level <= level), len(self.sections))
        sections = self.sections[at:end]
        held = {part for section in sections for part in section.own}
        return {
            part: total(section.own.get(part, Tally()) for section in sections)
            for part in PARTS
            if part in held
        }


def total(tallies: Iterable[Tally]) -> Tally:
    """Return a sum."""
    return reduce(Tally.__add__, tallies, Tally())


def tally_of(text: str) -> Tally:
    """Return the words and characters of a text."""
    seen = UNSEEN.sub("", text) if not text.isascii() else text
    composed = " ".join(unicodedata.normalize("NFC", seen).split())
    return Tally(len(WORD.findall(composed)), len(composed), len(composed) - composed.count(" "))


def words_in(blocks: Sequence[Node]) -> int:
    """Return how many words blocks have, notes and all."""
    return total(_tallies(blocks)).words


def counts_of(documents: Sequence[Document]) -> Counts:
    """Return what the article holds, and its supplement."""
    article, *others = documents
    return _counts(article, _counts(others[0]) if others else None)


def _counts(document: Document, supplement: Counts | None = None) -> Counts:
    metadata = document.metadata
    sections = tuple(_sections(document.blocks))
    front: dict[Counted, Tally] = {"title": tally_of(metadata.full_title)}
    abstracts = [one for one in document.abstracts if one.kind == "abstract"]
    if abstract := _own(metadata.language, [one for one in abstracts if one.blocks]):
        front["abstract"] = total(_tallies(abstract.blocks))
    if abstract := _own(metadata.language, [one for one in abstracts if one.keywords]):
        front["keywords"] = total(map(tally_of, abstract.keywords))
    trees = [document.blocks, *(abstract.blocks for abstract in document.abstracts)]
    fore = tuple(_fore(abstract) for abstract in document.abstracts if abstract.blocks)
    return Counts(front, fore, sections, _numbers(trees), supplement)


def _own(language: str, abstracts: Sequence[Abstract]) -> Abstract | None:
    """Return the one in the article's language, in a variety of it, or the first."""
    own = [one for one in abstracts if one.language == language]
    main = language.split("-")[0]
    near = [one for one in abstracts if one.language.split("-")[0] == main]
    return next(iter([*own, *near, *abstracts]), None)


def _fore(abstract: Abstract) -> Fore:
    items = [
        total(_tallies(item))
        for block in abstract.blocks
        if block["t"] == "BulletList" and abstract.kind == "highlights"
        for item in block["c"]
    ]
    whole = total(_tallies(abstract.blocks))
    return Fore(abstract.kind, abstract.language, whole, tuple(items))


def _numbers(trees: list[list[Node]]) -> Numbers:
    """Count what carries a number; pictures and tables without one are not counted."""
    found = dict.fromkeys(("fig", "tbl", "equation", "reference", "note"), 0)
    for node in branches(trees):
        match node["t"]:
            case "Note":
                found["note"] += 1
            case "Span" if has_class(node, "caption-label"):
                kind = pair_of(node["c"][0], "kind")
                found[kind if kind in found else "part"] = found.get(kind or "", 0) + 1
            case "Span" if has_class(node, "equation") and pair_of(node["c"][0], "number"):
                found["equation"] += 1
            case "Div" if has_class(node, "csl-entry"):
                found["reference"] += 1
    return Numbers(found["fig"], found["tbl"], found["equation"], found["reference"], found["note"])


def _sections(blocks: list[Node]) -> Iterator[Section]:
    part: Counted = "text"
    section = Section("", "", 1, "")
    for block in _flat(blocks):
        if block["t"] == "Header":
            if section.own:
                yield section
            section = _opened(block)
            part = _part_below(block) if section.level == 1 else part
        for piece, text in _pieces(block, part):
            section.own[piece] = section.own.get(piece, Tally()) + tally_of(text)
    if section.own:
        yield section


def _flat(blocks: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks, those in divisions too: their headings begin sections."""
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] != "refs":
            yield from _flat(block["c"][1])
        else:
            yield block


def _opened(block: Node) -> Section:
    level, (identifier, _, _), inlines = block["c"]
    is_number = [has_class(inline, "section-number") for inline in inlines]
    number = plain_text([i for i, numbered in zip(inlines, is_number, strict=True) if numbered])
    title = plain_text([i for i, numbered in zip(inlines, is_number, strict=True) if not numbered])
    return Section(number.rstrip("."), title, level, identifier)


def _part_below(block: Node) -> Counted:
    """Return what a main heading begins: text, or what is made of metadata and bibliography."""
    identifier, classes, _ = block["c"][1]
    if "back-matter" in classes:
        return "back-matter"
    return "references" if identifier == "references" else "text"


def _tallies(blocks: Iterable[Node]) -> Iterator[Tally]:
    return (tally_of(text) for _, text in _all(blocks, "text"))


def _all(blocks: Iterable[Node], part: Counted) -> Iterator[tuple[Counted, str]]:
    for block in blocks:
        yield from _pieces(block, part)


def _pieces(block: Node, part: Counted) -> Iterator[tuple[Counted, str]]:
    """Yield the paragraphs of a block, each with the part that it is of.

    Notes are notes wherever they stand; all else within notes, references and back matter is
    of these.
    """
    content = block.get("c")
    match block["t"]:
        case "Para" | "Plain":
            yield from _line(content or [], part)
        case "Header":
            yield from _line(block["c"][2], _or(part, "headings"))
        case "CodeBlock":
            yield part, block["c"][1]
        case "LineBlock":
            for line in content or []:
                yield from _line(line, part)
        case "Figure":
            yield from _all(block["c"][1][1], _or(part, "captions"))
            yield from _all(block["c"][2], part)
        case "Table":
            yield from _all(block["c"][1][1], _or(part, "captions"))
            yield from _all(_cells(block), _or(part, "tables"))
        case "DefinitionList":
            for term, meanings in content or []:
                yield from _line(term, part)
                yield from _all((inner for meaning in meanings for inner in meaning), part)
        case _:
            yield from _all(_inner(block), part if _is_no_list(block) else "references")


def _or(part: Counted, other: Counted) -> Counted:
    """Return what something in a part counts as."""
    return other if part == "text" else part


def _is_no_list(block: Node) -> bool:
    return not (block["t"] == "Div" and block["c"][0][0] == "refs")


def _inner(block: Node) -> Iterator[Node]:
    """Yield the blocks of a list, a quotation or a division; nothing else has any."""
    match block["t"]:
        case "BlockQuote":
            yield from block["c"]
        case "Div":
            yield from block["c"][1]
        case "BulletList":
            yield from (inner for item in block["c"] for inner in item)
        case "OrderedList":
            yield from (inner for item in block["c"][1] for inner in item)


def _cells(table: Node) -> Iterator[Node]:
    """Yield the blocks in the cells of a table, row after row."""
    _, _, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    yield from (block for row in rows for cell in row[1] for block in cell[4])


def _line(inlines: list[Node], part: Counted) -> Iterator[tuple[Counted, str]]:
    """Yield the text of a paragraph, then its notes."""
    notes: list[Node] = []
    yield part, "".join(_printed(inlines, notes))
    for note in notes:
        yield from _all(note["c"], "notes")


def _printed(inlines: list[Node], notes: list[Node]) -> Iterator[str]:
    """Yield what is read in a line, and collect its notes."""
    for inline in inlines:
        match inline["t"]:
            case "Str":
                yield inline["c"]
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code":
                yield inline["c"][1]
            case "Math":
                yield FORMULA if inline["c"][0]["t"] == "InlineMath" else " "
            case "Note":
                notes.append(inline)
            case "Image" | "RawInline":
                pass
            case "Quoted":
                yield "“"
                yield from _printed(inline["c"][1], notes)
                yield "”"
            case "Cite" | "Span" | "Link":
                yield from _printed(inline["c"][1], notes)
            case _:
                yield from _printed(inline["c"], notes)
