"""Word files from outside: refused with the place of what is wrong, and never followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.cli import run
from octavo.diagnostics import UsageError
from octavo.merge.merging import merge
from octavo.project import load_project
from tests.merge.conftest import Trip

Change = Callable[[str, bytes], bytes]


def rebuilt(data: bytes, change: Change) -> bytes:
    """Return a package with parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return stream.getvalue()


def of(part: str, old: bytes, new: bytes) -> Change:
    """Return a change of one part."""
    return lambda name, data: data.replace(old, new, 1) if name == part else data


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FAULTS: dict[str, tuple[Change, str]] = {
    "entities": (of("word/document.xml", b"<w:document", BOMB + b"<w:document"), "document type"),
    "outside": (of("word/document.xml", b"<w:document", OUTSIDE + b"<w:document"), "document type"),
    "broken": (of("word/document.xml", b"</w:body>", b""), "no well-formed XML"),
    "deep": (
        of("word/document.xml", b"<w:body>", b"<w:body>" + b"<w:sdt>" * 300 + b"</w:sdt>" * 300),
        "deep",
    ),
    "version": (of("customXml/item1.xml", b'version="1"', b'version="9"'), "version 9"),
    "map": (
        lambda name, data: data[:-400] + b"</origin>" if name == "customXml/item1.xml" else data,
        "damaged",
    ),
    "huge": (
        lambda name, data: (
            b"<w:document>" + b" " * 130_000_000 if name == "word/document.xml" else data
        ),
        "unpacks to more",
    ),
    "no map": (
        lambda name, data: b"<none/>" if name == "customXml/item1.xml" else data,
        "does not say",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_hostile_file_is_refused(
    trip: Trip, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one message with the part's name, and no source is touched."""
    change, said = FAULTS[name]
    trip.file.write_bytes(rebuilt(trip.reviewer.saved(), change))
    before = trip.before("02-end.md")
    assert run(["merge", "-C", str(trip.root), str(trip.file)]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert "reviewed.docx" in shown
    assert "Traceback" not in shown
    assert trip.before("02-end.md") == before


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused(trip: Trip, data: bytes) -> None:
    """The message says so."""
    trip.file.write_bytes(data)
    with pytest.raises(UsageError, match="no Word"):
        merge(load_project(trip.root), trip.file)


def test_paths_of_the_map_lead_nowhere(trip: Trip) -> None:
    """A map that names a file outside of the manuscript writes nothing there."""
    from octavo.merge.package import open_package, origin_of
    from octavo.origin import Origin, packed

    trip.file.write_bytes(trip.reviewer.saved())
    written = origin_of(open_package(trip.file))
    texts = {
        name.replace("manuscript/02-end.md", "../outside.md"): text
        for name, text in written.origin.texts.items()
    }
    paragraphs = list(written.paragraphs.values())
    forged = packed(Origin(texts, written.origin.values), paragraphs)
    (trip.root.parent / "outside.md").write_text("mine", encoding="utf-8")
    trip.reviewer.parts["customXml/item1.xml"] = forged
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    merged = trip.back()
    assert not merged.texts
    assert merged.done[0].status == "conflict"
    assert (trip.root.parent / "outside.md").read_text(encoding="utf-8") == "mine"


def test_a_map_that_pandoc_would_never_end_on_is_refused(trip: Trip) -> None:
    """What was built has no such brackets."""
    from octavo.merge.package import open_package, origin_of
    from octavo.origin import Origin, packed

    trip.file.write_bytes(trip.reviewer.saved())
    written = origin_of(open_package(trip.file))
    texts = {**written.origin.texts, "manuscript/02-end.md": "[" * 60}
    forged = packed(Origin(texts, written.origin.values), list(written.paragraphs.values()))
    trip.reviewer.parts["customXml/item1.xml"] = forged
    with pytest.raises(UsageError, match=r"reviewed\.docx: its map is of no manuscript"):
        trip.back()


def test_links_of_the_file_are_not_visited(trip: Trip, tmp_path: Path) -> None:
    """A picture that leads outside is no more than a picture."""
    relation = (
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    )
    change = of("word/_rels/document.xml.rels", b"</Relationships>", relation + b"</Relationships>")
    trip.file.write_bytes(rebuilt(trip.reviewer.saved(), change))
    assert not merge(load_project(trip.root), trip.file).texts
    assert not (tmp_path / "x").exists()
