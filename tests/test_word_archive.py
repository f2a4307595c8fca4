"""Word files from outside: what is in them is read within limits, or refused with its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from octavo.diagnostics import UsageError
from octavo.word_archive import open_archive

ENTITIES = '<!DOCTYPE a [<!ENTITY b "ha">]>'


def package(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def refusal(data: bytes) -> str:
    """Return what a part of XML is refused with."""
    archive = open_archive("a.docx", package({"a.xml": data}))
    with pytest.raises(UsageError) as caught:
        archive.tree("a.xml", archive.xml_data("a.xml"))
    return str(caught.value)


@pytest.mark.parametrize("cut", [1, 3, 20])
def test_a_file_without_its_beginning_is_refused(cut: int) -> None:
    """The places in its directory lead before it: that is damage like any other."""
    data = package({"a.xml": b"<a/>"}, zipfile.ZIP_STORED)[cut:]
    with pytest.raises(
        UsageError, match=r"^a\.docx: (a\.xml: the part is damaged|this is no Word)"
    ):
        open_archive("a.docx", data).data("a.xml")


def test_a_packing_that_word_does_not_know_is_refused() -> None:
    """Packages are deflated or stored (ECMA-376, part 2)."""
    archive = open_archive("a.docx", package({"a.xml": b"<a/>"}, zipfile.ZIP_LZMA))
    with pytest.raises(
        UsageError, match=r"^a\.docx: a\.xml: the part is packed as Word packs none"
    ):
        archive.data("a.xml")


def test_parts_share_what_may_be_unpacked() -> None:
    """Many parts within their limits are together no more than one file may be."""
    archive = open_archive("a.docx", package({"a": b"a" * 700_000, "b": b"b" * 700_000}))
    archive.room = 1_000_000
    archive.data("a")
    with pytest.raises(UsageError, match="b: the part unpacks to more than 0 MB"):
        archive.data("b")


@pytest.mark.parametrize(
    "text",
    [
        f"{ENTITIES}<a c='&b;'/>",
        f"<!--{' ' * 5000}-->\n{ENTITIES}<a/>",
        f'<?xml version="1.0" encoding="UTF-8"?>{ENTITIES}<a>&b;</a>',
    ],
    ids=["attribute", "behind a comment", "declared"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_type_is_refused_before_it_is_read(text: str, encoding: str) -> None:
    """Wherever it stands, and in either of the encodings that packages have."""
    assert "the XML has a document type, which no Word file has" in refusal(text.encode(encoding))


def test_an_encoding_that_hides_a_document_type_is_not_believed() -> None:
    """EBCDIC looks like no document type; it is no UTF-8 either."""
    text = f'<?xml version="1.0" encoding="cp037"?>{ENTITIES}<a>&b;</a>'
    assert refusal(text.encode("cp037")).startswith("a.docx: a.xml:1:3: the byte 0xA7 is not UTF-8")
    assert "document type" in refusal(text.encode())


def test_broken_xml_has_its_line() -> None:
    """The part, the line and the column are those of the file."""
    said = refusal(b'<?xml version="1.0"?>\r\n<a>\r\n  <b></a>')
    assert said.startswith("a.docx: a.xml:3:10: no well-formed XML: Opening and ending tag")


def test_elements_too_deep_have_their_line() -> None:
    """No walk over them comes to its limit."""
    said = refusal(b"<a>\n" * 1500 + b"</a>" * 1500)
    assert said == "a.docx: a.xml:201:1: elements hold each other more than 200 deep"
