"""What `octavo diff` says changed, part by part."""

from __future__ import annotations

from octavo.cli.diff import _lines
from octavo.diff.copies import Copies
from octavo.diff.summary import Count, Summary

CHANGED = Summary([Count("Abstract", 1, 2, 1), Count("", 30, 0, 2, 1)])


def test_one_document_has_a_line_for_each_part_and_one_for_all() -> None:
    """Words that came and went, in how many places, and what was moved; in columns."""
    copies = Copies((), (), ("v1", "v2"), (("manuscript", CHANGED),))
    assert list(_lines(copies)) == [
        "v1 → v2",
        "Abstract  +1 −2 words, 1 place",
        "text      +30 −0 words, 2 places, 1 moved",
        "in all    +31 −2 words, 3 places, 1 moved",
    ]


def test_a_part_alone_has_no_line_for_all_and_documents_have_names() -> None:
    """A supplement in which nothing changed is said to be so."""
    one = Summary(CHANGED.parts[:1])
    summaries = (("manuscript", one), ("supplement", Summary()))
    assert list(_lines(Copies((), (), ("v1", "the working copy"), summaries))) == [
        "v1 → the working copy",
        "manuscript:",
        "Abstract  +1 −2 words, 1 place",
        "supplement:",
        "nothing changed",
    ]
