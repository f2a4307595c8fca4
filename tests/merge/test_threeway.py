"""Sources that have moved on since the file was built, and files of several reviewers."""

from __future__ import annotations

from pathlib import Path

from octavo.fixes import write
from octavo.merge.merging import Merge, merge
from octavo.project import load_project
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
