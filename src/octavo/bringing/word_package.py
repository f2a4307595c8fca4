"""A Word file as a package of parts (ECMA-376, part 2): opened with suspicion.

Sizes are counted while a part is read, whatever the archive says of them; XML with a document
type is refused, so that no entity is ever expanded; nothing that a part points to outside the
file is fetched.  What goes on to pandoc is a new package of the parts that hold text.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from octavo.bringing.brought import MAX_FILES, MAX_SOURCE, refuse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
"""The parts that hold what the paper says."""

TEXTUAL = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|custom)\.xml|customXml/item\d+\.xml"
    r"|word/(_rels/)?(document|footnotes|endnotes|comments|styles|numbering|settings)\.xml(\.rels)?"
)
MEDIA = re.compile(r"word/media/[^/\\]+")
MAX_XML = 50_000_000
"""Bytes of one part of XML: 300 pages of text have a tenth."""


@dataclass(slots=True)
class Package:
    """The parts of a Word file, those of its text as trees."""

    name: str
    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    """Addresses of pictures that the file has elsewhere."""

    left: list[str] = field(default_factory=list)
    """Parts that are no text and no picture."""

    @property
    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts of the text, the main one first."""
        return ((part, self.trees[part]) for part in STORIES if part in self.trees)

    def tree(self, part: str) -> etree._Element | None:
        """Return a part as a tree, or None where there is none."""
        if part not in self.trees and part in self.parts:
            self.trees[part] = parsed(self.parts[part], f"{self.name}: {part}")
        return self.trees.get(part)

    def packed(self) -> bytes:
        """Return the package as it goes on to pandoc."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for part, data in self.parts.items():
                tree = self.trees.get(part)
                content = data if tree is None else etree.tostring(tree, encoding="UTF-8")
                archive.writestr(zipfile.ZipInfo(part), content)
        return out.getvalue()


def opened(name: str, data: bytes) -> Package:
    """Return a Word file's parts; raise `UsageError` where it is none, or is too large."""
    package = Package(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read(archive, package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse(name, f"this is no Word file: {error}", "save it as .docx anew") from None
    if "word/document.xml" not in package.parts:
        raise refuse(name, "the package holds no Word document", "save it as .docx anew")
    for part in [part for part in package.parts if part.endswith((".xml", ".rels"))]:
        package.tree(part)
    _cut_off(package)
    return package


def _read(archive: zipfile.ZipFile, package: Package) -> None:
    members = archive.infolist()
    if len(members) > MAX_FILES:
        raise refuse(package.name, f"the package has {len(members):,} parts")
    room = MAX_SOURCE
    for member in members:
        part = posixpath.normpath(member.filename.replace("\\", "/")).lstrip("/")
        if part != member.filename:
            if not member.is_dir():
                package.left.append(member.filename)
            continue
        if not (TEXTUAL.fullmatch(part) or MEDIA.fullmatch(part)):
            package.left.append(part)
            continue
        most = min(room, MAX_SOURCE if MEDIA.fullmatch(part) else MAX_XML)
        with archive.open(member) as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise refuse(f"{package.name}: {part}", f"the part has more than {most / 1e6:,.0f} MB")
        room -= len(content)
        package.parts[part] = content


def parsed(data: bytes, where: str) -> etree._Element:
    """Return XML as a tree; raise `UsageError` with its line where it is none to be trusted."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise refuse(f"{where}:{line}:{column}", f"not valid XML: {error.msg}") from None
    if has_doctype(root):
        raise refuse(f"{where}:1:1", "the XML has a document type, which no Word file has")
    return root


def has_doctype(root: etree._Element) -> bool:
    """Tell whether XML declares a document type, and with it entities."""
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


def _cut_off(package: Package) -> None:
    """Take away what leads out of the package, but for links of the text."""
    for part in [part for part in package.parts if part.endswith(".rels")]:
        tree = package.trees[part]
        for relation in tree.findall(RELATIONSHIP):
            target = relation.get("Target", "")
            kind = relation.get("Type", "").rpartition("/")[2]
            external = relation.get("TargetMode") == "External"
            if external and kind == "image":
                package.outside.append(target)
            if (external and kind != "hyperlink") or (not external and ".." in target.split("/")):
                tree.remove(relation)


def text_of(element: etree._Element) -> str:
    """Return the text that a piece of a story shows."""
    return "".join(
        node.text or "" if node.tag == f"{W}t" else " "
        for node in element.iter(f"{W}t", f"{W}tab", f"{W}br")
    )
