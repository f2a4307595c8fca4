"""Where files differ is said in words that lead somebody to the place."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.render.zip_package import packed
from octavo.verify.differences import difference, first

PDF = b"%PDF-1.7\n4 0 obj\n<</Type /Font>>\nendobj\n5 0 obj\n<</CreationDate (D:2026)>>\nendobj\n"


def package(*parts: tuple[str, bytes], moment: int = 1_700_000_000) -> bytes:
    """Pack parts as a build does."""
    return packed(parts, moment)


def doubled(data: bytes) -> bytes:
    """Return the members of a package in their order, packed by other means."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info), compresslevel=1)
    return stream.getvalue()


A, B = ("a.xml", b"<a>one</a>"), ("b.bin", b"1234")


@pytest.mark.parametrize(
    ("name", "one", "other", "said"),
    [
        ("a.html", b"a\nb\xc3\xbcx", b"a\nb\xc3\xbcy", "line 2, column 3: `büx` and `büy`"),
        ("a.svg", b"a\n", b"a\nb", "line 2, column 1: the end and `b`"),
        ("a.md", b"a\nc", b"ab\nc", "line 1, column 2: `a` and `ab`"),
        ("a.html", b"data:image/png;base64,AB", b"data:image/png;base64,AC", "in an embedded file"),
        ("a.png", b"123", b"1245", "byte 3; 3 and 4 bytes"),
        ("a.pdf", PDF, PDF.replace(b"2026", b"2027"), "byte 71, in object 5, /CreationDate"),
        ("a.pdf", PDF, PDF.replace(b"/Font", b"/Fond"), "byte 30, in object 4, Font"),
        ("a.pdf", b"%PDF-1.7", b"%PDF-1.4", "byte 8"),
        ("a.docx", package(A, B), package(A), "the member `b.bin` is in one alone"),
        ("a.zip", package(A, B), package(B, A), "the order of the members, from `a.xml` on"),
        (
            "a.epub",
            package(A, ("in.docx", package(A))),
            package(A, ("in.docx", package(("a.xml", b"<a>two</a>")))),
            "the member `in.docx`: the member `a.xml`: line 1, column 4: `<a>one</a>` and",
        ),
        (
            "a.zip",
            package(A),
            package(A, moment=1_800_000_000),
            "`date_time` of the member `a.xml`",
        ),
        (
            "a.zip",
            package((A[0], A[1] * 99)),
            doubled(package((A[0], A[1] * 99))),
            "the packing, byte",
        ),
        ("a.zip", b"no", b"zip", "byte 1: one of them is no ZIP file"),
    ],
)
def test_the_first_difference_has_a_place(name: str, one: bytes, other: bytes, said: str) -> None:
    """It is a line of a text, a member of a package, an object of a PDF, or else a byte."""
    assert said in difference(name, one, other)


@given(st.binary(max_size=50), st.binary(max_size=9), st.binary(max_size=9))
def test_the_first_byte_that_differs_is_found(same: bytes, one: bytes, other: bytes) -> None:
    """Everything before it is equal, and it is not."""
    at = first(same + one, same + other)
    assert at >= len(same)
    assert (same + one)[:at] == (same + other)[:at]
    assert (same + one)[at : at + 1] != (same + other)[at : at + 1] or one == other
