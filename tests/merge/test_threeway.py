"""Sources that have moved on since the file was built, and files of several reviewers."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.cli import run
from octavo.fixes import write
from octavo.merge.edits import Edit, applied
from octavo.merge.merging import Merge, merge
from octavo.merge.yaml_edits import in_file
from octavo.project import load_project
from octavo.yaml_source import read_yaml
from tests.merge.conftest import Trip


def edited(trip: Trip, old: str, new: str, name: str = "02-end.md") -> None:
    """Let the author edit a section meanwhile."""
    path = trip.root / "manuscript" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def taken(trip: Trip) -> Merge:
    """Merge and write."""
    merged = trip.back()
    write(trip.root, dict(merged.texts))
    return merged


def test_other_words_of_a_paragraph_that_changed_are_merged(trip: Trip) -> None:
    """Both edits are in the paragraph, though they share a line."""
    edited(trip, "Another sentence", "Some other sentence")
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    merged = taken(trip)
    assert [done.status for done in merged.done] == ["applied"]
    assert "Brief paragraph. Some other sentence in it." in trip.before("02-end.md")


def test_the_same_words_are_a_conflict(trip: Trip) -> None:
    """Both texts stand there, line by line, between the marks of git."""
    edited(trip, "Short paragraph.", "Tiny paragraph.")
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    merged = taken(trip)
    assert [done.status for done in merged.done] == ["conflict"]
    assert trip.before("02-end.md").startswith(
        "Discussion\n==========\n\n"
        "<<<<<<< this\n"
        "Tiny paragraph. Another sentence in it. A third one,\n"
        "=======\n"
        "Brief paragraph. Another sentence in it. A third one,\n"
        ">>>>>>> reviewed.docx\n"
        "which is here, ends the paragraph.\n"
    )


def test_a_paragraph_deleted_meanwhile_and_edited_is_a_conflict(trip: Trip) -> None:
    """The edit of what is no more is not lost."""
    edited(trip, "The same words. The same words. The same words.\n\n", "")
    trip.reviewer.replace("The same words", "Other words")
    merged = taken(trip)
    assert [done.status for done in merged.done] == ["conflict"]
    assert "Other words. The same words. The same words." in trip.before("02-end.md")


def test_a_section_that_is_no_more_is_told(trip: Trip) -> None:
    """Edits of a file that was renamed or removed are conflicts, with their text."""
    (trip.root / "manuscript" / "02-end.md").rename(trip.root / "manuscript" / "03-other.md")
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    merged = trip.back()
    assert [done.status for done in merged.done] == ["conflict"]
    assert "02-end.md is no more" in merged.done[0].change.reason


def test_merging_twice_changes_nothing_more(trip: Trip) -> None:
    """What is in the sources already is known again."""
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    trip.reviewer.new_paragraph("The same words", "A new one.")
    trip.reviewer.delete_paragraph("Persian")
    first = taken(trip)
    assert {done.status for done in first.done} == {"applied"}
    second = taken(trip)
    assert not second.texts
    assert {done.status for done in second.done} == {"present"}


def test_files_of_two_reviewers_are_merged(trip: Trip, dense: Path) -> None:
    """The second file knows nothing of the first one's edits, and both are kept."""
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    taken(trip)
    trip.reviewer.data = (dense / "build" / "manuscript.docx").read_bytes()
    trip.reviewer.__post_init__()
    trip.reviewer.replace("ends the paragraph", "closes the paragraph")
    trip.reviewer.replace("several lines", "many lines")
    taken(trip)
    text = trip.before("02-end.md")
    assert "Brief paragraph. Another sentence in it. A third one,\nwhich is here, closes" in text
    assert "many lines" in trip.before("metadata.yaml")


def test_private_remarks_are_in_conflicts_as_they_are(trip: Trip) -> None:
    """The file has dots for them; the section keeps its own words."""
    edited(trip, "which is here,", "which is there, <!-- my own remark -->", "02-end.md")
    trip.reviewer.replace("which is here", "which stands here")
    taken(trip)
    assert trip.before("02-end.md").count("<!-- my own remark -->") == 1
    assert "<!-- .." not in trip.before("02-end.md")


