"""The front of a Word file: title, authors, abstract, by style, by property or by first words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from octavo.bringing.brought import Brought
from octavo.bringing.parts import day_of, name_of
from octavo.bringing.people import authors_of
from octavo.bringing.word_blocks import Piece
from octavo.nodes import Node, para, plain_text
from octavo.yaml_source import Value

DC = "{http://purl.org/dc/elements/1.1/}"
CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
STYLES = {
    "title": "title",
    "papertitle": "title",
    "subtitle": "subtitle",
    "author": "author",
    "authors": "author",
    "affiliation": "affiliation",
    "affiliations": "affiliation",
    "contact": "contact",
    "correspondence": "contact",
    "credit": "credit",
    "date": "date",
    "abstracttitle": "",
    "abstract": "abstract",
    "keywords": "keywords",
}
"""What paragraphs are by their styles, in lower case and without spaces."""

RUN_IN = re.compile(r"(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+)?)\s*(?P<mark>[:.—–-]|$)\s*")
GENERATORS = frozenset(("", "python-docx", "Un-named", "Microsoft Office User"))
"""Names that programs write as the author's."""


class Front:
    """What the paragraphs before the first section say."""

    def __init__(self, name: str, meta: Mapping[str, Node], core: etree._Element | None) -> None:
        self.name = name
        self.core = core
        self.found: dict[str, list[list[Node]]] = {}
        for key in ("title", "subtitle", "author", "date", "abstract"):
            self.found[key] = [*_lines(meta.get(key))]

    def taken(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces that are no front, and keep what the others say."""
        rest: list[Piece] = []
        front, running = True, ""
        for piece in pieces:
            front = front and piece.block["t"] != "Header"
            kind = STYLES.get(piece.style) if front else None
            if front and kind is None and piece.block["t"] in ("Para", "Plain"):
                kind = self._run_in(piece)
                running = kind if kind in ("abstract", "keywords") else running
                if kind is None and running == "abstract":
                    kind = "abstract"
            if kind is None or piece.block["t"] not in ("Para", "Plain"):
                rest.append(piece)
            elif kind:
                self.found.setdefault(kind, []).append(piece.block["c"])
        return rest

    def _run_in(self, piece: Piece) -> str | None:
        """Return what a paragraph is that begins `Abstract:` or `Keywords —`, and cut that off."""
        text = plain_text(piece.block["c"][:4])
        found = RUN_IN.match(text)
        kind = name_of(found["word"]) if found else ""
        if found is None or kind not in ("abstract", "keywords"):
            return None
        piece.block["c"] = _behind(piece.block["c"], len(found[0].rstrip()))
        return kind if piece.block["c"] else None if kind == "keywords" else kind

    def fill(self, brought: Brought) -> list[Node]:
        """Put what was found into the metadata; return the blocks of the abstract."""
        metadata = brought.metadata
        metadata["title"] = self._line("title") or self._property(f"{DC}title")
        if not metadata["title"]:
            metadata["title"] = re.sub(r"\.\w+$", "", self.name)
            hint = "write it into `manuscript/metadata.yaml`"
            brought.tell(self.name, "no title was found: the name of the file stands there", hint)
        if self._line("subtitle"):
            metadata["subtitle"] = self._line("subtitle")
        if self._language():
            metadata["language"] = self._language()
        self._people(brought)
        for key in ("credit",):
            if self._line(key):
                metadata[key] = self._line(key)
        day = day_of(self._line("date"))
        if day is not None:
            metadata["date"] = day
        elif self._line("date"):
            what = f"the date “{self._line('date')}” is left out"
            brought.tell(self.name, what, "write it as `date: 2026-11-23`")
        words = _keywords(self._line("keywords")) or _keywords(self._property(f"{CP}keywords"))
        if words:
            metadata["keywords"] = [*words]
        return [para(line) for line in self.found.get("abstract", ())]

    def _people(self, brought: Brought) -> None:
        lines = self.found.get("author") or []
        creator = self._property(f"{DC}creator")
        if not lines and creator not in GENERATORS:
            lines = [[{"t": "Str", "c": creator}]]
            brought.note(self.name, f"the author is taken from the file's properties: {creator}")
        places, contacts = self.found.get("affiliation", []), self.found.get("contact", [])
        authors, affiliations = authors_of(lines, places, contacts)
        if not authors:
            authors = [{"name": "Author"}]
            hint = "write them into `manuscript/metadata.yaml`"
            brought.tell(self.name, "no authors were found: `Author` stands there", hint)
        brought.metadata["authors"] = authors
        if affiliations:
            brought.metadata["affiliations"] = affiliations

    def _line(self, key: str) -> str:
        return " ".join(plain_text(line) for line in self.found.get(key, ())).strip()

    def _property(self, name: str) -> str:
        return " ".join((self.core.findtext(name) or "").split()) if self.core is not None else ""

    def _language(self) -> str:
        found = self._property(f"{DC}language")
        return found if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", found) else ""


def _lines(value: Any) -> list[list[Node]]:
    """Return the lines of a value of pandoc's metadata."""
    if value is None:
        return []
    match value["t"]:
        case "MetaInlines":
            return [value["c"]]
        case "MetaBlocks":
            return [b["c"] for b in value["c"] if b["t"] in ("Para", "Plain")]
        case "MetaList":
            return [line for item in value["c"] for line in _lines(item)]
        case "MetaString":
            return [[{"t": "Str", "c": value["c"]}]]
    return []


def _behind(inlines: list[Node], count: int) -> list[Node]:
    """Return inlines behind so many characters, which are a label and its mark."""
    rest = list(inlines)
    while rest and count > 0:
        text = " " if rest[0]["t"] in ("Space", "SoftBreak", "LineBreak") else plain_text(rest[0])
        if len(text) > count:
            rest[0] = {"t": "Str", "c": text[count:].lstrip(" :.—–-")}
            count = 0
        else:
            count -= len(text)
            rest.pop(0)
    while rest and (
        rest[0]["t"] in ("Space", "SoftBreak", "LineBreak")
        or not plain_text(rest[0]).strip(" :.—–-")
    ):
        rest.pop(0)
    return rest


def _keywords(text: str) -> list[Value]:
    bare = re.sub(r"^[^\W\d_]+(?: [^\W\d_]+)?\s*:\s*", "", text)
    marks = ";" if ";" in bare else "،" if "،" in bare else ","
    return [word.strip(" .") for word in bare.split(marks) if word.strip(" .")]
