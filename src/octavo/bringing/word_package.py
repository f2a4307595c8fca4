"""A Word file as it goes on to pandoc: a new package of the parts that hold text, cut off.

Nothing that a part points to outside the file is left, but for links of the text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from octavo.bringing.brought import refuse
from octavo.word_archive import RELATIONSHIP, Archive, open_archive
from octavo.word_namespaces import w

STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
"""The parts that hold what the paper says."""

TEXTUAL = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|custom)\.xml|customXml/item\d+\.xml"
    r"|word/(_rels/)?(document|footnotes|endnotes|comments|styles|numbering|settings)\.xml(\.rels)?"
)
MEDIA = re.compile(r"word/media/[^/\\]+")


@dataclass(slots=True)
class Package:
    """The parts of a Word file, those of its text as trees."""

    archive: Archive
    parts: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    """Addresses of pictures that the file has elsewhere."""

    left: list[str] = field(default_factory=list)
    """Parts that are no text and no picture."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.archive.name

    @property
    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts of the text, the main one first."""
        return ((part, self.trees[part]) for part in STORIES if part in self.trees)

    def tree(self, part: str) -> etree._Element | None:
        """Return a part as a tree, or None where there is none."""
        if part not in self.trees and part in self.parts:
            self.trees[part] = self.archive.tree(part, self.parts[part])
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
    package = Package(open_archive(name, data))
    _read(package)
    if "word/document.xml" not in package.parts:
        raise refuse(name, "the package holds no Word document", "save it as .docx anew")
    for part in [part for part in package.parts if part.endswith((".xml", ".rels"))]:
        package.tree(part)
    _cut_off(package)
    return package


def _read(package: Package) -> None:
    """Read the parts of text and the pictures; the names of all others are noted."""
    for name in package.archive.parts:
        if MEDIA.fullmatch(name):
            package.parts[name] = package.archive.data(name)
        elif TEXTUAL.fullmatch(name):
            package.parts[name] = package.archive.xml_data(name)
        elif not name.endswith("/"):
            package.left.append(name)


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
        node.text or "" if node.tag == w("t") else " "
        for node in element.iter(w("t"), w("tab"), w("br"))
    )
