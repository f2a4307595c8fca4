"""What nobody edited changes nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx

from octavo.merge.merging import merge
from octavo.project import load_project
from tests.merge.conftest import Resave, Trip


def test_an_untouched_file_changes_nothing(trip: Trip) -> None:
    """What comes back as it went out has no changes."""
    merged = trip.back()
    assert not merged.texts
    assert not merged.done


def test_what_word_does_to_every_file_changes_nothing(trip: Trip) -> None:
    """Runs that are cut up, identifiers of revisions and marks of spelling are no edits."""
    trip.reviewer.noise()
    merged = trip.back()
    assert not merged.texts
    assert not merged.done


def test_a_save_in_libreoffice_changes_nothing(trip: Trip, resave: Resave) -> None:
    """LibreOffice numbers notes anew, drops bookmarks and sets headers bold: no edits."""
    trip.file.write_bytes(resave(trip.reviewer.saved()))
    merged = merge(load_project(trip.root), trip.file)
    assert not merged.texts
    assert not merged.done


def test_a_save_by_python_docx_changes_nothing(trip: Trip) -> None:
    """The origin is a part that other programs keep."""
    document: Any = docx.Document(io.BytesIO(trip.reviewer.saved()))
    document.save(str(trip.file))
    merged = merge(load_project(trip.root), trip.file)
    assert not merged.texts
    assert not merged.done


def test_the_origin_holds_no_private_remarks(dense: Path) -> None:
    """Comments of the sources stay with their author: the file has dots in their place."""
    from octavo.merge.package import open_package, origin_of

    written = origin_of(open_package(dense / "build" / "manuscript.docx"))
    text = written.origin.texts["manuscript/01-text.md"]
    assert "private" not in text
    assert "<!-- . ....... ......\n.... ... ..... -->" in text


def test_a_file_without_round_trips_holds_no_sources(trip: Trip) -> None:
    """`build: docx: roundtrip: false` leaves no part and no bookmark of the way back."""
    from octavo.pipeline import build

    metadata = trip.root / "manuscript" / "metadata.yaml"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(f"{text}  docx:\n    roundtrip: false\n", encoding="utf-8")
    build(load_project(trip.root), ["docx"])
    with zipfile.ZipFile(trip.root / "build" / "manuscript.docx") as package:
        assert not [name for name in package.namelist() if name.startswith("customXml")]
        assert b"_Octavo_" not in package.read("word/document.xml")


def test_what_goes_to_a_journal_holds_no_sources(trip: Trip) -> None:
    """A submission may be blinded, and its reviewers are nobody's co-authors."""
    from octavo.submit.profile import Profile
    from octavo.submit.tailoring import tailored

    profile = Profile.model_validate({"name": "A journal"})
    assert not tailored(load_project(trip.root), profile).metadata.build.docx.roundtrip
