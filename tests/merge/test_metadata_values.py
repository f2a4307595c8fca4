"""Edits of a value of the metadata keep how it is written there, as far as that can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.merge.edits import Edit, Unmappable, applied
from octavo.merge.yaml_edits import in_file
from octavo.yaml_source import Place, read_yaml


def edited(text: str, old: str, new: str, place: Place = ("a",)) -> str:
    """Return a file in which a part of a value is written anew."""
    source = read_yaml(Path("metadata.yaml"), text)
    value = source.at(place)
    assert isinstance(value, str)
    start = value.index(old)
    return applied(text, in_file(source, place, [Edit(start, start + len(old), new)]))


@pytest.mark.parametrize(
    ("text", "old", "new", "behind"),
    [
        ("a: 'it''s so'\nb: 1\n", "so", "Ann's", "a: 'it''s Ann''s'\nb: 1\n"),
        ("a: 'it''s so'\nb: 1\n", "it's", "that's", "a: 'that''s so'\nb: 1\n"),
        ('a: "say \\"x\\" now"\n', "now", '"y" \\', 'a: "say \\"x\\" \\"y\\" \\\\"\n'),
        ('a: "a\\tb c"\n', "c", "d", 'a: "a\\tb d"\n'),
        ('a: "line \\\n  goes on"\n', "on", "by", 'a: "line goes by"\n'),
        ("a: plain words\n", "words", "ones: # 2", 'a: "plain ones: # 2"\n'),
        ("a: 12 words\n", "12 words", "12", 'a: "12"\n'),
        ("a: |\n  one\n  two\nb: 1\n", "two", "2\n\n3", "a: |\n  one\n  2\n\n  3\nb: 1\n"),
        ("a: >-\n  one\n  two\nb: 1\n", "two", "2\n\n3", "a: |-\n  one 2\n\n  3\nb: 1\n"),
        ("a: one two\nb: 1\n", "two", "2\n\n3", "a: |-\n  one 2\n\n  3\nb: 1\n"),
    ],
)
def test_a_value_keeps_its_quotes_or_gets_those_that_it_needs(
    text: str, old: str, new: str, behind: str
) -> None:
    """Quotation marks are doubled or escaped, paragraphs become a block, no blank line is left."""
    assert edited(text, old, new) == behind


def test_a_value_in_a_list_of_things_is_a_block_at_its_indent() -> None:
    """The keys beside it stay its neighbours."""
    text = "x:\n  - a: one two\n    b: 1\n"
    behind = "x:\n  - a: |-\n      one 2\n\n      3\n    b: 1\n"
    assert edited(text, "two", "2\n\n3", ("x", 0, "a")) == behind


@pytest.mark.parametrize(
    ("text", "place", "new", "reason"),
    [
        ("a: one\n", ("a",), " ", "nothing would be left of it: take it out of the metadata"),
        (
            "a: [one, two]\n",
            ("a", 0),
            "1\n\n2",
            "the value cannot be written in its place in the metadata",
        ),
    ],
)
def test_a_value_that_cannot_be_written_is_left(
    text: str, place: Place, new: str, reason: str
) -> None:
    """The account says what is to be done by hand."""
    with pytest.raises(Unmappable, match=reason):
        edited(text, "one", new, place)
