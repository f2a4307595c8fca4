"""Where two files first differ, in words that somebody can act on."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

PACKAGES = frozenset({".docx", ".epub", ".zip"})
TEXTS = frozenset(
    ".html .xhtml .xml .svg .json .txt .md .tex .bib .bbl .bst .cls .css .eps .rels .opf"
    " .ncx .csl .typ .yaml .csv".split()
)
AROUND = 24
"""Letters of a text that are shown on either side of where it differs."""

EMBEDDED = re.compile(rb"data:([\w.+/-]+);base64,[\w+/=]*\Z")
"""A file within a text, which is of no use to look at."""

OBJECT = re.compile(rb"(\d+) \d+ obj\b")
KIND = re.compile(rb"/(?:Type|Subtype|S) ?/(\w+)")
TIMES = re.compile(rb"/(CreationDate|ModDate|ID|Producer|Creator|Author|Title)\b[^/]*$")
NAMED = 200
"""Bytes before a difference in which a name of PDF is looked for."""


def difference(name: str, one: bytes, other: bytes) -> str:
    """Say where two different files first differ; `name` tells what kind they are."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PACKAGES:
        return _of_packages(one, other)
    if suffix in TEXTS:
        return _of_texts(one, other)
    at = first(one, other)
    sizes = "" if len(one) == len(other) else f"; {len(one):,} and {len(other):,} bytes"
    where = _in_pdf(one, at) if suffix == ".pdf" else ""
    return f"byte {at + 1:,}{where}{sizes}"


def first(one: bytes, other: bytes) -> int:
    """Return the offset of the first byte that differs, which may be behind the shorter."""
    shorter = min(len(one), len(other))
    low, high = 0, shorter
    while low < high:  # equal up to `low`; the halves are compared at the speed of memory
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _of_packages(one: bytes, other: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(one)) as a, zipfile.ZipFile(io.BytesIO(other)) as b:
            return next(_in_packages(a, b), f"the packing, byte {first(one, other) + 1:,}")
    except zipfile.BadZipFile:
        return f"byte {first(one, other) + 1:,}: one of them is no ZIP file"


def _in_packages(one: zipfile.ZipFile, other: zipfile.ZipFile) -> Iterator[str]:
    names, others = one.namelist(), other.namelist()
    for name in (*names, *others):
        if (name in names) != (name in others):
            yield f"the member `{name}` is in one alone"
    for name in names:
        if one.read(name) != other.read(name):
            yield f"the member `{name}`: {difference(name, one.read(name), other.read(name))}"
    if names != others:
        yield f"the order of the members, from `{_parting(names, others)}` on"
    for a, b in zip(one.infolist(), other.infolist(), strict=True):
        for what in ("date_time", "external_attr", "create_system", "compress_type", "extra"):
            if getattr(a, what) != getattr(b, what):
                told = f"{getattr(a, what)} and {getattr(b, what)}"
                yield f"`{what}` of the member `{a.filename}`: {told}"


def _parting(names: list[str], others: list[str]) -> str:
    return next(a for a, b in zip(names, others, strict=True) if a != b)


def _of_texts(one: bytes, other: bytes) -> str:
    at = first(one, other)
    line = one.count(b"\n", 0, at) + 1
    start = one.rfind(b"\n", 0, at) + 1
    column = len(one[start:at].decode("utf-8", "ignore")) + 1
    embedded = EMBEDDED.search(one, start, at)
    if embedded:
        return f"line {line:,}, column {column:,}, in an embedded file ({embedded[1].decode()})"
    return f"line {line:,}, column {column:,}: {_around(one, at)} and {_around(other, at)}"


def _around(data: bytes, at: int) -> str:
    """Return a little of a text, with what is before and behind a place in its line."""
    begin = max(data.rfind(b"\n", 0, at) + 1, at - AROUND)
    end = data.find(b"\n", at)
    shown = data[begin : min(end if end >= 0 else len(data), at + AROUND)]
    text = shown.decode("utf-8", "ignore").strip()
    return f"`{text}`" if text else "the end of a line" if at < len(data) else "the end"


def _in_pdf(data: bytes, at: int) -> str:
    """Name the object of a PDF that a place is in, and the key before it."""
    begun = list(OBJECT.finditer(data, 0, at))
    if not begun:
        return ""
    kind = KIND.search(data, begun[-1].end(), begun[-1].end() + NAMED)
    key = TIMES.search(data, max(begun[-1].end(), at - NAMED), at)
    what = kind[1].decode() if kind else ""
    told = [f"in object {begun[-1][1].decode()}", what, f"/{key[1].decode()}" if key else ""]
    return ", " + ", ".join(filter(None, told))
