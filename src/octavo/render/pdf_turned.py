"""Pages that a viewer of the PDF turns: those on which something stands sideways.

Typst can float what is set sideways, but cannot turn the page on which it comes to stand; so
these pages are written again behind the file's end, turned (ISO 32000-1, 7.5.6 and 7.7.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PAGE = re.compile(rb"(?<=\n)(\d+) 0 obj\n<</Type/Page/")
LAST_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def with_turned(data: bytes, numbers: Iterable[int]) -> bytes:
    """Return a PDF of Typst's in which the pages of these numbers, from 1, are turned right."""
    pages, end = [*PAGE.finditer(data)], LAST_TABLE.search(data)
    chosen = [pages[number - 1] for number in sorted(set(numbers)) if number <= len(pages)]
    if end is None or not chosen:
        return data
    out, table = bytearray(data.rstrip() + b"\n"), bytearray(b"xref\n")
    for page in chosen:
        table += b"%d 1\n%010d 00000 n \n" % (int(page[1]), len(out))
        rest = data[page.end() : data.index(b"endobj", page.end())]
        out += page[0] + b"Rotate 90/" + rest + b"endobj\n"
    trailer = data[data.rindex(b"trailer") : end.start()].rstrip()
    table += trailer.removesuffix(b">>") + b"/Prev %d>>\n" % int(end[1])
    return bytes(out + table + b"startxref\n%d\n%%%%EOF\n" % len(out))
