"""Words that cross the marks of emphasis, code and links, and words that are newly set."""

from __future__ import annotations

import pytest

from octavo.merge.composing import Written, composed, escaped, led
from tests.merge.coming_in import cite
from tests.merge.conftest import Trip, changed_lines

MARKED = (
    "@walt1987 in the text. It has *emphasised words*,\n"
    "**strong ones**, ***both***, `code`, a [link to a page](https://example.org/a_b), and a\n"
)


@pytest.mark.parametrize(
    ("old", "new", "source", "written"),
    [
        (
            "to a page, and",
            "and",
            " to a page](https://example.org/a_b), and",
            " and](https://example.org/a_b)",
        ),
        (" words, strong", ", strong", " words*,\n**strong ones**", ", strong*\n**ones**"),
        ("emphasised ", "", "*emphasised words*", "*words*"),
        (
            "ised words, strong ones, both",
            "ised",
            "*emphasised words*,\n**strong ones**, ***both***",
            "*emphasised*",
        ),
        ("code", "c o *d*", "`code`", "`c o *d*`"),
    ],
)
def test_words_across_the_ends_of_marks_leave_whole_marks(
    trip: Trip, old: str, new: str, source: str, written: str
) -> None:
    """What is left of an emphasis or a link keeps its marks, and ends of lines stay."""
    trip.reviewer.replace(old, new)
    assert MARKED in trip.before("01-text.md")
    behind = trip.before("01-text.md").replace(MARKED, MARKED.replace(source, written))
    assert trip.behind("01-text.md") == behind


def test_words_are_set_within_other_marks_and_across_them(trip: Trip) -> None:
    """Underlined, small capitals, bold in a link, italics in struck words."""
    trip.reviewer.format("is the slope. “Quoted", "u")
    trip.reviewer.format("to a page", "b")
    trip.reviewer.format("struck out", "i")
    trip.reviewer.format("a dash", "smallCaps")
    before = trip.before("01-text.md")
    for old, new in (
        ('is the slope. "Quoted', '[is the slope. "Quoted]{.underline}'),
        ("[link to a page]", "[link **to a page**]"),
        ("~~struck out~~", "~~*struck out*~~"),
        ("with a dash", "with [a dash]{.smallcaps}"),
    ):
        before = before.replace(old, new)
    assert trip.behind("01-text.md") == before


def test_what_markdown_cannot_say_is_told_with_its_reason(trip: Trip) -> None:
    """A tick in code, a keyword more; what stands beside them comes back."""
    trip.reviewer.insert("code", " `x`")
    trip.reviewer.insert("another word", "; third")
    trip.reviewer.replace("The survey asked", "The survey told")
    assert [(d.status, d.change.reason) for d in trip.back().done] == [
        ("not mapped", "a keyword more is to be written into the metadata"),
        ("not mapped", "a tick within code"),
        ("applied", ""),
    ]


def test_what_stands_beside_a_change_that_prints_otherwise_is_not_lost(trip: Trip) -> None:
    """All changes of the paragraph were in doubt; each is tried again alone."""
    cite(trip.reviewer, "Short paragraph", [{"id": "rose1998", "prefix": "see [a]"}])
    trip.reviewer.replace("ends the paragraph", "closes it")
    merged = trip.back()
    assert [(d.status, d.change.reason) for d in merged.done] == [
        ("not mapped", "the source would not print it so"),
        ("applied", ""),
    ]
    assert changed_lines(merged) == [
        "-which is here, ends the paragraph.",
        "+which is here, closes it.",
    ]


@pytest.mark.parametrize(
    ("parts", "markdown"),
    [
        ([Written("a", "i"), Written(" ", ""), Written("b", "i"), Written(" ", "i")], "*a b* "),
        ([Written("a", "b"), Written("b", "bi")], "**a*b***"),
        ([Written("a", "", "#x"), Written("b", "i", "#x"), Written("c")], "[a*b*](#x)c"),
        ([Written(" a b ", "^")], " ^a\\ b^ "),
        ([Written("a b", "_")], "~a\\ b~"),
        ([Written(" ", "b"), Written("a")], " a"),
    ],
)
def test_marks_stand_around_words_and_not_around_spaces(
    parts: list[Written], markdown: str
) -> None:
    """Nested, held together over spaces, and raised words with their spaces escaped."""
    assert composed(parts) == markdown


def test_a_link_keeps_how_it_was_written() -> None:
    """One by reference stays one by reference."""
    known = {"https://example.org/": ("[", "][ref]")}
    parts = [Written("a", "", "https://example.org/"), Written(" b")]
    assert composed(parts, links=known) == "[a][ref] b"
    assert composed(parts[:1], link="https://example.org/") == "a"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("snake_case, _x_", "snake_case, \\_x\\_"),
        ("a@b.org, @name, {{ x }}", "a\\@b.org, \\@name, \\{{ x }}"),
        ("R&D &amp; x", "R&D \\&amp; x"),
        ("one\ttwo\nthree", "one two\\\nthree"),
        ("it’s “so”", 'it\'s "so"'),
    ],
)
def test_letters_that_would_be_markup_are_escaped(text: str, markdown: str) -> None:
    """Those that are none where they stand are left as they are."""
    assert escaped(text, straight=True) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("1. One", "1\\. One"),
        ("(a) One", "(a\\) One"),
        ("- One", "\\- One"),
        ("# One", "\\# One"),
        ("> One", "\\> One"),
        ("#One", "#One"),
        ("1.5 times", "1.5 times"),
    ],
)
def test_a_paragraph_does_not_begin_as_a_list(text: str, markdown: str) -> None:
    """Nor as a heading or a quotation."""
    assert led(text) == markdown
