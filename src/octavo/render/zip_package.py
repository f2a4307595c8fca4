"""Packages of parts (DOCX, EPUB, LaTeX, submissions): the same, byte by byte, every time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Collection, Iterable

from octavo.moments import moment_of

EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2107, 12, 31, 23, 59, 58, tzinfo=datetime.UTC)
"""The first and the last moment that a ZIP file can tell."""

COMPRESSED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4")


def zip_moment(timestamp: int) -> datetime.datetime:
    """Return the moment nearest to the one given that a ZIP file can tell."""
    return min(max(moment_of(timestamp), EARLIEST), LATEST)


def packed(
    parts: Iterable[tuple[str, bytes]], timestamp: int, stored: Collection[str] = ()
) -> bytes:
    """Return the parts as a ZIP file, in order, each with the moment that the document bears.

    Those in `stored` are not compressed, nor are pictures that are so already.
    """
    moment = zip_moment(timestamp).timetuple()[:6]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, moment)
            as_it_is = name in stored or name.lower().endswith(COMPRESSED)
            entry.compress_type = zipfile.ZIP_STORED if as_it_is else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, data)
    return stream.getvalue()
