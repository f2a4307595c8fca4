"""Pictures of dots without what programs write into them: not a dot is touched.

The parts of a file that show something are kept byte for byte, so that photographs lose nothing
and what moves goes on moving; all other parts are left out, and what stands behind the end.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

EXIF_KEPT = frozenset((0x0112, 0x011A, 0x011B, 0x0128))
"""The tags of EXIF that say how a picture is turned, and how large its dots are."""

CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD hIST pHYs "
    b"acTL fcTL fdAT".split()
)
"""The chunks of a PNG that show something (https://www.w3.org/TR/png-3/)."""

SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
PLAYING = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""The extensions of a GIF that say how often it plays, and which colours it has."""

FRAMES = frozenset((b"ALPH", b"VP8 ", b"VP8L"))
EXIF_FLAG, XMP_FLAG = 0x08, 0x04
"""The flags of a WebP that say what is told of it."""


def clean_raster(data: bytes) -> bytes:
    """Return a picture without metadata; as it is where it has none."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"".join(_png(data))
    if data.startswith(b"\xff\xd8\xff"):
        return b"".join(_jpeg(data))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return b"".join(_gif(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return _saved_anew(data)


def _exif(data: bytes) -> bytes:
    """Return of EXIF what is needed to show a picture, or nothing."""
    from PIL import Image

    told, kept = Image.Exif(), Image.Exif()
    if not data:
        return b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is cut off is kept as far as it goes
            told.load(data)
        kept.update({tag: told[tag] for tag in sorted(EXIF_KEPT) if tag in told})
        return bytes(kept.tobytes()) if kept else b""
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return b""


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    place = 8
    while place + 12 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + 12 + size
        content = data[place + 8 : end - 4]
        if kind in CHUNKS:
            yield data[place:end]
        elif kind == b"iCCP":  # its name may be that of whose screen it is
            yield _chunk(kind, b"ICC\0" + content.partition(b"\0")[2])
        elif kind == b"eXIf" and (exif := _exif(content)):
            yield _chunk(kind, exif.removeprefix(b"Exif\0\0"))
        place = end
        if kind == b"IEND":
            return


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == 0xFF:  # a byte that fills
            place += 1
            continue
        if kind == 0xD9:
            break
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        yield _segment(kind, data[place:end])
        place = end
        if kind == 0xDA:
            found = SCAN_END.search(data, place)
            place = found.start() if found else len(data)
            yield data[end:place]
    yield b"\xff\xd9"


def _segment(kind: int, segment: bytes) -> bytes:
    """Return what is needed of a segment of a JPEG: of applications, what its look depends on."""
    content = segment[4:]
    if not (0xE0 <= kind <= 0xEF or kind == 0xFE):
        return segment
    if kind == 0xE0 and content.startswith(b"JFIF\0"):
        return _applied(kind, content[:12] + b"\0\0")  # a small copy may show what was cut off
    if kind == 0xE1 and content.startswith(b"Exif\0"):
        exif = _exif(content)
        return _applied(kind, exif) if exif else b""
    colours = (kind == 0xE2 and content.startswith(b"ICC_PROFILE\0")) or (
        kind == 0xEE and content.startswith(b"Adobe")
    )
    return segment if colours else b""


def _applied(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content


def _gif(data: bytes) -> Iterator[bytes]:
    place = 13 + _colours(data[10])
    yield data[:place]
    control = b""
    while place + 2 < len(data) and data[place] != 0x3B:
        start = place
        if data[place] == 0x2C and place + 10 < len(data):
            place = _behind_blocks(data, place + 11 + _colours(data[place + 9]))
            yield control + data[start:place]
            control = b""
        elif data[place] == 0x21:
            place = _behind_blocks(data, place + 2)
            if data[start + 1] == 0xF9:  # it goes with the picture behind it
                control = data[start:place]
            elif data[start + 1] == 0xFF and data[start + 3 : start + 14] in PLAYING:
                yield data[start:place]
            elif data[start + 1] == 0x01:  # a text, which no program shows
                control = b""
        else:
            break
    yield b";"


def _colours(flags: int) -> int:
    """Return the bytes of a table of colours, if there is one."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(data: bytes, place: int) -> int:
    """Return where a chain of blocks ends."""
    while place < len(data) and data[place]:
        place += data[place] + 1
    return place + 1


def _webp(data: bytes) -> bytes:
    parts = [*_riff(data[12:])]
    exif = _exif(next((content for kind, content in parts if kind == b"EXIF"), b""))
    chunks = b"".join(_of_webp(kind, content, exif) for kind, content in parts)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _of_webp(kind: bytes, content: bytes, exif: bytes) -> bytes:
    """Return what is needed of a chunk of a WebP (https://developers.google.com/speed/webp)."""
    if kind == b"VP8X" and content:
        flags = content[0] & ~(XMP_FLAG if exif else XMP_FLAG | EXIF_FLAG)
        return _packed(kind, bytes((flags,)) + content[1:])
    if kind == b"EXIF":
        return _packed(kind, exif) if exif else b""
    if kind == b"ANMF":
        frame = b"".join(_packed(*part) for part in _riff(content[16:]) if part[0] in FRAMES)
        return _packed(kind, content[:16] + frame)
    return _packed(kind, content) if kind in {*FRAMES, b"ANIM", b"ICCP"} else b""


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        yield data[place : place + 4], data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _packed(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _saved_anew(data: bytes) -> bytes:
    """Return a picture of a rarer kind as Pillow writes its dots."""
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(data)) as picture:
        form, exif = picture.format, _exif(picture.getexif().tobytes())
        frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
        settings: dict[str, Any] = {
            key: picture.info[key]
            for key in ("dpi", "icc_profile", "compression")
            if key in picture.info
        }
    for frame in frames:
        frame.info = {}
    if exif:
        settings["exif"] = exif
    if len(frames) > 1:
        settings |= {"save_all": True, "append_images": frames[1:]}
    stream = io.BytesIO()
    frames[0].save(stream, form, **settings)
    return stream.getvalue()
