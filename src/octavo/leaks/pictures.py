"""Reads what pictures of dots say of themselves: EXIF, text chunks, comments, profiles, XMP."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from octavo.leaks.passage import Flow, Passage, Read

MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
PACKET = re.compile(
    rb"<\?xpacket begin[^>]*>(?P<within>.*?)<\?xpacket end|<(\w+):xmpmeta.*?</\2:xmpmeta>",
    re.DOTALL,
)
"""XMP as it stands in a file of any kind (ISO 16684-1)."""

PNG_PACKET = "XML:com.adobe.xmp"
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
"""What begins a part of XMP that is too long for one segment of a JPEG."""

RUNS = {
    "utf-8": re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){5,}"),
    "utf-16-le": re.compile(rb"(?:[\x20-\x7e]\x00){5,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\x20-\x7e]){5,}"),
}
"""What looks like text in a file of any kind."""


def is_picture(data: bytes) -> bool:
    """Tell whether a file is a picture of dots, by its first bytes."""
    return data.startswith(MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def read_picture(data: bytes, read: Read) -> Iterator[Passage]:
    """Yield the passages of a picture: what its format says that it holds, then its bytes."""
    from PIL import Image

    packets = [found["within"] or found[0] for found in PACKET.finditer(data)]
    try:
        with Image.open(io.BytesIO(data)) as picture:
            yield from _frames(picture)
            packets += _further_packets(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        yield Passage("", f"no picture: {error}", problem=True)
    for packet in dict.fromkeys(packets):
        for passage in read("packet.xml", packet):
            yield passage.within("XMP")
    yield from read_bytes(data)


def read_bytes(data: bytes) -> Iterator[Passage]:
    """Yield the texts among the bytes of a file."""
    flow = Flow()
    for encoding, runs in RUNS.items():
        for found in runs.finditer(data):
            flow.part()
            flow.add(found[0].decode(encoding, "replace"))
    for passage in flow.passage("bytes of the file"):
        yield replace(passage, raw=True, again=True)


def _frames(picture: Any) -> Iterator[Passage]:
    from PIL import ImageSequence

    for frame in ImageSequence.Iterator(picture):
        yield from _tags(frame)
        yield from _facts("", frame.info)
    picture.seek(0)
    for number, (name, data) in enumerate(getattr(picture, "applist", [])):
        yield Passage(f"{name} {number + 1}", _text(data))
    if picture.format == "PNG":  # texts may stand behind the dots
        picture.load()
        yield from _facts("PNG text", getattr(picture, "text", {}))


def _further_packets(picture: Any) -> Iterator[bytes]:
    """Yield the XMP that is compressed, or divided among segments."""
    packed = getattr(picture, "text", {}).get(PNG_PACKET)
    if packed:
        yield packed.encode()
    parts: dict[bytes, dict[bytes, bytes]] = {}
    for _, segment in getattr(picture, "applist", ()):
        if segment.startswith(EXTENDED):
            head, content = segment[len(EXTENDED) :][:40], segment[len(EXTENDED) + 40 :]
            parts.setdefault(head[:32], {})[head[36:]] = content
    yield from (b"".join(found[place] for place in sorted(found)) for found in parts.values())


def _tags(picture: Any) -> Iterator[Passage]:
    from PIL import ExifTags

    exif = picture.getexif()
    for name, tags in (
        ("EXIF", dict(exif)),
        ("TIFF", dict(getattr(picture, "tag_v2", {}))),
        *((f"EXIF {ifd.name}", dict(exif.get_ifd(ifd))) for ifd in ExifTags.IFD),
    ):
        for tag, value in tags.items():
            label = ExifTags.TAGS.get(tag, tag) if isinstance(tag, int) else tag
            yield Passage(f"{name} {label}", _text(value))


def _facts(kind: str, facts: Mapping[Any, Any]) -> Iterator[Passage]:
    for key, value in facts.items():
        if isinstance(value, Mapping):
            yield from _facts(f"{kind} {key}".strip(), value)
        elif isinstance(value, (str, bytes, tuple, list)):
            yield Passage(f"{kind} {key}".strip(), _text(value))


def _text(value: Any) -> str:
    """Return a value as text; bytes as all the texts that they may be."""
    if isinstance(value, bytes):
        wide = value[8:] if value[:7] == b"UNICODE" else value
        both = [value.decode("utf-8", "replace"), wide.decode("utf-16-le", "replace")]
        return "\ue000".join([*both, wide.decode("utf-16-be", "replace")])
    if isinstance(value, (tuple, list)):
        return " ".join(map(_text, value))
    return str(value)
