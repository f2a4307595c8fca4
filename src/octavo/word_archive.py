"""A Word file from outside (ECMA-376, part 2): its parts, within limits and out of nothing else.

No part is unpacked to the disk.  Sizes are counted while a part is read, whatever the archive
says of them; XML with a document type is refused before it is parsed, so no entity is ever
expanded; nothing that a part points to is fetched.  What is too large, too deep or damaged is
refused with its name, and XML that is none with its line.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.diagnostics import Span, UsageError
from octavo.sources import Undecodable, text_of

MAX_FILE = 200_000_000
"""Bytes of a file, and of all that is read of it when it is unpacked."""

MAX_XML = 100_000_000
"""Bytes of a part of XML when it is unpacked: a book of 150,000 words has 10 MB."""

MAX_RATIO = 300
"""How many times its size XML may unpack to; Word's has 5 to 60."""

SMALL = 1_000_000
"""Bytes that may unpack from however few."""

MAX_PARTS = 5000
MAX_DEPTH = 200
"""How deep elements may hold each other."""

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two that packages have."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, OverflowError),
)
"""What Python's reader of archives raises at those that are damaged."""


@dataclass(slots=True)
class Archive:
    """The parts of a Word file by name, each read when it is asked for."""

    name: str
    archive: zipfile.ZipFile
    room: int
    """Bytes that may still be unpacked."""

    @property
    def parts(self) -> Collection[str]:
        """The names of all parts."""
        return self.archive.NameToInfo.keys()

    def data(self, part: str, most: int = MAX_FILE) -> bytes:
        """Return what a part holds; raise `UsageError` where that cannot be read, or is more."""
        info = self.archive.NameToInfo.get(part)
        if info is None:
            raise self.refused(part, "the part is missing")
        if info.flag_bits & 1:
            raise self.refused(part, "the part is encrypted")
        if info.compress_type not in PACKINGS:
            raise self.refused(part, "the part is packed as Word packs none")
        most = min(most, self.room)
        try:
            with self.archive.open(info) as opened:
                data = opened.read(most + 1)
        except BROKEN as error:
            raise self.refused(part, "the part is damaged") from error
        if len(data) > most:
            raise self.refused(part, f"the part unpacks to more than {most / 1e6:,.0f} MB")
        self.room -= len(data)
        return data

    def xml_data(self, part: str) -> bytes:
        """Return what a part of XML holds, within the limits of those."""
        info = self.archive.NameToInfo.get(part)
        size = info.compress_size if info is not None else 0
        return self.data(part, min(MAX_XML, max(SMALL, size * MAX_RATIO)))

    def tree(self, part: str, data: bytes) -> etree._Element:
        """Return the root element of what a part holds; raise `UsageError` with its place."""
        try:
            text = text_of(Path(part), _as_utf8(data))
        except Undecodable as error:
            raise self.refused(str(error.span), error.message) from None
        start = text.find("<!DOCTYPE")
        if start >= 0:
            what = "the XML has a document type, which no Word file has"
            raise self.refused(str(Span.within(Path(part), text, start)), what)
        try:
            root = etree.fromstring(text.encode(), _parser())
        except etree.XMLSyntaxError as error:
            line, column = error.position
            raise self.refused(
                f"{part}:{line}:{column}", f"no well-formed XML: {error.msg}"
            ) from None
        self._limit_depth(part, root)
        return root

    def _limit_depth(self, part: str, root: etree._Element) -> None:
        depth, waiting = 0, [root]
        while waiting:
            depth += 1
            if depth > MAX_DEPTH:
                what = f"elements hold each other more than {MAX_DEPTH} deep"
                raise self.refused(f"{part}:{waiting[0].sourceline}:1", what)
            waiting = [child for element in waiting for child in element]

    def refused(self, where: str, what: str) -> UsageError:
        """Return the error that a file is refused with for one of its parts."""
        return UsageError(f"{self.name}: {where}: {what}", "save it as .docx anew")


def open_archive(name: str, data: bytes) -> Archive:
    """Open a Word file; raise `UsageError` where it is no package, or has too many parts."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        said = f"{name}: this is no Word file: {error}"
        raise UsageError(said, "save it as .docx anew") from None
    count = len(archive.NameToInfo)
    if count > MAX_PARTS:
        raise UsageError(f"{name}: the package has {count:,} parts", "save it as .docx anew")
    return Archive(name, archive, MAX_FILE)


def _as_utf8(data: bytes) -> bytes:
    """Return XML in UTF-16, the other encoding that packages may have, as UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    return data


def _parser() -> etree.XMLParser:
    """Return a parser that takes all for UTF-8, whatever the XML says."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
