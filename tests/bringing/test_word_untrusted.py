"""Word files of strangers: nothing is expanded, fetched, or written elsewhere."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from octavo import word_archive
from octavo.bringing.word import bring_word
from octavo.cli import run
from octavo.diagnostics import UsageError
from tests.bringing.test_word import drawing, picture_link
from tests.bringing.word_files import docx, paragraph
from tests.bringing.word_files import run as text_run

TITLE = paragraph("T", style="Title")
BOMB = """<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>
<w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""
XXE = BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize("text", [BOMB, XXE], ids=["bomb", "external"])
def test_xml_with_entities_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The part and the line are named, the exit is 2, and nothing is written."""
    (tmp_path / "a.docx").write_bytes(docx("", {"word/document.xml": text}))
    assert run(["init", str(tmp_path / "new"), "--from", str(tmp_path / "a.docx")]) == 2
    said = capsys.readouterr().err
    assert "a.docx: word/document.xml:1:1: the XML has a document type" in said
    assert "root:" not in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "this is no Word file"),
        (b"PK\x03\x04 broken", "this is no Word file"),
        (docx("<w:p>"), "word/document.xml:1:"),
    ],
)
def test_what_is_no_word_file_is_refused(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty file, a broken archive, broken XML."""
    (tmp_path / "a.docx").write_bytes(data)
    assert run(["init", str(tmp_path / "new"), "--from", str(tmp_path / "a.docx")]) == 2
    assert said in capsys.readouterr().err


def test_a_part_that_grows_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the archive says of sizes is not believed."""
    monkeypatch.setattr(word_archive, "MAX_XML", 1_000_000)
    data = docx(TITLE + paragraph("a" * 2_000_000))
    assert len(data) < 10_000
    with pytest.raises(UsageError, match=r"word/document\.xml: the part unpacks to more than 1 MB"):
        bring_word("a.docx", data)


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of a hundred thousand parts is none of Word's."""
    monkeypatch.setattr(word_archive, "MAX_PARTS", 10)
    parts = {f"word/media/{n}.png": b"" for n in range(20)}
    with pytest.raises(UsageError, match="the package has 25 parts"):
        bring_word("a.docx", docx(TITLE, parts))


def test_names_that_lead_out_are_left_out(tmp_path: Path) -> None:
    """Nothing is written beside the manuscript, and the names are told."""
    parts = {"../../evil.png": b"x", "word/media/../../../evil.png": b"x", "/etc/evil.png": b"x"}
    links = picture_link("p1", "../../evil.png")
    (tmp_path / "in").mkdir()
    source = tmp_path / "in/a.docx"
    source.write_bytes(docx(TITLE + paragraph("Words.", drawing("p1")), parts, links))
    run(["init", str(tmp_path / "in/new"), "--from", str(source)])
    assert not list(tmp_path.rglob("*evil*"))
    report = (tmp_path / "in/new/brought.txt").read_text(encoding="utf-8")
    for name in parts:
        assert repr(name) in report
    assert run(["build", "html", "-C", str(tmp_path / "in/new")]) == 0


def test_pictures_elsewhere_are_told_and_not_fetched(tmp_path: Path) -> None:
    """A server that waits for a request gets none, and a file of the machine is not read."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/a.png"
    links = picture_link("p1", address, "External") + picture_link(
        "p2", "file:///etc/passwd", "External"
    )
    body = TITLE + paragraph("Words.", drawing("p1"), drawing("p2"))
    source = tmp_path / "a.docx"
    source.write_bytes(docx(body, {}, links))
    assert run(["init", str(tmp_path / "new"), "--from", str(source)]) == 1
    server.shutdown()
    server.server_close()
    report = (tmp_path / "new/brought.txt").read_text(encoding="utf-8")
    assert hits == []
    assert address in report
    assert "file:///etc/passwd" in report
    everything = b"".join(p.read_bytes() for p in (tmp_path / "new").rglob("*") if p.is_file())
    assert b"root:x:" not in everything


def test_text_that_looks_like_markup_stays_text(tmp_path: Path) -> None:
    """Nothing that a paragraph says becomes HTML, TeX, a value or a citation."""
    text = r"<script>alert(1)</script> \input{/etc/passwd} {{ 7*7 }} `a`{=html} @nobody $x$ ![a](b)"
    source = tmp_path / "a.docx"
    source.write_bytes(docx(TITLE + paragraph(text_run(text))))
    run(["init", str(tmp_path / "new"), "--from", str(source)])
    assert run(["build", "html", "-C", str(tmp_path / "new")]) == 0
    page = (tmp_path / "new/build/manuscript.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \\input{/etc/passwd} {{ 7*7 }}" in page
    assert "@nobody $x$ ![a](b)" in page


def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no file is refused at once."""
    os.mkfifo(tmp_path / "a.docx")
    assert run(["init", str(tmp_path / "new"), "--from", str(tmp_path / "a.docx")]) == 2
    assert "this is no file" in capsys.readouterr().err


def test_an_encrypted_part_is_refused() -> None:
    """A package that cannot be read is named as one."""
    data = bytearray(docx(TITLE))
    where = data.rfind(b"PK\x01\x02")
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.namelist()
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1
        start = data.find(b"PK\x01\x02", start + 1)
    assert where > 0
    with pytest.raises(
        UsageError, match=r"^a\.docx: \[Content_Types\]\.xml: the part is encrypted"
    ):
        bring_word("a.docx", bytes(data))
