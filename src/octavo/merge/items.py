"""What pandoc read, leaf by leaf: the letters and things that are printed, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from octavo.labels import label_of
from octavo.marks import Mark
from octavo.merge.anchors import Anchors
from octavo.nodes import GAPS, Node, plain_text
from octavo.targets import SCHEME, encoded

FORMS = {
    "Emph": "i",
    "Strong": "b",
    "Strikeout": "s",
    "Superscript": "^",
    "Subscript": "_",
    "Underline": "u",
    "SmallCaps": "c",
    "Code": "`",
}
"""The letters of forms, as `word_story` has them."""

Path: TypeAlias = "tuple[int | str, ...]"


@dataclass(slots=True)
class Item:
    """A stretch of letters of one form, or a thing; places are -1 until they are known."""

    kind: str
    text: str
    form: str = ""
    link: str = ""
    name: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        """Whether it is letters."""
        return self.kind == "text"


@dataclass(slots=True)
class Holder:
    """An inline that holds others: its type and the items that it holds."""

    type: str
    first: int
    behind: int
    open: tuple[int, int] | None = None
    """From where to where its opening mark stands."""

    close: tuple[int, int] | None = None


@dataclass(slots=True)
class Draft:
    """A leaf of the tree before its places are known."""

    kind: str
    path: Path
    items: list[Item] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    level: int = 0
    note: int = -1
    """Of a leaf of a note, the number of the note in the order of the text."""


class Leaves:
    """Collects the leaves of a tree, those of notes behind the leaf that refers to them."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.drafts: list[Draft] = []
        self.notes = 0
        self.note = -1

    def blocks(self, blocks: Sequence[Node], path: Path, kind: str = "paragraph") -> None:
        """Add the leaves of blocks; paths tell which of them hold each other."""
        for number, block in enumerate(blocks):
            self.block(block, (*path, number), kind)

    def block(self, node: Node, path: Path, kind: str) -> None:
        """Add the leaves of a block."""
        content: Any = node.get("c")
        match node["t"]:
            case "Para" | "Plain":
                self.leaf(kind, path, content)
            case "Header":
                self.leaf("heading", path, content[2], content[0])
            case "CodeBlock":
                text = self.anchors.restore(content[1])
                unknown = [-1] * len(text)
                code = Item("text", text, "`", starts=unknown, ends=list(unknown))
                self.drafts.append(Draft("code", path, [code], note=self.note))
            case "BlockQuote":
                self.blocks(content, (*path, "quote"), kind)
            case "Div":
                self.blocks(content[1], (*path, "div"), kind)
            case "BulletList" | "OrderedList":
                items = content if node["t"] == "BulletList" else content[1]
                for number, item in enumerate(items):
                    self.blocks(item, (*path, node["t"], number), "item")
            case "DefinitionList":
                for number, (term, definitions) in enumerate(content):
                    self.leaf("term", (*path, number, "term"), term)
                    for place, definition in enumerate(definitions):
                        self.blocks(definition, (*path, number, place), "definition")
            case "LineBlock":
                self.lines(content, path)
            case "Figure":
                self.blocks(content[2], (*path, "shown"), "picture")
                self.blocks(content[1][1], (*path, "caption"), "caption")
            case "Table":
                self.table(content, path)

    def lines(self, lines: list[list[Node]], path: Path) -> None:
        """Add the lines of a verse as one leaf."""
        joined: list[Node] = []
        for line in lines:
            joined += [*([{"t": "LineBreak"}] if joined else []), *line]
        self.leaf("lines", path, joined)

    def table(self, content: list[Any], path: Path) -> None:
        """Add the caption and the cells of a table."""
        self.blocks(content[1][1], (*path, "caption"), "caption")
        row = 0
        bodies = [rows for body in content[4] for rows in (body[2], body[3])]
        for rows in (content[3][1], *bodies, content[5][1]):
            for _, cells in rows:
                for column, cell in enumerate(cells):
                    self.blocks(cell[4], (*path, "row", row, column), "cell")
                row += 1

    def leaf(self, kind: str, path: Path, inlines: list[Node], level: int = 0) -> None:
        """Add a leaf, cut at displayed formulas, which Word sets as paragraphs."""
        for number, piece in enumerate(_pieces(inlines)):
            shown = "equation" if _display(piece) else kind
            draft = Draft(shown, (*path, f"piece{number}") if number else path, level=level)
            draft.note = self.note
            self.drafts.append(draft)
            _Walk(self, draft).inlines(
                [n for n in piece if shown != "equation" or not _label(n, self.anchors)]
            )

    def within_note(self, blocks: list[Node], path: Path) -> int:
        """Add the leaves of a note and return its number."""
        number, outer = self.notes, self.note
        self.notes += 1
        self.note = number
        self.blocks(blocks, (*path, "note", number), "note")
        self.note = outer
        return number