def test_line_ends_stay_as_they_are(trip: Trip) -> None:
    """A file of Windows keeps its ends of lines and its byte-order mark."""
    path = trip.root / "manuscript" / "02-end.md"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    trip.reviewer.new_paragraph("The same words", "A new one.")
    write(trip.root, dict(trip.back().texts))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfDiscussion\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert "Brief paragraph" in data.decode()


def test_authors_are_taken_or_left(trip: Trip) -> None:
    """Of two authors in one file each may be taken alone."""
    trip.reviewer.replace("Short paragraph", "Brief paragraph", author="Ann")
    trip.reviewer.replace("ends the paragraph", "closes the paragraph", author="Bob")
    assert "Brief" in trip.behind("02-end.md", accept=["Ann"])
    assert "closes" not in trip.behind("02-end.md", accept=["Ann"])
    assert "Brief" not in trip.behind("02-end.md", reject=["Ann"])
    assert "closes" in trip.behind("02-end.md", reject=["Ann"])
    project = load_project(trip.root)
    assert not merge(project, trip.file, reject=["Ann", "Bob"]).texts


def test_what_comes_in_at_one_place_stays_in_its_order(trip: Trip) -> None:
    """Paragraphs stand as the reviewers have them, whatever letters they begin with."""
    trip.reviewer.new_paragraph("The same words", "Zebras were seen.", author="Ann")
    trip.reviewer.new_paragraph("Zebras", "Apples were eaten.", author="Bob")
    text = trip.behind("02-end.md")
    assert "words.\n\nZebras were seen.\n\nApples were eaten.\n" in text


def test_what_comes_in_at_one_place_of_the_metadata_stays_in_its_order() -> None:
    """A value is edited as a section is: what is first of the reviewers' comes first."""
    text = 'abstract: "a\\u00e9b"\n'
    edits = [Edit(1, 1, "z"), Edit(1, 1, "y")]
    made = in_file(read_yaml(Path("metadata.yaml"), text), ("abstract",), edits)
    assert applied(text, made) == 'abstract: "azyéb"\n'


def test_sections_that_cannot_be_read_are_all_told(
    trip: Trip, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each has its place, the exit code is 2, and nothing is written."""
    trip.reviewer.replace("Short paragraph", "Brief paragraph")
    trip.reviewer.replace("emphasised words", "stressed words")
    trip.file.write_bytes(trip.reviewer.saved())
    end = trip.root / "manuscript/02-end.md"
    end.write_bytes(b"Discussion\n\nna\xefve\n")
    text = trip.root / "manuscript/01-text.md"
    text.unlink()
    text.symlink_to("nowhere.md")
    assert run(["merge", "-C", str(trip.root), str(trip.file)]) == 2
    said = capsys.readouterr().err
    assert "manuscript/01-text.md:1:1: error: the file cannot be read" in said
    assert "manuscript/02-end.md:3:3: error: the byte 0xEF is not UTF-8" in said
    assert end.read_bytes() == b"Discussion\n\nna\xefve\n"


@pytest.mark.parametrize("data", [b"# Comments\n\n\xff\n", None])
def test_remarks_that_cannot_be_read_are_told(
    trip: Trip, data: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file of remarks is not written over, and a link is not written through."""
    trip.reviewer.comment("Short paragraph", "Why?", "Ann")
    trip.file.write_bytes(trip.reviewer.saved())
    path = trip.root / "manuscript/_comments.md"
    path.write_bytes(data) if data else path.symlink_to(trip.root.parent / "outside.md")
    assert run(["merge", "-C", str(trip.root), str(trip.file)]) == 2
    assert f"manuscript/_comments.md:{3 if data else 1}:1: error: " in capsys.readouterr().err
    assert not (trip.root.parent / "outside.md").exists()


def test_line_ends_of_the_remarks_stay_as_they_are(trip: Trip) -> None:
    """The file of remarks is one that people edit, on Windows too."""
    path = trip.root / "manuscript/_comments.md"
    path.write_bytes(b"\xef\xbb\xbf# Comments\r\n\r\nMy own words.\r\n")
    trip.reviewer.comment("Short paragraph", "Why?", "Ann")
    write(trip.root, dict(trip.back().texts))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# Comments\r\n\r\nMy own words.\r\n\r\n## [ ] Ann, ")
    assert data.count(b"\r\n") == data.count(b"\n")
