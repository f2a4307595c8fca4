"""A Word file from outside: opened within limits, and read without reaching out of it.

No member is unpacked to the disk, no entity is resolved, nothing that the file names is
fetched.  What is too large, too many or not well-formed is refused with its name.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from octavo.diagnostics import UsageError
from octavo.origin import NAMESPACE, Unpackable, Written, unpacked
from octavo.word_elements import W
from octavo.word_paragraphs import Decide, Paragraph, everybody
from octavo.word_story import read_story

MAX_FILE = 200_000_000
MAX_PART = 100_000_000
"""Bytes of a part when it is unpacked: a book of 150,000 words has 10 MB."""

MAX_RATIO = 300
"""How many times its size a part may unpack to; text and markup of Word's have 5 to 60."""

MAX_PARTS = 5000
MAX_DEPTH = 200
"""How deep elements may hold each other."""

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(slots=True)
class Package:
    """The parts of a Word file, by name, each read when it is asked for."""

    name: str
    archive: zipfile.ZipFile
    main: str = ""
    _trees: dict[str, Any] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Tell whether there is a part of that name."""
        return part in self.archive.NameToInfo

    def tree(self, part: str) -> Any:
        """Return the root element of a part; raise `UsageError` where it cannot be read."""
        if part not in self._trees:
            self._trees[part] = self._parsed(part, self.bytes_of(part))
        return self._trees[part]

    def bytes_of(self, part: str) -> bytes:
        """Return the bytes of a part, within the limits."""
        info = self.archive.NameToInfo.get(part)
        if info is None:
            raise self.refused(part, "is missing")
        if info.flag_bits & 1:
            raise self.refused(part, "is encrypted")
        limit = min(MAX_PART, max(1_000_000, info.compress_size * MAX_RATIO))
        try:
            with self.archive.open(info) as opened:
                data = opened.read(limit + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise self.refused(part, "is damaged") from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "_lzma"):
                raise self.refused(part, "is damaged") from error
            raise
        if len(data) > limit:
            raise self.refused(part, f"unpacks to more than {limit / 1e6:,.0f} MB")
        return data

    def refused(self, part: str, what: str, place: str = "") -> UsageError:
        """Return the error that a part is refused with."""
        return UsageError(f"{self.name}: the part `{part}`{place} {what}", "save it again in Word")

    def _parsed(self, part: str, data: bytes) -> Any:
        from lxml import etree

        if re.search(rb"<!DOCTYPE|<!ENTITY", data[:4000]) or b"\x00" in data[:200]:
            raise self.refused(part, "declares a document type, which no Word file does")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            line, column = error.position
            raise self.refused(part, "is not well-formed XML", f", {line}:{column},") from None
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise self.refused(part, "declares a document type, which no Word file does")
        self._limit_depth(part, root)
        return root

    def _limit_depth(self, part: str, root: Any) -> None:
        depth, waiting = 0, [root]
        while waiting:
            depth += 1
            if depth > MAX_DEPTH:
                raise self.refused(part, f"holds elements more than {MAX_DEPTH} deep")
            waiting = [child for element in waiting for child in element]

    def relations(self, part: str) -> list[tuple[str, str, str, bool]]:
        """Return what a part is related to: identifier, kind, target, whether it is outside."""
        name = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels".lstrip("/")
        if not self.has(name):
            return []
        out = []
        for one in self.tree(name).iter(f"{{{RELATIONS}}}Relationship"):
            target, outside = str(one.get("Target", "")), one.get("TargetMode") == "External"
            if not outside:
                base = "" if target.startswith("/") else dirname(part)
                target = normpath(join(base, target.lstrip("/")))
            out.append((str(one.get("Id")), _kind(str(one.get("Type", ""))), target, outside))
        return out

    def related(self, kind: str) -> list[str]:
        """Return the names of the parts that the text is related to in one way."""
        return [
            target
            for _, one, target, outside in self.relations(self.main)
            if one == kind and not outside and self.has(target)
        ]

    def links(self, part: str) -> dict[str, str]:
        """Return the addresses that a part leads to, by their identifiers; none is visited."""
        return {name: target for name, _, target, outside in self.relations(part) if outside}


def _kind(address: str) -> str:
    for prefix in (OFFICE, STRICT, "http://schemas.microsoft.com/office/2011/relationships"):
        if address.startswith(f"{prefix}/"):
            return address.removeprefix(f"{prefix}/")
    return address.rpartition("/")[2]


def open_package(path: Path) -> Package:
    """Open a Word file; raise `UsageError` where it is none."""
    name = path.as_posix()
    hint = "give a document that Word has saved as .docx"
    try:
        if path.stat().st_size > MAX_FILE:
            raise UsageError(f"{name}: larger than {MAX_FILE / 1e6:.0f} MB", hint)
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UsageError(f"{name}: no Word document", hint) from error
    if len(archive.NameToInfo) > MAX_PARTS:
        raise UsageError(f"{name}: more than {MAX_PARTS} parts", hint)
    package = Package(name, archive)
    mains = [t for _, kind, t, out in package.relations("") if kind == "officeDocument" and not out]
    if not mains or not package.has(mains[0]):
        raise UsageError(f"{name}: no Word document", hint)
    package.main = mains[0]
    return package


def origin_of(package: Package) -> Written:
    """Return what a file was made of; raise `UsageError` where it does not say."""
    for part in package.related("customXml"):
        if b"urn:octavo:origin" not in package.bytes_of(part)[:400]:
            continue
        root = package.tree(part)
        if root.tag == f"{{{NAMESPACE}}}origin":
            try:
                return unpacked(root.text or "", str(root.get("version", "")))
            except Unpackable as error:
                raise UsageError(f"{package.name}: {error}", "ask for the file again") from error
    raise UsageError(
        f"{package.name}: the file does not say what it was made of",
        "send out what `octavo build docx` makes, with `build: docx: roundtrip: true`; a program "
        "that saves no custom XML, such as Google Docs, takes that out",
    )


def paragraphs_of(package: Package, decide: Decide = everybody) -> list[Paragraph]:
    """Return the paragraphs of the text and of its notes, as tracked changes are decided."""
    root = package.tree(package.main)
    body = next((child for child in root if child.tag == f"{{{W}}}body"), None)
    if body is None:
        raise package.refused(package.main, "holds no text")
    out = read_story(body, package.links(package.main), decide)
    for kind in ("footnotes", "endnotes"):
        for part in package.related(kind):
            out += read_story(package.tree(part), package.links(part), decide)
    return out
