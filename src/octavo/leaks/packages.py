"""Reads ZIP packages: Word files, electronic books, LaTeX source, bundles; every member."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from octavo.leaks.passage import Passage, Read
from octavo.leaks.pictures import read_bytes

MAX_BYTES = 500_000_000
"""The size of the largest member that is read."""


def read_package(data: bytes, read: Read) -> Iterator[Passage]:
    """Yield the passages of every member, of their names, and of comments on them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield Passage("comment of the package", package.comment.decode("utf-8", "replace"))
            members = package.infolist()
            first = min((member.header_offset for member in members), default=0)
            yield Passage("bytes before the package", data[:first].decode("utf-8", "replace"))
            for member in members:
                yield from _member(package, member, read)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield Passage("", f"no package: {error}", problem=True)
    yield from read_bytes(data)  # what stands between the members


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, read: Read) -> Iterator[Passage]:
    name = member.filename
    yield Passage("name of a member", name)
    yield Passage(f"comment on {name}", member.comment.decode("utf-8", "replace"))
    yield Passage(f"field of {name}", member.extra.decode("utf-8", "replace"))
    if member.is_dir():
        return
    try:
        if member.file_size > MAX_BYTES:
            raise ValueError("it is too large")
        content = package.read(member)
    except (RuntimeError, ValueError, OSError, zipfile.BadZipFile, zlib.error) as error:
        yield Passage(name, f"not read: {error}", problem=True)
        return
    for passage in read(name, content):
        yield passage.within(name)
