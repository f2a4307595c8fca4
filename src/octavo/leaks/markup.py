"""Reads XML and HTML: text across its elements, attributes, comments, and embedded files.

That is HTML pages, SVG, JATS, XMP and every part of Word's and electronic books' packages.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

from octavo.leaks.passage import Flow, Passage, Read

BLOCKS = frozenset(
    "p li td th tr h1 h2 h3 h4 h5 h6 div section article header footer title caption figcaption "
    "dt dd table ref sec tab br cr head body script style text text-node meta option abstract "
    "contrib aff kwd desc".split()
)
"""Elements, without their namespaces, that no word reaches into or out of."""

INSTRUCTIONS = frozenset(("instrText", "delInstrText"))
"""What fields of Word's are told to do: no reader sees it, and it divides no word."""

DATA = re.compile(
    r"data:(?P<type>[\w/+.-]*)(?:;[\w=-]+)*?(?P<packed>;base64)?,"
    r"(?P<content>(?(packed)[A-Za-z0-9+/=\s%]+|[^\"'<>)\s]+))"
)
"""A file within an address (RFC 2397)."""

REFERENCE = re.compile(r"(?:ref|bib)[-_.:]")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_xml(data: bytes, read: Read) -> Iterator[Passage]:
    """Yield the passages of XML; what is not well formed is read as far as it goes."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Passage("", f"no XML: {error}", problem=True)
        return
    if root is not None:
        yield from _tree(root, read)


def read_html(data: bytes, read: Read) -> Iterator[Passage]:
    """Yield the passages of HTML."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(data, html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        yield Passage("", f"no HTML: {error}", problem=True)
        return
    yield from _tree(root, read)


def _tree(root: Any, read: Read) -> Iterator[Passage]:
    walk = _Walk(root)
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None:
        walk.hidden.add(f"{declared.name} {declared.external_id} {declared.system_url}", "doctype")
        for entity in declared.iterentities():
            walk.hidden.part()
            walk.hidden.add(str(entity.content), f"entity {entity.name}")
    walk.over(root)
    for node in (*root.itersiblings(preceding=True), *root.itersiblings()):
        walk.aside(node, "beside the text")
    yield from walk.passages()
    yield from _embedded(root, read)


class _Walk:
    """Puts what a tree holds into flows of text."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.text, self.spaced, self.instructions = Flow(), Flow(), Flow()
        self.attributes, self.hidden = Flow(), Flow()
        self._paragraphs = 0
        self._references: list[tuple[Any, str]] = []

    def passages(self) -> Iterator[Passage]:
        """Yield what was met: the text as it runs, and again with its pieces apart."""
        yield from self.text.passage("")
        yield from (replace(passage, again=True) for passage in self.spaced.passage(""))
        for flow in (self.instructions, self.attributes, self.hidden):
            yield from flow.passage("")

    def over(self, top: Any) -> None:
        """Walk over a node and all below it."""
        from lxml import etree

        for event, node in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._start(node)
            elif event == "end":
                self._end(node)
            else:
                self.aside(node, self._where(node))
            if event != "start" and node is not top and node.tail:
                self._add(node.tail, self._where(node.getparent()))

    def aside(self, node: Any, where: str) -> None:
        """Take a comment or an instruction."""
        kind = "processing instruction" if hasattr(node, "target") else "comment"
        self.hidden.part()
        self.hidden.add(node.text or "", f"{kind} {where}".strip())

    def _start(self, node: Any) -> None:
        self._paragraphs += node.tag == f"{WORD}p"
        name, where = str(node.get("id", "")), self._where(node)
        if REFERENCE.match(name):
            self._references.append((node, name))
        if _local(node) in BLOCKS:
            self.text.part("\n")
            self.instructions.part()
        if node.text and _local(node) in INSTRUCTIONS:
            self.instructions.add(node.text, f"{where} field".strip())
        elif node.text:
            self._add(node.text, where)
        for name, value in node.attrib.items():
            label = f"{where} {_local(node)} {_bare(str(name))}".strip()
            self.attributes.part()
            self.attributes.add(DATA.sub("", str(value)), label, self._reference)

    def _end(self, node: Any) -> None:
        if _local(node) in BLOCKS:
            self.text.part("\n")
        if self._references and self._references[-1][0] is node:
            self._references.pop()

    def _add(self, text: str, where: str) -> None:
        self.text.add(text, where, self._reference)
        self.spaced.part(" ")
        self.spaced.add(text, where, self._reference)

    @property
    def _reference(self) -> str:
        return self._references[-1][1] if self._references else ""

    def _where(self, node: Any) -> str:
        """Return the paragraph of Word's that is reached, or the line."""
        if self._paragraphs:
            return f"paragraph {self._paragraphs}"
        line = node.sourceline if node is not None else None
        return f"line {line}" if line and line > 2 else ""


def _local(node: Any) -> str:
    return _bare(node.tag) if isinstance(node.tag, str) else ""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _embedded(root: Any, read: Read) -> Iterator[Passage]:
    """Yield the passages of files that addresses hold, in attributes and in styles."""
    number = 0
    for node in root.iter("*"):
        texts = [*map(str, node.attrib.values()), node.text or ""]
        for text in texts:
            for found in DATA.finditer(text) if "data:" in text else ():
                number += 1
                content = _unpacked(found)
                name = f"embedded.{found['type'].rpartition('/')[2].partition('+')[0]}"
                for passage in read(name, content):
                    yield passage.within(f"embedded file {number}")


def _unpacked(found: re.Match[str]) -> bytes:
    content = unquote_to_bytes(found["content"])
    if not found["packed"]:
        return content
    try:
        return base64.b64decode(content + b"==")
    except binascii.Error:
        return content
