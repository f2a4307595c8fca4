"""Verse, pictures in a line, entities and words before all headings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from octavo.pipeline import build
from octavo.project import load_project
from octavo.word_namespaces import M, w
from tests.merge.conftest import DENSE, Trip

LINE = "An inline ![small](wave){height=1em} picture, a \\<tag\\>, caf&eacute; and `` a`b ``.\n"
VERSE = "| Roses are red,\n| violets *blue*\n"


@pytest.fixture(scope="module")
def rarer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a manuscript with rarer constructs, its Word file built."""
    root = tmp_path_factory.mktemp("rarer") / "paper"
    shutil.copytree(DENSE, root)
    (root / "manuscript" / "01-text.md").write_text(
        f"Words before all headings.\n\n# Beginning\n\nThere is $a^2$ here.\n\n{VERSE}\n{LINE}",
        encoding="utf-8",
    )
    build(load_project(root), ["docx"])
    return root


@pytest.fixture
def trip(rarer: Path, tmp_path: Path) -> Trip:
    """Return a round trip of it."""
    root = tmp_path / "paper"
    shutil.copytree(rarer, root)
    return Trip(root, rarer)


def test_words_beside_a_picture_and_in_a_verse_change_alone(trip: Trip) -> None:
    """A paragraph with a picture in its line is one of words; an entity is a letter."""
    for old, new in (("picture, a", "image, a"), ("café", "coffee"), ("violets", "lilies")):
        trip.reviewer.replace(old, new)
    trip.reviewer.replace("before all headings", "in front")
    before = trip.before("01-text.md")
    for old, new in (
        ("} picture", "} image"),
        ("caf&eacute;", "coffee"),
        ("violets", "lilies"),
        ("before all headings", "in front"),
    ):
        before = before.replace(old, new)
    assert trip.behind("01-text.md") == before


def test_a_picture_in_a_line_is_deleted_and_a_formula_copied(trip: Trip) -> None:
    """Each is one thing; a copy of a formula is written as the first was."""
    picture = next(trip.reviewer.find("An inline").iter(w("drawing"))).getparent()
    picture.getparent().remove(picture)
    formula = next(trip.reviewer.find("There is").iter(f"{{{M}}}oMath"))
    place = trip.reviewer._isolated(trip.reviewer.find("Words before"), "Words ")[-1]
    trip.reviewer.find("There is").remove(formula)
    place.addnext(formula)
    before = trip.before("01-text.md").replace(" ![small](wave){height=1em}", "")
    before = before.replace("Words before", "Words $a^2$before").replace(" $a^2$ here", " here")
    assert trip.behind("01-text.md") == before


def test_a_verse_goes_as_a_whole_and_is_not_split(trip: Trip) -> None:
    """Its lines are one block."""
    trip.reviewer.split("violets")
    assert [d.change.reason for d in trip.back().done] == ["the source would not print it so"]
    trip.reviewer.delete_paragraph("Roses")
    trip.reviewer.delete_paragraph("violets")
    before = trip.before("01-text.md")
    assert trip.behind("01-text.md") == before.replace(f"{VERSE}\n", "")


def test_words_before_all_headings_move(trip: Trip) -> None:
    """The first block of the text is no exception."""
    trip.reviewer.move("Words before", "There is")
    first, before = "Words before all headings.\n\n", trip.before("01-text.md")
    behind = before.replace(first, "").replace("here.\n\n", f"here.\n\n{first}")
    assert trip.behind("01-text.md") == behind
