"""Finds the reader of a file by its first bytes and its name, for files within files too."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from octavo.leaks.markup import read_html, read_xml
from octavo.leaks.packages import read_package
from octavo.leaks.passage import Flow, Passage
from octavo.leaks.pdf import read_pdf
from octavo.leaks.pictures import is_picture, read_bytes, read_picture

HTML = frozenset(".html .htm".split())
XML = frozenset(".xml .xhtml .svg .rels .opf .ncx .vml .jats .csl .xmp".split())
TEXT = frozenset(
    ".txt .tex .bib .bst .cls .sty .csv .tsv .json .md .yaml .yml .eps .ps .css .js .log .bbl "
    ".ris .rtf".split()
)
MAX_DEPTH = 8
"""Files within files within files: deeper, something is wrong."""


def passages_of(name: str, data: bytes, depth: int = 0) -> Iterator[Passage]:
    """Yield the passages of a file."""
    if depth > MAX_DEPTH:
        yield Passage("", "the files in it are too deep in each other", problem=True)
        return
    read = partial(passages_of, depth=depth + 1)
    suffix = PurePosixPath(name).suffix.lower()
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        yield from read_pdf(data, read)
    elif data.startswith(b"PK\x03\x04") or suffix in (".zip", ".docx", ".epub"):
        yield from read_package(data, read)
    elif is_picture(data):
        yield from read_picture(data, read)
    elif data.startswith(b"\x1f\x8b"):
        yield from _unpacked(name, data, read)
    elif suffix in HTML or start[:14].lower() == b"<!doctype html" or start[:5].lower() == b"<html":
        yield from read_html(data, read)
    elif suffix in XML or start.startswith((b"<?xml", b"<svg", b"<x:xmpmeta", b"<?xpacket")):
        yield from read_xml(data, read)
    else:
        yield from _text(suffix, data)


def _text(suffix: str, data: bytes) -> Iterator[Passage]:
    """Yield a text line by line, or the bytes of what is none."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        if suffix not in TEXT:
            yield from read_bytes(data)
            return
        text = data.decode("latin-1")
    flow = Flow()
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        flow.add(line, f"line {number}")
    yield from flow.passage("")


def _unpacked(name: str, data: bytes, read: partial[Iterator[Passage]]) -> Iterator[Passage]:
    try:
        content = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        yield Passage("", f"not read: {error}", problem=True)
        return
    yield from read(name.removesuffix("z").removesuffix(".g"), content)
