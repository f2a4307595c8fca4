"""Reads PDF: the text of its pages, its properties, XMP, links, outlines, attached files."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from octavo.leaks.passage import Flow, Passage, Read
from octavo.leaks.pictures import read_bytes

LABELS = {
    "/URI": "link",
    "/A": "link",
    "/Alt": "alternative text",
    "/ActualText": "text for who cannot see",
    "/E": "expansion of an abbreviation",
    "/Contents": "note or link",
    "/T": "title of a note, a field or a part",
    "/F": "file name",
    "/UF": "file name",
    "/JS": "script",
    "/V": "value of a form's field",
    "/Names": "names",
    "/BaseFont": "font",
}
"""What the keys of a PDF's dictionaries mean (ISO 32000-2)."""

INFORMATION = "/Title /Author /Subject /Keywords /Creator /Producer /Company /Manager".split()
PICTURES = {"/DCTDecode", "/JPXDecode"}
OPAQUE = {"/ObjStm", "/XRef"}
MAX_DEPTH = 50
SPOKEN = re.compile(rb"ActualText|/Alt\b|/E\s*[(<]|/Contents")


def read_pdf(data: bytes, read: Read) -> Iterator[Passage]:
    """Yield the passages of a PDF, of the files in it, and of earlier states that it keeps."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _document(pdf, read)
        yield from pages_of(data)
    except (pikepdf.PdfError, OSError, ValueError) as error:
        yield Passage("", f"no PDF that can be read: {error}", problem=True)
    for state in _earlier(data):
        yield from state
    yield from read_bytes(data)


def pages_of(data: bytes) -> Iterator[Passage]:
    """Yield the text of every page as a reader copies it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield Passage("", f"its pages cannot be read: {error}", problem=True)
        return
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield Passage(f"page {number + 1}", text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()


def _document(pdf: Any, read: Read) -> Iterator[Passage]:
    yield from _texts_of(pdf, "")
    import pikepdf

    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            try:
                yield from _stream(thing, read)
            except (pikepdf.PdfError, TypeError, ValueError) as error:
                yield Passage("a stream", f"not read: {error}", problem=True)


def _texts_of(pdf: Any, before: str) -> Iterator[Passage]:
    """Yield every string and name of a document's objects, each with what its key means."""
    flow = Flow()
    for thing in pdf.objects:
        for label, text in _strings(thing, "", 0):
            flow.part()
            flow.add(text, before + label)
    yield from flow.passage("")


def _strings(thing: Any, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the strings and names of an object; what it refers to is an object of its own."""
    import pikepdf

    if isinstance(thing, pikepdf.String):
        own = f"document information, {key[1:]}" if key in INFORMATION else "a text in the file"
        yield LABELS.get(key, own), _text(thing)
    elif isinstance(thing, pikepdf.Name):
        yield "a name in the file", str(thing)[1:]
    elif depth < MAX_DEPTH and isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for inner, value in thing.items():
            yield "a name in the file", str(inner)[1:]
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings(value, str(inner), depth + 1)
    elif depth < MAX_DEPTH and isinstance(thing, pikepdf.Array):
        for value in thing:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings(value, key, depth + 1)


def _text(thing: Any) -> str:
    """Return a string of a PDF: as text, or as the UTF-8 that addresses are."""
    data = bytes(thing)
    if data[:2] in (b"\xfe\xff", b"\xff\xfe") or data[:3] == b"\xef\xbb\xbf":
        return str(thing)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return str(thing)


def _stream(stream: Any, read: Read) -> Iterator[Passage]:
    kind, inner = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind in OPAQUE:
        return
    if kind == "/Metadata" or inner == "/XML":
        for passage in read("packet.xml", stream.read_bytes()):
            yield passage.within("XMP")
    elif kind == "/EmbeddedFile":
        for passage in read("", stream.read_bytes()):
            yield passage.within("attached file")
    elif inner == "/Image":
        if picture := picture_of(stream):
            for passage in read("", picture):
                yield passage.within("picture")
    elif not {"/FontFile", "/FontFile2", "/FontFile3", "/Length1"} & set(map(str, stream.keys())):
        yield from _other(stream, read)


def _other(stream: Any, read: Read) -> Iterator[Passage]:
    """Yield what a stream of no known kind says: a form, a script, or what a page shows."""
    data = stream.read_bytes()
    if data.lstrip()[:5] == b"<?xml":
        for passage in read("form.xml", data):
            yield passage.within("a stream")
        return
    yield from _spoken(stream, data)
    for passage in read_bytes(data):
        yield replace(passage, place="a stream")


def picture_of(stream: Any) -> bytes:
    """Return a JPEG that a stream holds, unpacked where it is packed once more; else nothing."""
    import pikepdf

    found = stream.get("/Filter", pikepdf.Array())
    filters = [found] if isinstance(found, pikepdf.Name) else [*found]
    data = bytes(stream.read_raw_bytes())
    if not filters or str(filters[-1]) not in PICTURES:
        return b""
    if filters[:-1]:
        with pikepdf.new() as owner:
            packed = pikepdf.Stream(owner, data, {"/Filter": pikepdf.Array(filters[:-1])})
            data = packed.read_bytes()
    return data


def _spoken(stream: Any, data: bytes) -> Iterator[Passage]:
    """Yield what the content of a page says aloud in the place of what it shows."""
    import pikepdf

    if not SPOKEN.search(data):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a stream that ends too early is read as far as it goes
        instructions = [*pikepdf.parse_content_stream(stream)]
    for instruction in instructions:
        for operand in instruction.operands:
            if isinstance(operand, pikepdf.Dictionary):
                for label, text in _strings(operand, "", 0):
                    yield Passage(label, text)


def _earlier(data: bytes) -> Iterator[Iterator[Passage]]:
    """Yield the properties of the states that a file had before something was added to it."""
    ends = [found.end() for found in re.finditer(rb"%%EOF", data)]
    for end in ends[:-1]:
        yield _state(data[:end])


def _state(data: bytes) -> Iterator[Passage]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for passage in _texts_of(pdf, "an earlier state of the file, "):
                yield replace(passage, again=True)
    except (pikepdf.PdfError, ValueError):
        return
