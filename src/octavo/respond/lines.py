"""A marked document as lines of words, each of which knows its place in the tree and its mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.diff.marking import DELETION, INSERTION, MOVED_FROM, MOVED_TO, REMOVED
from octavo.document import Document
from octavo.nodes import Node, attribute_of, is_attribute

CHANGES = (INSERTION, DELETION, MOVED_FROM, MOVED_TO)
ATOMS = frozenset("Str Space SoftBreak LineBreak Math Code Note Image RawInline".split())
"""The inlines that hold no others that are part of the line."""

CONTENT = {"Quoted": 1, "Cite": 1, "Span": 1, "Link": 1}
"""Where the inlines of a node are that has something else before them."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """A word, a formula, a space or a note."""

    node: Node
    parent: list[Node]
    change: str
    """How it is marked, if it is."""

    line: Line

    def is_absent(self) -> bool:
        """Tell whether the new document does not have it, or not there."""
        return self.change in REMOVED

    def is_new(self) -> bool:
        """Tell whether the old document does not have it, or not there."""
        return self.change in (INSERTION, MOVED_TO)

    @property
    def text(self) -> str:
        """What of it counts as text."""
        match self.node["t"]:
            case "Str":
                return str(self.node["c"])
            case "Space" | "SoftBreak" | "LineBreak":
                return " "
            case "Math" | "Code":
                return str(self.node["c"][1])
        return ""


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph, a heading, a caption, a cell: what is read in one go."""

    inlines: list[Node]
    change: str
    """How the block is marked that it is in."""

    atoms: list[Atom] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stream:
    """Lines that follow each other: an abstract, the text, or a note."""

    document: str
    lines: list[Line]

    @property
    def atoms(self) -> Iterator[Atom]:
        """All words in order."""
        return (atom for line in self.lines for atom in line.atoms)


def streams_of(document: Document) -> Iterator[Stream]:
    """Yield what can be quoted of a document: abstracts, the text, and notes, each by itself."""
    trees = [a.blocks for a in document.abstracts if a.kind != "changes"]
    for tree in (*trees, document.blocks):
        lines = list(lines_of(tree))
        yield Stream(document.name, lines)
        for atom in [atom for line in lines for atom in line.atoms]:
            if atom.node["t"] == "Note":
                yield Stream(document.name, list(lines_of(atom.node["c"], atom.change)))


def lines_of(value: Any, change: str = "") -> Iterator[Line]:
    """Yield the lines of blocks in order, but for those of notes."""
    if isinstance(value, list):
        change = _changed(value[0], change) if value and is_attribute(value[0]) else change
        for item in value:
            yield from lines_of(item, change)
    elif isinstance(value, dict) and "t" in value:
        match value["t"]:
            case "Para" | "Plain":
                yield _line(value["c"], change)
            case "Header":
                yield _line(value["c"][2], change)
            case "DefinitionList":
                for term, items in value["c"]:
                    yield _line(term, change)
                    yield from lines_of(items, change)
            case "LineBlock":
                yield from (_line(line, change) for line in value["c"])
            case "CodeBlock" | "RawBlock":
                return
            case _:
                attribute = attribute_of(value)
                inner = _changed(attribute, change) if attribute else change
                yield from lines_of(value.get("c", []), inner)


def content_of(node: Node) -> list[Node] | None:
    """Return the inlines within an inline, or None where it has none."""
    if node["t"] in ATOMS:
        return None
    found: list[Node] = node["c"][CONTENT[node["t"]]] if node["t"] in CONTENT else node["c"]
    return found


def _line(inlines: list[Node], change: str) -> Line:
    line = Line(inlines, change)
    line.atoms += _atoms(inlines, change, line)
    return line


def _atoms(inlines: list[Node], change: str, line: Line) -> Iterator[Atom]:
    for node in inlines:
        content = content_of(node)
        if content is None:
            yield Atom(node, inlines, change, line)
        else:
            attribute = attribute_of(node)
            yield from _atoms(content, _changed(attribute, change) if attribute else change, line)


def _changed(attribute: Any, change: str) -> str:
    """Return how what has an attribute is marked, within what is marked itself."""
    own = next((name for name in CHANGES if name in attribute[1]), "")
    return change if change in REMOVED else own or change


CJK = ("\u3040", "\u9fff")
"""The letters between which a line may end: each is a word of its own."""


def fresh(value: Any) -> Any:
    """Return a copy of a tree in which no two places share a node."""
    if isinstance(value, list):
        out: list[Any] = []
        for item in value:
            if isinstance(item, dict) and item.get("t") == "Str":
                out += _words(item["c"])
            else:
                out.append(fresh(item))
        return out
    if isinstance(value, dict):
        return {key: fresh(item) for key, item in value.items()}
    return value


def _words(text: str) -> Iterator[Node]:
    if not any(CJK[0] <= letter <= CJK[1] for letter in text):
        yield {"t": "Str", "c": text}
        return
    yield from ({"t": "Str", "c": letter} for letter in text)
