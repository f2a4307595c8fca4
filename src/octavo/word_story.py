"""The text of a Word file, paragraph by paragraph, as its tracked changes are decided.

What Octavo writes and what comes back are read by this one reader, so that a file that only
another program has saved again reads the same: which runs a text is cut into, the identifiers
of revisions and of notes, and what a field prints it by are no text.  The elements are those of
ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from octavo.word_elements import (
    cells_of,
    citation_of,
    description_of,
    form_of,
    level_of,
    name_of,
    namespace_of,
    number_of,
    style_of,
    symbol_of,
)
from octavo.word_namespaces import M, R, W, w
from octavo.word_paragraphs import Anchor, Decide, Kind, Paragraph, Piece, everybody, joined, merged

BOOKMARK = "_Octavo_"
"""A paragraph's bookmark is named so, with its number; Word hides such names."""

ADDED, TAKEN = ("ins", "moveTo"), ("del", "moveFrom")
CHARACTERS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
WRAPPERS = frozenset(
    "smartTag customXml sdt sdtContent dir bdo fldSimple hyperlink ins moveTo "
    "del moveFrom ruby rubyBase rt".split()
)


def read_story(story: Any, links: dict[str, str], decide: Decide = everybody) -> list[Paragraph]:
    """Return the paragraphs of a part's body, of its notes or of a comment.

    `links` gives the addresses of the part's relations by their identifiers.
    """
    return list(joined(_Reader(links, decide).blocks(story, _Place())))


