"""What an author quotes is found in a marked document, whatever it stands in."""

from __future__ import annotations

import pytest

from octavo.document import Document
from octavo.metadata import Metadata
from octavo.nodes import Node, attr, div, para, plain_text, words
from octavo.pandoc import pandoc_blocks
from octavo.respond.cutting import quoted
from octavo.respond.finding import Finder, Passage, Side
from octavo.respond.lines import fresh
from octavo.words import words_of


def marked(text: str, *more: Node) -> Document:
    """Return a document whose marks are written as classes."""
    metadata = Metadata.model_validate({"title": "T", "authors": [{"name": "Ada Example"}]})
    blocks = fresh([*pandoc_blocks("--from=markdown", data=text.encode()), *more])
    return Document(metadata, words_of("en"), (), blocks, {}, 0)


def passage(text: str, wanted: str, side: Side = "new") -> Passage:
    """Return the one passage that has some words."""
    found, count = Finder([marked(text)]).passages(wanted, side)
    assert count == 1
    assert found is not None
    return found


def said(found: Passage) -> str:
    """Return the words of a passage, those that went in brackets."""
    return "".join(f"[{a.text}]" if a.is_absent() else a.text for a in found.atoms)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("One, two; three.", "two", "two;"),
        ("One—*two*.", "one", "One—"),
        ("我们研究联盟。然后", "联盟", "联盟。"),
        ("我们研究联盟政治", "研究", "研究"),
        ("Term\n\n:   What it means.\n", "it means", "it means."),
        ("| A line of a poem\n| and another\n", "poem and", "poemand"),
        ("A “quoted word” [here](https://example.org).", "word here", "word” here."),
        ("One two three four five.", "two … four", "two three four"),
        ("One two three four five.", "two [...] four", "two three four"),
    ],
)
def test_words_are_found_in_every_kind_of_line(text: str, wanted: str, found: str) -> None:
    """Definitions, verses, links; Chinese letter by letter; stops behind belong to a passage."""
    assert said(passage(text, wanted)) == found


@pytest.mark.parametrize("wanted", ["", "…", "— !", "print"])
def test_what_has_no_words_is_not_found(wanted: str) -> None:
    """Neither are signs alone, nor the words of a listing, which is no line."""
    finder = Finder([marked("Some text.\n\n```\nprint\n```\n")])
    assert finder.passages(wanted) == (None, 0)


def test_a_passage_begins_with_what_its_first_word_replaced() -> None:
    """Who quotes the new words shows the old ones too; both sides are found by their own."""
    text = "States [face dangers]{.deletion}[meet threats]{.insertion} together."
    assert (
        said(passage(text, "meet threats together")) == "[face][ ][dangers]meet threats together."
    )
    assert said(passage(text, "threats together")) == "threats together."
    assert said(passage(text, "face dangers together", "old")).startswith("[face][ ][dangers]")
    assert Finder([marked(text)]).passages("face dangers") == (None, 0)


@pytest.mark.parametrize(
    ("wanted", "goes_on"),
    [
        ("states align against dangers", "States align against threats, as Walt held. Each"),
        ("of its power alone", "of its power, many wrote, and nobody doubted"),
        ("Walt held … states align", ""),
        ("nobody said this", ""),
        ("…", ""),
    ],
)
def test_a_quotation_that_is_not_there_is_told_how_it_goes_on(wanted: str, goes_on: str) -> None:
    """What stands where words begin to differ is shown; of other words and orders nothing is."""
    text = (
        "States align against threats, as Walt held. Each knew of its power, many wrote, and"
        " nobody doubted it."
    )
    finder = Finder([marked(text)])
    assert finder.nearest(wanted) == goes_on


LABELLED = """\
# One {#sec:one}

Text of one.

## Below {#sec:below}

Text below.

# Two {#sec:two}

| a | b |
|---|---|
| 1 | 2 |

: {#tbl:bare}
"""


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [("sec:one", "One", "below."), ("sec:below", "Below", "below."), ("sec:two", "Two", "Two")],
)
def test_a_heading_names_all_that_is_below_it(label: str, first: str, last: str) -> None:
    """A section ends where one of its level or above begins, and the last with the text."""
    named = Finder([marked(LABELLED)]).named(label)
    assert named is not None
    assert (named.first.text, named.last.text, named.lined) == (first, last, True)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (LABELLED, "sec:none"),
        ("```{#lst:code}\nprint\n```\n", "lst:code"),
        ("# [Gone]{.deletion} {#sec:gone}\n", "sec:gone"),
    ],
)
def test_a_label_without_words_names_nothing(text: str, label: str) -> None:
    """No heading has it, a listing has, or a heading of which no word is left."""
    assert Finder([marked(text)]).named(label) is None


def test_the_caption_of_a_figure_that_is_apart_is_quoted() -> None:
    """Where the figures are files, the list of captions is where their words are."""
    caption = div([para(words("Figure 1. The map."))], attr("fig:map", ["listed-caption"]))
    named = Finder([marked("Text.", caption)]).named("fig:map")
    assert named is not None
    assert (named.first.text, named.last.text) == ("Figure", "map.")
    assert plain_text(quoted(named, "Note")) == "Figure 1. The map."


def test_a_row_that_was_added_is_marked_in_its_cells() -> None:
    """A mark of a row or a division holds for every word in it, and quotations show it so."""
    text = "::: insertion\nAll of this is new.\n\n- so is this\n:::\n\nThis is old.\n"
    found = passage(text, "new … so is this")
    assert {atom.change for atom in found.atoms} == {"insertion"}
    assert {atom.change for atom in passage(text, "this is old").atoms} == {""}
    assert passage(text, "this is old", "old")
    assert Finder([marked(text)]).passages("all of this", "old") == (None, 0)
