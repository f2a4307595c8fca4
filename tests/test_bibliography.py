""".bib files: entries with places, and what is wrong kept as data."""

from __future__ import annotations

import pytest

from octavo.bibliography import Bibliography, load_bibliography
from tests.conftest import Load


def read(load: Load, text: str) -> Bibliography:
    """Return the bibliography of a manuscript with this .bib file."""
    return load_bibliography(load({"bib/references.bib": text}))


def problems(load: Load, text: str) -> list[str]:
    """Return what could not be read, with its place."""
    return [f"{u.span}: {u.reason}" for u in read(load, text).unreadable]


def test_entries_have_places(load: Load) -> None:
    """An entry knows its line."""
    entries = read(load, "% a comment\n\n@book{a, title = {A}}\n@book{b, title = {B}}\n").entries
    assert {key: str(entry.span) for key, entry in entries.items()} == {
        "a": "bib/references.bib:3:1",
        "b": "bib/references.bib:4:1",
    }


def test_parentheses_delimit_too(load: Load) -> None:
    """`@book(…)` is an entry like any other."""
    assert read(load, "@book(a, title={A}, year=2000)").entries["a"].text("title") == "A"


def test_a_second_entry_of_a_key_is_kept_aside(load: Load) -> None:
    """The first entry counts; the second is known with its place."""
    found = read(load, "@book{a, title={One}}\n@book{a, title={Two}}\n")
    assert found.entries["a"].text("title") == "One"
    assert [str(entry.span) for entry in found.duplicates] == ["bib/references.bib:2:1"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "@book{a,\n  title = {One {Two},\n  year = 2000,\n}\n\n@book{b, title={B}}\n",
            "bib/references.bib:2:11: a brace `{` that opens here is not closed",
        ),
        (
            "@book{a, title={A}\n",
            "bib/references.bib:1:1: an entry that does not end: a brace is not closed",
        ),
        ("@book{, title={A}}", "bib/references.bib:1:1: an entry `@book` without a key"),
        (
            "@book{a,\n title={A}\n year=2000}",
            "bib/references.bib:2:1: the field `title` of `a` does not end: a comma is missing",
        ),
        (
            "@book{a, title={A}, title={B}}",
            "bib/references.bib:1:1: the field `title` is given twice",
        ),
    ],
)
def test_what_cannot_be_read_is_placed(load: Load, text: str, problem: str) -> None:
    """The place is where the mistake is, not where the next entry begins."""
    assert problems(load, text) == [problem]


@pytest.mark.parametrize(
    "value",
    ["{A {B} C}", '"A {B}"', "2000", "jan", 'month # " 2"', '{a} # "b" # c', "{50\\% \\{x}"],
)
def test_every_form_of_value_is_read(load: Load, value: str) -> None:
    """Braces, quotes, numbers, names and their joining are values."""
    found = read(load, f"@book{{a, note = {value}}}")
    assert found.unreadable == ()
    assert found.entries["a"].fields["note"] == value


def test_foreign_bytes_are_kept_as_a_fact(load: Load) -> None:
    """A file that is not UTF-8 gives no entries, and says where."""
    found = load_bibliography(load({"bib/references.bib": "@book{a, title={Ü}}".encode("latin-1")}))
    assert found.entries == {}
    assert str(found.undecodable[0].span) == "bib/references.bib:1:17"


def test_lineage_follows_inheritance(load: Load) -> None:
    """What an entry inherits from comes with it, behind it; circles end."""
    found = read(load, "@book{p, title={P}, crossref={c}}\n@inbook{c, crossref={p}}\n@book{x}")
    assert [entry.key for entry in found.lineage(["c"])] == ["c", "p"]
