"""The readers of finished files: what is packed, nested, damaged or of no known kind."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest

from octavo.diagnostics import Severity
from octavo.leaks import UNREAD, diagnostic_of, packages, scan
from octavo.leaks.reading import passages_of
from octavo.metadata import Author, Metadata
from octavo.needles import Needles, needles_of_metadata

NAME = "Zoë Quillfeather"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{NAME}</desc></svg>'
NEEDLES = Needles(tuple(needles_of_metadata(Metadata(title="T", authors=(Author(name=NAME),)))))


def places(name: str, data: bytes) -> list[str]:
    """Return the places of the passages that have the name."""
    found = [one for one in passages_of(name, data) if NAME in one.text]
    return [f"{one.place} {one.mark(one.text.index(NAME)).where}" for one in found]


def problems(name: str, data: bytes) -> list[tuple[str, str]]:
    """Return where something could not be read, and why."""
    return [(one.place, one.text) for one in passages_of(name, data) if one.problem]


def zipped(name: str, data: bytes) -> bytes:
    """Return a package of one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(name, data)
    return stream.getvalue()


def pdf(data: bytes) -> bytes:
    """Return a PDF with a stream of no known kind."""
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root["/Own"] = document.make_stream(data)
        document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.txt.gz", gzip.compress(f"By {NAME}.\n".encode()), ""),
        ("a.svgz", gzip.compress(SVG.encode()), ""),
        ("a.bin", b"\xff\x00\x01" + NAME.encode() + b"\x00\x02\xff", "bytes of the file"),
        ("a.txt", b"\xff\xfe" + f"By {NAME}.\n".encode("utf-16-le"), ""),
        ("a.tex", f"By {NAME}.\n".encode("latin-1"), ""),
        ("a.xml", f'<!DOCTYPE a [<!ENTITY who "{NAME}">]><a>&who;</a>'.encode(), "entity who"),
        ("a.html", f'<img src="data:image/svg+xml,{quote(SVG)}">'.encode(), "embedded file 1"),
        (
            "a.html",
            b'<img src="data:image/svg+xml;base64,' + base64.b64encode(SVG.encode()) + b'">',
            "embedded file 1",
        ),
        ("a.zip", zipped(f"{NAME}/", b""), "name of a member"),
        ("a.pdf", pdf(f"<?xml version='1.0'?><form>{NAME}</form>".encode()), "a stream"),
    ],
)
def test_a_name_is_found_wherever_it_is_packed(name: str, data: bytes, place: str) -> None:
    """What is compressed, percent-encoded, in another encoding or in no known format is read."""
    found = places(name, data)
    assert found
    assert any(place in one for one in found)


def nested(depth: int) -> bytes:
    """Return a text within packages within packages."""
    data = zipped("a.txt", NAME.encode())
    for _ in range(depth - 1):
        data = zipped("a.zip", data)
    return data


def test_files_within_files_are_read_to_a_depth() -> None:
    """Eight of them are; a package that holds more is told, and does not go on without end."""
    assert any("a.txt" in place for place in places("a.zip", nested(8)))
    assert [text for _, text in problems("a.zip", nested(8))] == []
    assert {text for _, text in problems("a.zip", nested(9))} == {
        "the files in it are too deep in each other"
    }


def locked() -> bytes:
    """Return a package whose member says that it is encrypted."""
    data = bytearray(zipped("a.txt", b"x"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.gz", b"\x1f\x8b broken", "not read: "),
        ("a.gz", gzip.compress(NAME.encode() * 99)[:-12], "not read: "),
        ("a.html", b"", "no HTML: "),
        ("a.zip", locked(), "not read: "),
    ],
)
def test_what_cannot_be_unpacked_is_told(name: str, data: bytes, said: str) -> None:
    """Nobody looked into it, so it is not clean."""
    ((_, text),) = problems(name, data)
    assert text.startswith(said)


def test_a_member_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few bytes may unpack to more than the memory holds."""
    monkeypatch.setattr(packages, "MAX_BYTES", 1000)
    data = zipped("a.txt", b"x" * 1001)
    assert problems("a.zip", data) == [("a.txt", "not read: it is too large")]


def test_what_was_not_read_is_an_error_with_a_hint(tmp_path: Path) -> None:
    """It is told as what leaks is."""
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8b broken")
    (leak,) = scan([path], NEEDLES)
    told = diagnostic_of(leak, tmp_path)
    assert leak.kind == UNREAD
    assert told.severity is Severity.ERROR
    assert told.message.startswith("not read: ")
    assert told.hints == ("see what the file is; nobody looked into it",)
