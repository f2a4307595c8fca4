"""Notes that come in, and paragraphs with notes that part, move and have others behind them."""

from __future__ import annotations

from benchmarks.reviewing import Reviewer
from octavo.pipeline import build
from octavo.project import load_project
from octavo.word_namespaces import w
from tests.merge.coming_in import note, refer, run, zotero
from tests.merge.conftest import Trip, changed_lines

LINE = "Short paragraph. Another sentence in it. A third one,"


def test_a_new_note_is_written_within_the_text(trip: Trip) -> None:
    """Its emphasis and its citations come along, and its paragraphs stand behind each other."""
    cited = zotero([{"id": "rose1998"}])
    note(
        trip.reviewer, "Short", [run("Not *", "i"), run(" long, see "), *cited], [run("Nor wide.")]
    )
    merged = trip.back()
    assert [(d.status, d.change.new) for d in merged.done] == [("applied", "[note]")]
    assert changed_lines(merged) == [
        f"-{LINE}",
        "+Short^[*Not \\** long, see [@rose1998] Nor wide.]" + LINE.removeprefix("Short"),
    ]


def test_a_new_note_stands_among_those_of_its_paragraph(trip: Trip) -> None:
    """Notes are counted where they are referred to, not where they are written."""
    note(trip.reviewer, "The first paragraph", [run("Before the other.")])
    note(trip.reviewer, "people, a share", [run("Behind the other.")])
    assert trip.behind("01-text.md") == trip.before("01-text.md").replace(
        "The first paragraph", "The first paragraph^[Before the other.]"
    ).replace("people, a share", "people, a share^[Behind the other.]")


def test_a_new_paragraph_has_its_new_note(trip: Trip) -> None:
    """The note goes into the paragraph, and is no change of its own."""
    trip.reviewer.new_paragraph("Short paragraph", "A new one.")
    note(trip.reviewer, "A new one", [run("With a note.")])
    assert trip.changes() == ["+", "+A new one^[With a note.]."]


def test_a_new_note_that_has_no_place_is_told_with_its_words(trip: Trip) -> None:
    """A title takes no note; its text is in the account, and not lost."""
    note(trip.reviewer, "every construct", [run("Not quite every one.")])
    merged = trip.back()
    assert not merged.texts
    assert [(d.status, d.change.new, d.change.reason) for d in merged.done] == [
        ("not mapped", "[note]", "a note was put in here"),
        (
            "not mapped",
            "Not quite every one.",
            "a note that nothing refers to which was brought back",
        ),
    ]


def test_a_new_note_that_is_rejected_leaves_nothing_to_tell(trip: Trip) -> None:
    """Its text is in the file still; nothing refers to it."""
    note(trip.reviewer, "Short", [run("By Ann.")])
    mark = next(trip.reviewer.find("Short").iter(w("footnoteReference"))).getparent()
    holder = trip.reviewer._change("ins", "Ann")
    mark.addprevious(holder)
    holder.append(mark)
    assert [done.status for done in trip.back().done] == ["applied"]
    assert not trip.back(reject=["Ann"]).done


def test_a_note_whose_mark_is_deleted_goes_with_its_definition(trip: Trip) -> None:
    """Word keeps the text of a note until the deletion of its mark is accepted."""
    mark = next(trip.reviewer.roots["word/document.xml"].iter(w("footnoteReference")))
    trip.reviewer._leave_out([mark.getparent()], "Ann")
    before = trip.before("01-text.md")
    definition = before[before.index("[^one]:") : before.index("Inline math")]
    behind = before.replace(definition, "").replace("[^one]", "")
    assert trip.behind("01-text.md") == behind


def test_an_empty_note_is_not_written(trip: Trip) -> None:
    """A mark without a text says nothing to the reader."""
    note(trip.reviewer, "Short", [])
    merged = trip.back()
    assert not merged.texts
    assert merged.done[0].status == "not mapped"


def test_a_note_that_refers_to_itself_is_not_mapped(trip: Trip) -> None:
    """A file that somebody has made so ends no merge."""
    number = note(trip.reviewer, "Short", [run("Round and round.")])
    refer(trip.reviewer, "Round and", number)
    merged = trip.back()
    assert not merged.texts
    assert {done.status for done in merged.done} == {"not mapped"}


def test_a_new_paragraph_stands_behind_one_with_a_note(trip: Trip) -> None:
    """The note's own paragraph is no obstacle."""
    trip.reviewer.new_paragraph("The survey asked", "A new one.")
    assert trip.changes() == ["+", "+A new one."]


def test_a_paragraph_is_split_behind_its_note(trip: Trip) -> None:
    """The note stays with the words that refer to it."""
    trip.reviewer.split("The survey asked")
    assert trip.changes() == [
        "-footnote.[^one] The survey asked {{ values.people | thousands }} people, a share",
        "+footnote.[^one]",
        "+",
        "+The survey asked {{ values.people | thousands }} people, a share",
    ]


def test_a_paragraph_is_moved_with_its_note(trip: Trip) -> None:
    """A note counts where its mark now stands; what the next notes are is no matter."""
    trip.reviewer.move("It isn", "A list follows")
    before = trip.before("01-text.md")
    start, end = before.index("where $m$"), before.index("## Methods")
    moved = before[start:end]
    assert trip.behind("01-text.md") == before.replace(moved, "").replace(
        "A list follows.\n\n", f"A list follows.\n\n{moved}"
    )


def test_a_citation_that_prints_a_note_is_deleted_with_its_mark(trip: Trip) -> None:
    """The note's text is the build's, and is no change of its own."""
    metadata = trip.root / "manuscript" / "metadata.yaml"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(f"{text}  csl: chicago-notes-bibliography\n", encoding="utf-8")
    build(load_project(trip.root), ["docx"])
    trip.reviewer = Reviewer((trip.root / "build" / "manuscript.docx").read_bytes())
    trip.reviewer.delete_note(2)
    merged = trip.back()
    assert [done.status for done in merged.done] == ["applied"]
    line = "-The first paragraph cites one work [@rose1998, pp. 144–147] and two more"
    assert changed_lines(merged) == [line, "+The first paragraph cites one work and two more"]
