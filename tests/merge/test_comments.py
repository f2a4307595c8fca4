"""Comments come back with author, date, thread and place, and go out again."""

from __future__ import annotations

import zipfile
from pathlib import Path

from octavo.comments import COMMENTS, Comment, Remark, read_comments, written
from octavo.merge.keeping import write
from octavo.merge.merging import merge
from octavo.pipeline import build
from octavo.project import load_project
from tests.merge.conftest import Resave, Trip

ASKED = ("Bob", "I think so.")


def remarked(trip: Trip) -> None:
    """Let two people talk about some words, and one about others."""
    trip.reviewer.comment("Short paragraph", "Is it short?", "Ann", (ASKED,))
    trip.reviewer.comment("second row", "Which one?\n# really", "Ann")


def kept(trip: Trip) -> list[Comment]:
    """Return the remarks that are kept."""
    return read_comments((trip.root / COMMENTS).read_text(encoding="utf-8"))


def taken(trip: Trip) -> None:
    """Merge what the reviewer leaves."""
    write(trip.root, dict(trip.back().texts))


def test_comments_come_back_with_their_threads(trip: Trip) -> None:
    """Who, when, about what, and what others said to it."""
    remarked(trip)
    merged = trip.back()
    assert [done.status for done in merged.done] == ["kept", "kept"]
    write(trip.root, dict(merged.texts))
    first, second = kept(trip)
    assert first.remark == Remark("Ann", "2026-02-03T04:05:06Z", "Is it short?")
    assert (first.path, first.quote) == ("manuscript/02-end.md", "Short paragraph")
    assert first.answers == (Remark("Bob", "2026-02-03T04:05:06Z", "I think so."),)
    assert (second.path, second.quote) == ("manuscript/01-text.md", "second row")


def test_comments_and_edits_come_back_together(trip: Trip) -> None:
    """Sections hold no comments; their words change alone."""
    remarked(trip)
    trip.reviewer.replace("ends the paragraph", "closes the paragraph")
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(
        "ends the paragraph", "closes the paragraph"
    )


def test_comments_go_out_again(trip: Trip) -> None:
    """The next Word file has them at their words, and coming back they change nothing."""
    remarked(trip)
    taken(trip)
    build(load_project(trip.root), ["docx"])
    path = trip.root / "build" / "manuscript.docx"
    with zipfile.ZipFile(path) as package:
        comments = package.read("word/comments.xml").decode()
        body = package.read("word/document.xml").decode()
        threads = package.read("word/commentsExtended.xml").decode()
    assert comments.count("<w:comment ") == 3
    assert 'w:author="Bob"' in comments
    assert threads.count("paraIdParent") == 1
    start = body.index("commentRangeStart")
    assert "Short paragraph" in body[body.index('commentRangeStart w:id="0"') :][:900]
    assert start
    merged = merge(load_project(trip.root), path)
    assert not merged.texts
    assert not merged.done


def test_the_file_with_comments_keeps_the_schema(trip: Trip) -> None:
    """The rules of the Open XML SDK find no error."""
    from openxml_audit import OpenXmlValidator

    remarked(trip)
    taken(trip)
    build(load_project(trip.root), ["docx"])
    result = OpenXmlValidator().validate(trip.root / "build" / "manuscript.docx")
    assert [str(error) for error in result.errors] == []


def test_comments_survive_libreoffice(trip: Trip, resave: Resave) -> None:
    """What LibreOffice saves again has the same remarks."""
    remarked(trip)
    taken(trip)
    build(load_project(trip.root), ["docx"])
    data = (trip.root / "build" / "manuscript.docx").read_bytes()
    trip.file.write_bytes(resave(data))
    merged = merge(load_project(trip.root), trip.file)
    assert not merged.texts
    assert not merged.done


def test_settled_comments_are_dropped(trip: Trip) -> None:
    """What is resolved in Word leaves the file; what is ticked there does not go out."""
    remarked(trip)
    taken(trip)
    build(load_project(trip.root), ["docx"])
    trip.reviewer.data = (trip.root / "build" / "manuscript.docx").read_bytes()
    trip.reviewer.__post_init__()
    trip.reviewer.settle("Is it short?")
    taken(trip)
    (left,) = kept(trip)
    assert left.quote == "second row"
    path = trip.root / COMMENTS
    path.write_text(path.read_text(encoding="utf-8").replace("[ ]", "[x]"), encoding="utf-8")
    build(load_project(trip.root), ["docx"])
    with zipfile.ZipFile(trip.root / "build" / "manuscript.docx") as package:
        assert b"Which one" not in package.read("word/comments.xml")


def test_an_answer_joins_its_thread(trip: Trip) -> None:
    """The author answers in the file, a reviewer in Word: one thread."""
    remarked(trip)
    taken(trip)
    build(load_project(trip.root), ["docx"])
    trip.reviewer.data = (trip.root / "build" / "manuscript.docx").read_bytes()
    trip.reviewer.__post_init__()
    trip.reviewer.answer("Which one?", "The other one.", "Bob")
    taken(trip)
    assert [a.text for c in kept(trip) for a in c.answers] == ["I think so.", "The other one."]


def test_a_comment_whose_words_are_gone_is_not_lost(trip: Trip) -> None:
    """It stands at the title, with the words that it was about."""
    remarked(trip)
    taken(trip)
    section = trip.root / "manuscript" / "02-end.md"
    text = section.read_text(encoding="utf-8").replace("Short paragraph", "Brief paragraph")
    section.write_text(text, encoding="utf-8")
    build(load_project(trip.root), ["docx"])
    with zipfile.ZipFile(trip.root / "build" / "manuscript.docx") as package:
        assert "On “Short paragraph”: Is it short?" in package.read("word/comments.xml").decode()


def test_the_file_of_remarks_reads_as_it_is_written() -> None:
    """Headings within a remark and quotation marks within its place stay what they are."""
    comments = [
        Comment(
            Remark("Ann B. Author, PhD", "2026-01-02T03:04:05Z", "# no heading\n\ntwo “parts”"),
            "manuscript/01-a.md",
            "a “quoted” place",
            2,
            (Remark("Bob", "", "yes"),),
        )
    ]
    assert read_comments(written(comments)) == comments


def test_the_file_of_remarks_is_no_section(trip: Trip) -> None:
    """Its name keeps it out of the manuscript and of the rule that finds strays."""
    remarked(trip)
    taken(trip)
    project = load_project(trip.root)
    assert Path("manuscript/_comments.md") not in (*project.sections, *project.strays)
