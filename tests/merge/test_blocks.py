"""Listings, quotations, tables and figures that come, go and move as what they are."""

from __future__ import annotations

from copy import deepcopy

from octavo.word_namespaces import w
from tests.merge.conftest import Trip


def outcomes(trip: Trip) -> list[tuple[str, str]]:
    """Return what became of each change, and why."""
    merged = trip.back()
    assert not merged.texts
    return [(done.status, done.change.reason) for done in merged.done]


def test_a_deleted_table_goes_with_its_caption(trip: Trip) -> None:
    """With the lines between its rows; the figure behind it stays."""
    table = next(trip.reviewer.find("Russia").iterancestors(w("tbl")))
    table.getparent().remove(table)
    trip.reviewer.delete_paragraph("A plain table of")
    before = trip.before("01-text.md")
    lines = before[before.index("| Country") : before.index("![A wave")]
    assert trip.behind("01-text.md") == before.replace(lines, "")


def test_a_figure_stays_where_its_caption_alone_is_deleted(trip: Trip) -> None:
    """In the source the two are one."""
    trip.reviewer.delete_paragraph("A wave that rises")
    reason = "a figure or a table goes with its caption, or not at all"
    assert outcomes(trip) == [("not mapped", reason)]


def test_a_cell_stays_where_it_alone_is_deleted(trip: Trip) -> None:
    """A row of fewer cells would move those behind it."""
    cell = next(trip.reviewer.find("second row").iterancestors(w("tc")))
    cell.getparent().remove(cell)
    assert outcomes(trip) == [("not mapped", "a cell goes only with its row")]


def test_new_rows_stand_behind_the_line_of_the_head_and_are_escaped(trip: Trip) -> None:
    """A bar within a cell ends none."""
    trip.reviewer.new_row("Country", "Egypt", "2010", "first of all")
    trip.reviewer.new_row("Syria", "Yemen", "2014", "a | b")
    before = trip.before("01-text.md")
    assert trip.behind("01-text.md") == before.replace(
        "|:-----|\n", "|:-----|\n| Egypt | 2010 | first of all |\n"
    ).replace("| *third* row |\n", "| *third* row |\n| Yemen | 2014 | a \\| b |\n")


def test_a_row_of_a_grid_table_is_told(trip: Trip) -> None:
    """Its cells are drawn, and no line of the source is a row."""
    trip.reviewer.new_row("a cell with", "One", "Two")
    assert outcomes(trip) == [("not mapped", "its table is not written with a line a row")]


def test_a_deleted_listing_goes_with_its_fences(trip: Trip) -> None:
    """No empty listing is left."""
    trip.reviewer.delete_paragraph("def code")
    before = trip.before("01-text.md")
    listing = before[before.index("```python") : before.index("::: {.note}")]
    assert trip.behind("01-text.md") == before.replace(listing, "")


def test_a_listing_is_not_moved(trip: Trip) -> None:
    """It has fences and attributes that the Word file does not show."""
    trip.reviewer.move("def code", "A list follows")
    reason = "only paragraphs, items of lists and headings are moved"
    assert outcomes(trip) == [("not mapped", reason)]


def test_a_quotation_is_split_and_goes_on_as_one(trip: Trip) -> None:
    """New paragraphs of a quotation have its mark, and the line between them too."""
    trip.reviewer.split("runs over two lines")
    trip.reviewer.new_paragraph("runs over two lines", "More of it.")
    assert trip.behind("01-text.md") == trip.before("01-text.md").replace(
        "> runs over two lines [@walt1987, p. 5].\n",
        ">\n> runs over two lines [@walt1987, p. 5].\n>\n> More of it.\n",
    )


def test_an_item_is_split_at_the_end_of_a_line(trip: Trip) -> None:
    """The marker of the new item stands before its words, on their line."""
    trip.reviewer.split("over a second line.")
    assert trip.changes() == ["-  over a second line.", "+- over a second line."]


def test_a_quotation_and_a_list_begin_behind_a_paragraph(trip: Trip) -> None:
    """Word's style tells of the one, its numbering of the other."""
    trip.reviewer.new_paragraph("Short paragraph", "Quoted.", "BlockText")
    item = trip.reviewer.new_paragraph("The same words", "Counted.")
    for properties in item.findall(w("pPr")):
        item.remove(properties)
    item.insert(0, deepcopy(trip.reviewer.find("The third item").find(w("pPr"))))
    before = trip.before("02-end.md")
    quoted = before.replace("ends the paragraph.\n", "ends the paragraph.\n\n> Quoted.\n")
    same = "The same words. The same words. The same words.\n"
    assert trip.behind("02-end.md") == quoted.replace(same, f"{same}\n- Counted.\n")


def test_an_item_moves_into_another_list_with_the_marker_of_that(trip: Trip) -> None:
    """It leaves its bullet and its indent behind."""
    trip.reviewer.move("Another nested one", "One.")
    assert trip.changes() == ["-    - Another nested one.", "+2. Another nested one."]


def test_joined_paragraphs_are_edited_too(trip: Trip) -> None:
    """Joining takes the blank line and the indent, an edit its words alone."""
    trip.reviewer.join("Two, with a second")
    trip.reviewer.replace("This is the second", "Here is the second")
    assert trip.changes() == [
        "-",
        "-    This is the second paragraph of the second item.",
        "+Here is the second paragraph of the second item.",
    ]


def test_what_is_made_of_the_metadata_and_the_bibliography_is_told(trip: Trip) -> None:
    """The reason says where it is to be edited."""
    trip.reviewer.replace("Ada Example", "Ada B. Example")
    trip.reviewer.replace("Cornell", "Corn")
    assert outcomes(trip) == [
        ("not mapped", "it is made of the metadata: edit manuscript/metadata.yaml"),
        ("not mapped", "the list of references is made of the bibliography: edit the entry"),
    ]


def test_statements_are_split_in_the_metadata(trip: Trip) -> None:
    """A value on one line becomes a block, and the keys behind it stay as they are."""
    trip.reviewer.split("anonymous readers")
    assert trip.changes() == [
        "-acknowledgements: We thank the anonymous readers.",
        "+acknowledgements: |-",
        "+  We thank the",
        "+",
        "+  anonymous readers.",
    ]


def test_an_item_that_is_no_item_any_more_is_told(trip: Trip) -> None:
    """Lists are not made of paragraphs, or paragraphs of lists."""
    properties = trip.reviewer.find("The third item").find(w("pPr"))
    properties.remove(properties.find(w("numPr")))
    nested = trip.reviewer.find("The second item").find(w("pPr")).find(w("numPr"))
    nested.find(w("ilvl")).set(w("val"), "1")
    merged = trip.back()
    assert not merged.texts
    assert [(d.status, d.change.kind, d.change.new) for d in merged.done] == [
        ("not mapped", "style", "list, level 2"),
        ("not mapped", "style", "no list"),
    ]
