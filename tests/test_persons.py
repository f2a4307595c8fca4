"""Which spellings of a name can be one person's."""

from __future__ import annotations

import pytest

from octavo.metadata import Author
from octavo.persons import is_author, persons_in

ADA = "Ada Maria Quillfeather"
CASES = [
    (ADA, "Quillfeather, Ada Maria", True),
    (ADA, "Ada Quillfeather", True),
    (ADA, "Quillfeather, A.", True),
    (ADA, "Quillfeather, A. M.", True),
    (ADA, "Quillfeather, AM", True),
    (ADA, "Quillfeather", True),
    (ADA, "Quillfeather, B.", False),
    (ADA, "Quillfeather, Adam", False),
    (ADA, "Quillfeather, A. K.", False),
    (ADA, "Featherquill, Ada Maria", False),
    ("Jürgen Müller", r"M{\"u}ller, J{\"u}rgen", True),
    ("Jürgen Müller", "Mueller, Juergen", True),
    ("Jürgen Müller", "Muller, J.", True),
    ("Jürgen Müller", "Müller, Kurt", False),
    ("Łukasz Żółć", r"\.Z\'o\l\'c, {\L}ukasz", True),
    ("José García Márquez", "García Márquez, José", True),
    ("José García Márquez", r"Garc{\'\i}a M{\'a}rquez, J.", True),
    ("Jan van der Berg", "van der Berg, Jan", True),
    ("Jan van der Berg", "Berg, Jan van der", True),
    ("Jan van der Berg", "Berg, Jan", True),
    ("Jan van der Berg", "van den Berg, Jan", False),
    ("Muqtada al-Sadr", "al-Sadr, M.", True),
    ("Muqtada al-Sadr", "Sadr, Muqtada", True),
    ("Jean-Pierre Dupont", "Dupont, J.-P.", True),
    ("Jean-Pierre Dupont", "Dupont, JP", True),
    ("Jean-Pierre Dupont", "Dupont, Marie", False),
    ("Conor O’Brien", "O'Brien, Conor", True),
    ("Conor O’Brien", "OBrien, C.", True),
    ("Martin Luther King Jr.", "King, Jr., Martin Luther", True),
    ("Martin Luther King Jr.", "King, Sr., Martin Luther", False),
    ("王小明", "王小明", True),
    ("王小明", "王 小明", True),
    ("王小明", "王大明", False),
    ("مریم حسینی", "حسيني, مريم", True),
    ("Иван Петров", "Петров, И.", True),
    ("Иван Петров", "Петров, А.", False),
    ("The Quux Society", "{Quux Society}", True),
    ("The Quux Society", "{Quux Society of Friends}", False),
    ("Plato", "Plato", True),
    ("Plato", "Plato, X.", False),
    (ADA, "family=Quillfeather, given=Ada, given-i=A", True),
]


@pytest.mark.parametrize(("name", "written", "same"), CASES)
def test_spellings_of_one_person(name: str, written: str, same: bool) -> None:
    """Initials, marks, particles, hyphens, order and TeX make no other person; names do."""
    (person,) = persons_in(written)
    assert is_author((Author(name=name),), person) is same


def test_a_field_names_several() -> None:
    """`and` divides names, but not within braces."""
    assert len([*persons_in("Walt, Stephen and {Ministry of War and Peace} and Rose, G.")]) == 3