@dataclass(frozen=True, slots=True)
class _Place:
    cell: tuple[int, int, int] | None = None
    note: str = ""


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds a run: a link, and the tracked changes with their authors."""

    link: str = ""
    author: str = ""
    gone: bool = False
    absent: bool = False
    """Whether it was put in by somebody whose changes are not taken."""


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    authors: dict[str, None] = field(default_factory=dict)


class _Reader:
    def __init__(self, links: dict[str, str], decide: Decide) -> None:
        self.links = links
        self.decide = decide
        self.fields: list[_Field] = []
        self.tables = 0
        self.open = _Open()

    def blocks(self, parent: Any, place: _Place) -> Iterator[tuple[Paragraph, bool]]:
        """Yield paragraphs, each with whether it runs on into the next."""
        for child in parent:
            match name_of(child):
                case "p":
                    yield self.paragraph(child, place)
                case "tbl":
                    yield from self.table(child, place)
                case "footnote" | "endnote" if child.get(w("type")) in (None, "normal"):
                    identifier = str(child.get(w("id")))
                    yield from self.blocks(child, replace(place, note=identifier))
                case "sdt" | "sdtContent" | "customXml" | "ins" | "del" | "moveTo" | "moveFrom":
                    yield from self.blocks(child, place)
                case "bookmarkStart":
                    self.begin(child)
                case _:
                    continue

    def table(self, table: Any, place: _Place) -> Iterator[tuple[Paragraph, bool]]:
        number = self.tables
        self.tables += 1
        row = 0
        for child in table.iter(w("tr")):
            if next(child.iterancestors(w("tbl"))) is not table or self.is_left_out(child):
                continue
            column = 0
            for cell in cells_of(child):
                yield from self.blocks(cell, replace(place, cell=(number, row, column)))
                span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
                column += 1 if span is None else number_of(span.get(w("val")), 1)
            row += 1

    def is_left_out(self, row: Any) -> bool:
        """Tell whether a row is deleted, or was put in by somebody whose changes are not taken."""
        properties = row.find(w("trPr"))
        return properties is not None and self.decided(properties)[1]

    def decided(self, properties: Any) -> tuple[str, bool]:
        """Return who put something in or took it out, and whether it is away as decided."""
        author, away = "", False
        for child in properties if properties is not None else ():
            name = name_of(child)
            if name in (*ADDED, *TAKEN):
                author = str(child.get(w("author"), ""))
                away = away or self.decide(author) is (name in TAKEN)
        return author, away

    def paragraph(self, paragraph: Any, place: _Place) -> tuple[Paragraph, bool]:
        properties = paragraph.find(w("pPr"))
        author, runs_on = "", False
        if properties is not None:
            author, runs_on = self.decided(properties.find(w("rPr")))
        if author:
            self.open.authors[author] = None
        self.inlines(paragraph, _Around())
        done, self.open = self.open, _Open()
        read = Paragraph(
            tuple(merged(done.pieces)),
            style_of(properties),
            tuple(done.marks),
            place.cell,
            place.note,
            level_of(properties),
            tuple(done.anchors),
            tuple(done.authors),
        )
        return read, runs_on

    def inlines(self, parent: Any, around: _Around) -> None:
        for child in parent:
            name, namespace = name_of(child), namespace_of(child)
            if namespace == M and name in ("oMath", "oMathPara"):
                self.math(child, around)
            elif name == "r" and namespace == W:
                self.run(child, around)
            elif name in ("bookmarkStart", "commentRangeStart", "commentRangeEnd"):
                self.begin(child)
            elif name in WRAPPERS:
                self.wrapped(child, name, around)

    def begin(self, child: Any) -> None:
        """Note where a bookmark of ours begins, or where a comment begins or ends."""
        if name_of(child) == "bookmarkStart":
            number = str(child.get(w("name"), "")).removeprefix(BOOKMARK)
            if number.isascii() and number.isdigit() and BOOKMARK in child.get(w("name")):
                self.open.marks.append(int(number[:9]))
            return
        length = sum(len(piece.text) for piece in self.open.pieces if not piece.gone)
        self.open.anchors.append(Anchor(str(child.get(w("id"))), length))

    def wrapped(self, child: Any, name: str, around: _Around) -> None:
        if name == "rt":
            return
        if name in (*ADDED, *TAKEN):
            around = self.tracked(child, name, around)
        elif name == "hyperlink":
            around = replace(around, link=self.target(child))
        elif name == "fldSimple":
            self.fields.append(_Field(str(child.get(w("instr"), "")), result=True))
            self.inlines(child, around)
            self.close(around)
            return
        self.inlines(child, around)

    def tracked(self, child: Any, name: str, around: _Around) -> _Around:
        author = str(child.get(w("author"), ""))
        self.open.authors[author] = None
        taken = self.decide(author)
        if name in ADDED:
            return replace(around, author=author, absent=around.absent or not taken)
        if taken:
            return replace(around, author=author, gone=True)
        return around

    def target(self, hyperlink: Any) -> str:
        anchor = hyperlink.get(w("anchor"))
        address = self.links.get(str(hyperlink.get(f"{{{R}}}id")), "")
        return f"{address}#{anchor}" if anchor else address

    def run(self, run: Any, around: _Around) -> None:
        form = form_of(run.find(w("rPr")))
        for child in run:
            name = name_of(child)
            match name:
                case "t" | "delText":
                    self.add("text", child.text or "", around, form)
                case "fldChar":
                    self.field_character(str(child.get(w("fldCharType"))), around)
                case "instrText" | "delInstrText":
                    if self.fields:
                        self.fields[-1].instruction += child.text or ""
                case "footnoteReference" | "endnoteReference":
                    self.add("note", "", around, "", str(child.get(w("id"))))
                case "drawing" | "pict" | "object":
                    self.add("picture", "", around, "", description_of(child))
                case "AlternateContent":
                    self.alternative(child, around)
                case "sym":
                    self.add("text", symbol_of(child), around, form)
                case "br" if child.get(w("type")) in ("page", "column"):
                    continue
                case _ if name in CHARACTERS:
                    self.add("text", CHARACTERS[name], around, form)
                case _:
                    continue

    def alternative(self, element: Any, around: _Around) -> None:
        """Read one of the alternatives that are given for older programs: the first."""
        choice = next(iter(element), None)
        if choice is not None:
            self.add("picture", "", around, "", description_of(choice))

    def math(self, element: Any, around: _Around) -> None:
        letters = "".join(node.text or "" for node in element.iter(f"{{{M}}}t"))
        self.add("math", letters, around, "")

    def add(self, kind: Kind, text: str, around: _Around, form: str, name: str = "") -> None:
        if around.absent or (self.fields and not self.fields[-1].result):
            return
        link = name or around.link or self.linked()
        piece = Piece(kind, text, link, form, around.author, around.gone)
        if text or kind != "text":
            self.sink().append(piece)

    def sink(self) -> list[Piece]:
        """Return where pieces go: into the citation that is being read, or the paragraph."""
        for one in self.fields:
            if citation_of(one.instruction):
                return one.pieces
        return self.open.pieces

    def linked(self) -> str:
        """Return where a field leads that the text is the result of."""
        for one in reversed(self.fields):
            found = re.match(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', one.instruction)
            if found:
                return f"#{found[2]}" if found[1] else found[2]
            found = re.match(r"\s*(?:REF|PAGEREF)\s+(\S+)", one.instruction)
            if found:
                return f"#{found[1]}"
        return ""

    def field_character(self, kind: str, around: _Around) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            self.close(around)

    def close(self, around: _Around) -> None:
        """Put a citation, which ends here, as one piece into the text."""
        ended = self.fields.pop()
        keys = citation_of(ended.instruction)
        if not keys or around.absent or any(citation_of(one.instruction) for one in self.fields):
            return
        shown = [piece for piece in ended.pieces if not piece.gone]
        gone = bool(ended.pieces) and not shown
        author = next((p.author for p in ended.pieces if p.author), around.author)
        text = "".join(piece.text for piece in (ended.pieces if gone else shown))
        if not text:
            return
        self.open.pieces.append(Piece("citation", text, keys, "", author, gone or around.gone))
