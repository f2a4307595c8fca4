"""Paragraphs, items and rows that come, go, move, part and join."""

from __future__ import annotations

import pytest

from tests.merge.conftest import Resave, Trip

AUTHORS = ("", "Ann")
SHORT = """\
Short paragraph. Another sentence in it. A third one,
which is here, ends the paragraph.

"""


@pytest.mark.parametrize("author", AUTHORS)
def test_a_deleted_paragraph_goes_with_its_blank_line(trip: Trip, author: str) -> None:
    """One blank line is left between its neighbours."""
    trip.reviewer.delete_paragraph("Short paragraph", author)
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(SHORT, "")


@pytest.mark.parametrize("author", AUTHORS)
def test_a_new_paragraph_stands_behind_the_one_above(trip: Trip, author: str) -> None:
    """What would be markup in it is escaped."""
    new = "1. A new one, with * a star, @home and {{ braces }}."
    trip.reviewer.new_paragraph("Short paragraph", new, author=author)
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(
        SHORT, f"{SHORT}1\\. A new one, with \\* a star, \\@home and \\{{\\{{ braces }}}}.\n\n"
    )


def test_new_paragraphs_keep_their_order(trip: Trip) -> None:
    """Two in a row stand in the source as in the file."""
    trip.reviewer.new_paragraph("Short paragraph", "First new one.")
    trip.reviewer.new_paragraph("First new one", "Second new one.")
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(
        SHORT, f"{SHORT}First new one.\n\nSecond new one.\n\n"
    )


def test_a_new_heading_has_its_level(trip: Trip) -> None:
    """Word's style tells how deep it is."""
    trip.reviewer.new_paragraph("Short paragraph", "Results", "Heading2")
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(
        SHORT, f"{SHORT}## Results\n\n"
    )


def test_list_items_come_and_go(trip: Trip) -> None:
    """A new item has the marker of the one above."""
    trip.reviewer.new_paragraph("The third item", "A fourth item.")
    trip.reviewer.delete_paragraph("Another nested one")
    assert trip.changes() == ["-    - Another nested one.", "+- A fourth item."]


@pytest.mark.parametrize("author", AUTHORS)
def test_a_paragraph_is_split(trip: Trip, author: str) -> None:
    """The new paragraph begins at its words, and nothing else changes."""
    trip.reviewer.split("Another sentence", author)
    assert trip.changes() == [
        "-Short paragraph. Another sentence in it. A third one,",
        "+Short paragraph.",
        "+",
        "+Another sentence in it. A third one,",
    ]


@pytest.mark.parametrize("author", AUTHORS)
def test_paragraphs_are_joined(trip: Trip, author: str) -> None:
    """The blank line between them becomes the end of a line."""
    trip.reviewer.join("The same words", author)
    assert trip.changes() == ["-"]


def test_list_items_are_split_and_joined(trip: Trip) -> None:
    """An item that is split is two items; two that are joined are one."""
    trip.reviewer.split("is long enough")
    trip.reviewer.join("A nested item")
    assert trip.changes() == [
        "-- The first item of the list, which is long enough to run",
        "+- The first item of the list, which",
        "+- is long enough to run",
        "-    - A nested item.",
        "-    - Another nested one.",
        "+    - A nested item. Another nested one.",
    ]


def test_a_paragraph_is_moved_with_its_edits(trip: Trip) -> None:
    """Its source goes along, changed where the reviewer changed it."""
    trip.reviewer.replace("Another sentence", "One more sentence")
    trip.reviewer.move("Short paragraph", "The same words")
    same = "The same words. The same words. The same words.\n\n"
    moved = SHORT.replace("Another sentence", "One more sentence")
    assert trip.behind("02-end.md") == trip.before("02-end.md").replace(
        f"{SHORT}{same}", f"{same}{moved}"
    )


def test_a_private_remark_below_a_paragraph_that_goes_stays(trip: Trip) -> None:
    """The co-author has not seen it, and it is no part of what was deleted."""
    trip.reviewer.delete_paragraph("The survey asked")
    before = trip.before("01-text.md")
    start, remark = before.index("The first"), before.index("<!-- a private")
    note = before[before.index("[^one]:") : before.index("Inline math")]
    behind = before[:start] + before[remark:].replace(note, "")
    assert trip.behind("01-text.md") == behind


def test_rows_of_a_table_come_and_go(trip: Trip) -> None:
    """A row is a line of the source."""
    trip.reviewer.delete_row("Russia")
    trip.reviewer.new_row("Syria", "Egypt", "2014", "fourth")
    assert trip.changes() == ["-| Russia | 2012 | second row |", "+| Egypt | 2014 | fourth |"]


def test_a_new_column_is_told(trip: Trip) -> None:
    """What has no source form here is in the account, with its text."""
    trip.reviewer.new_paragraph("second row", "a second paragraph in a cell")
    merged = trip.back()
    assert not merged.texts
    assert [(d.status, d.change.new) for d in merged.done] == [
        ("not mapped", "a second paragraph in a cell")
    ]


def test_a_deleted_note_takes_its_text_along(trip: Trip) -> None:
    """Mark and definition go together."""
    trip.reviewer.delete_note(1)
    before = trip.before("01-text.md")
    note = before[before.index("[^one]:") : before.index("Inline math")]
    assert trip.behind("01-text.md") == before.replace(note, "").replace("[^one]", "")


def test_a_deleted_figure_goes_with_its_caption(trip: Trip) -> None:
    """Picture and caption are one block of the source."""
    caption = trip.reviewer.find("A wave that rises")
    caption.getprevious().getparent().remove(caption.getprevious())
    trip.reviewer.delete_paragraph("A wave that rises")
    changes = trip.changes()
    assert changes == [
        "-![A wave that rises *once* and falls, after @rose1998.](wave){#fig:wave}",
        "-",
    ]


def test_structure_is_found_behind_a_save_in_libreoffice(trip: Trip, resave: Resave) -> None:
    """Bookmarks tell paragraphs apart where another program has saved the file."""
    trip.reviewer.data = resave(trip.reviewer.saved())
    trip.reviewer.__post_init__()
    trip.reviewer.delete_paragraph("The same words")
    trip.reviewer.new_paragraph("Short paragraph", "A new one.")
    trip.reviewer.split("A third one")
    trip.reviewer.new_paragraph("The third item", "A fourth item.")
    merged = trip.back()
    assert [done.status for done in merged.done] == ["applied"] * 4


def test_another_style_is_told(trip: Trip) -> None:
    """The source has no styles: the account says which paragraph, and as what it was set."""
    trip.reviewer.restyle("The same words", "Heading2")
    merged = trip.back()
    assert not merged.texts
    assert [(d.status, d.change.kind, d.change.new) for d in merged.done] == [
        ("not mapped", "style", "Heading2")
    ]
