"""Names in parts: what lists are sorted by, and what stands behind it."""

from __future__ import annotations

import pytest

from octavo.metadata import Author
from octavo.names import name_of


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("John Stuart Mill", "Mill, John Stuart"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("Martin Luther King III", "King, Martin Luther, III"),
        ("Mill, John Stuart", "Mill, John Stuart"),
        ("Plato", "Plato"),
        ("Лев Толстой", "Толстой, Лев"),
        ("عبدالمجید سیفی", "سیفی, عبدالمجید"),
        ("محمد بن سلمان", "بن سلمان, محمد"),
        ("山田 太郎", "山田, 太郎"),
        ("王小明", "王小明"),
    ],
)
def test_the_family_name_is_the_usual_part(name: str, inverted: str) -> None:
    """The last word with its particles, the first in East Asia, all of a name without spaces."""
    assert name_of(Author(name=name)).inverted == inverted


@pytest.mark.parametrize(
    "name", ["The Octavo contributors", "University of Basra", "Universität Wien", "ATLAS Team"]
)
def test_a_body_has_no_parts(name: str) -> None:
    """What signs as one body is one name."""
    found = name_of(Author(name=name))
    assert (found.group, found.family, found.given) == (True, name, "")


def test_metadata_say_what_no_rule_can() -> None:
    """`family` splits a name of two surnames, `group` tells a person from a body."""
    assert name_of(Author(name="Gabriel García Márquez", family="García Márquez")).inverted == (
        "García Márquez, Gabriel"
    )
    assert name_of(Author(name="Mao Zedong", family="Mao")).inverted == "Mao, Zedong"
    assert name_of(Author(name="Ada Team", group=False)).inverted == "Team, Ada"
    assert name_of(Author(name="Doctors Without Borders", group=True)).inverted == (
        "Doctors Without Borders"
    )


def test_who_has_an_orcid_is_a_person() -> None:
    """Only people have one, whatever they are called."""
    author = Author(name="Ada Council", orcid="0000-0002-1825-0097")
    assert name_of(author).inverted == "Council, Ada"
