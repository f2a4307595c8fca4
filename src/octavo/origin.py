"""What a Word file was made of, which it carries so that edits in it find their way back.

The file holds the texts of the sections and of the metadata, the values that it prints, and
its own paragraphs as they were written, packed.  What authors write for themselves alone,
the comments of the sources, is blotted out in it.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from xml.sax.saxutils import quoteattr

from octavo.sources import COMMENT
from octavo.word_paragraphs import Paragraph, Piece

NAMESPACE = "urn:octavo:origin"
VERSION = 1
MAX_BYTES = 100_000_000
"""The most that a packed origin may unpack to."""

INNER = re.compile(r"[^ \n]")
DAMAGED = (zlib.error, ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What reading a part raises that is not as it was packed."""


class Unpackable(Exception):
    """What a file says of its origin cannot be read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The sources of a document by path, and what it prints for expressions."""

    texts: Mapping[str, str]
    values: Mapping[str, str]
    comments: tuple[str, ...] = ()
    """The marks of the remarks and answers that the file was written with (`comments.Remark`)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document's origin, and its paragraphs as they were written, by the bookmark's number."""

    origin: Origin
    paragraphs: Mapping[int, Paragraph]


def blotted(text: str) -> str:
    """Return a text of the same length with another content in its comments."""
    return COMMENT.sub(lambda found: f"<!--{INNER.sub('.', found[0][4:-3])}-->", text)


def packed(origin: Origin, paragraphs: Sequence[Paragraph]) -> bytes:
    """Return the part that is put into the file: equal origins give equal bytes."""
    data = {
        "texts": {path: blotted(text) for path, text in origin.texts.items()},
        "values": dict(origin.values),
        "comments": list(origin.comments),
        "paragraphs": {
            str(paragraph.marks[0]): [
                [astuple(piece)[:4] for piece in paragraph.pieces],
                paragraph.style,
                paragraph.cell,
                paragraph.note,
                paragraph.level,
            ]
            for paragraph in paragraphs
            if paragraph.marks
        },
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    packed_text = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    head = f"<origin xmlns={quoteattr(NAMESPACE)} version={quoteattr(str(VERSION))}>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{packed_text}</origin>'.encode()


def unpacked(text: str, version: str) -> Written:
    """Return what a part holds; raise `Unpackable`, whatever is in it."""
    if version != str(VERSION):
        raise Unpackable(f"its map has the version {version or '?'}, not {VERSION}")
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.b64decode(text), MAX_BYTES)
        if inflate.unconsumed_tail:
            raise Unpackable(f"its map is larger than {MAX_BYTES / 1e6:.0f} MB")
        return _read(json.loads(data))
    except DAMAGED as error:
        raise Unpackable("its map is damaged") from error


def _read(data: dict[str, object]) -> Written:
    texts, values, paragraphs = data["texts"], data["values"], data["paragraphs"]
    if not (isinstance(texts, dict) and isinstance(values, dict) and isinstance(paragraphs, dict)):
        raise ValueError(data)
    comments = data.get("comments", [])
    if not isinstance(comments, list) or not all(isinstance(one, str) for one in comments):
        raise ValueError(data)
    if not all(isinstance(v, str) for v in (*texts.values(), *values.values())):
        raise ValueError(data)
    read = {}
    for number, (pieces, style, cell, note, level) in paragraphs.items():
        kept = tuple(
            Piece(kind, str(text), str(name), str(form)) for kind, text, name, form in pieces
        )
        place = None if cell is None else (int(cell[0]), int(cell[1]), int(cell[2]))
        read[int(number)] = Paragraph(
            kept, str(style), (int(number),), place, str(note), int(level)
        )
    return Written(Origin(texts, values, tuple(comments)), read)