class _Walk:
    def __init__(self, leaves: Leaves, draft: Draft) -> None:
        self.leaves = leaves
        self.anchors = leaves.anchors
        self.draft = draft
        self.form: tuple[str, ...] = ()
        self.link = ""
        self.border = 0
        """How many items are not gone on with: a holder begins or ends behind them."""

    def inlines(self, inlines: list[Node]) -> None:
        for inline in inlines:
            self.inline(inline)

    def inline(self, node: Node) -> None:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Str":
                self.string(content)
            case "Space" | "SoftBreak":
                self.text(" ")
            case "LineBreak":
                self.text("\n")
            case "Quoted":
                left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                self.text(left)
                self.inlines(content[1])
                self.text(right)
            case "Cite":
                self.cite(content)
            case "Math":
                self.thing("math", self.anchors.restore(content[1]))
            case "Code":
                self.code(self.anchors.restore(content[1]))
            case "Image":
                self.thing("picture", plain_text(content[1]))
            case "Note":
                self.thing("note", note_name(self.leaves.within_note(content, self.draft.path)))
            case "Link":
                self.linked(content)
            case "Span":
                self.held("Span", content[1], "")
            case _ if kind in FORMS:
                self.held(kind, content, FORMS[kind])

    def held(self, kind: str, inlines: list[Node], letter: str) -> None:
        form, first = self.form, len(self.draft.items)
        self.border = first
        self.form = (*form, letter) if letter and letter not in form else form
        self.inlines(inlines)
        self.form, self.border = form, len(self.draft.items)
        if len(self.draft.items) > first:
            self.draft.holders.append(Holder(kind, first, len(self.draft.items)))

    def linked(self, content: list[Any]) -> None:
        outer = self.link
        self.link = target_of(self.anchors.restore(content[2][0]))
        self.held("Link", content[1], "")
        self.link = outer

    def cite(self, content: list[Any]) -> None:
        keys = [self.anchors.restore(c["citationId"]) for c in content[0]]
        marks = [m for c in content[0] for m in self.anchors.find(c["citationId"])]
        is_reference = all(label_of(key) for key in keys)
        item = Item("reference" if is_reference else "citation", "", name=" ".join(keys))
        if marks:
            item.starts = [marks[0].span.column - 1]
            item.ends = [marks[-1].span.end - 1]
        self.draft.items.append(item)

    def code(self, text: str) -> None:
        """Add code as letters of a form of their own."""
        form, first = self.form, len(self.draft.items)
        self.form, self.border = (*form, "`"), first
        self.text(text)
        self.form, self.border = form, len(self.draft.items)
        if len(self.draft.items) > first:
            self.draft.holders.append(Holder("Code", first, len(self.draft.items)))

    def thing(self, kind: str, name: str) -> None:
        self.draft.items.append(Item(kind, "", "", self.link, name))

    def string(self, text: str) -> None:
        for piece, mark in marked(self.anchors, text):
            if mark is None:
                self.text(piece)
            elif mark.kind == "value":
                start = mark.span.column - 1
                item = Item("value", "", name=mark.whole, starts=[start], ends=[mark.span.end - 1])
                self.draft.items.append(item)
            else:
                self.text(piece, mark.span.column - 1)

    def text(self, text: str, start: int = -1) -> None:
        form = "".join(sorted(self.form))
        places = list(range(start, start + len(text))) if start >= 0 else [-1] * len(text)
        ends = [place + 1 if place >= 0 else -1 for place in places]
        last = self.draft.items[-1] if self.draft.items else None
        if (
            last
            and len(self.draft.items) > self.border
            and (last.kind, last.form, last.link) == ("text", form, self.link)
        ):
            last.text += text
            last.starts += places
            last.ends += ends
            return
        self.draft.items.append(Item("text", text, form, self.link, "", places, ends))


def marked(anchors: Anchors, text: str) -> Iterator[tuple[str, Mark | None]]:
    """Cut a text into stand-ins, each with what it stands for, and what is between them."""
    done = 0
    for found in anchors.token.finditer(text):
        mark = next(anchors.find(found[0]), None)
        if mark is None:
            continue
        if found.start() > done:
            yield text[done : found.start()], None
        yield mark.whole, mark
        done = found.end()
    if done < len(text):
        yield text[done:], None


def note_name(number: int) -> str:
    """Return what a note is called by its number in the order of the text."""
    return f"note{number}"


def target_of(address: str) -> str:
    """Return where a link leads, as the Word file has it."""
    if address.startswith("#"):
        return f"#{label_of(address[1:]) or address[1:]}"
    return encoded(address) if SCHEME.match(address) else address


def _display(inlines: list[Node]) -> bool:
    return any(n["t"] == "Math" and n["c"][0]["t"] == "DisplayMath" for n in inlines)


def _pieces(inlines: list[Node]) -> list[list[Node]]:
    """Cut inlines at displayed formulas, as `docx_markup` does."""
    pieces: list[list[Node]] = [[]]
    for inline in inlines:
        if _display([inline]):
            pieces += [[inline]]
        elif _display(pieces[-1]) and not _stays(inline):
            pieces.append([inline])
        else:
            pieces[-1].append(inline)
    shown = [piece for piece in pieces if any(n["t"] not in GAPS for n in piece)]
    return [_stripped(piece) for piece in shown]


def _stays(inline: Node) -> bool:
    """Tell whether an inline behind a formula is its label or the stop behind it."""
    if inline["t"] in GAPS:
        return True
    text = inline["c"] if inline["t"] == "Str" else ""
    return text in (".", ",", ";", ":") or text.startswith("{#")


def _label(inline: Node, anchors: Anchors) -> bool:
    return inline["t"] == "Str" and anchors.restore(inline["c"]).startswith("{#")


def _stripped(piece: list[Node]) -> list[Node]:
    while piece and piece[0]["t"] in GAPS:
        piece = piece[1:]
    while piece and piece[-1]["t"] in GAPS:
        piece = piece[:-1]
    return piece
