"""The parts of an author's name, for formats that ask for them apart.

A name is written as its bearer writes it, and no rule splits every name.  What is
taken for the family name is the last word with the particles before it, or in Chinese,
Japanese and Korean the first; `family` and `group` in the metadata say it where that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.metadata import Author

SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|II|III|IV)$")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
PARTICLES = frozenset(
    "al af av bin bint da dal dalla das de degli dei del della den der des di do dos du e el ibn "
    "la le les lo of op 't ten ter tot van vom von y zu zum zur بن بنت ابن أبو ابو آل".split()
)
"""Words that belong to the family name behind them, if they are not written with a capital."""

BODIES = re.compile(
    r"^The\s|\b(?:Association|Cent(?:er|re)|Collaboration|Committee|Consortium|contributors|Council"
    r"|Group|Institute?|Ministry|Organi[sz]ation|Project|Society|Team|Universi(?:dad|tät|té|ty))\b"
)
"""What the names of bodies that sign as one have in common, in the languages of most journals."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; one that has no parts is all `family`."""

    family: str
    given: str = ""
    suffix: str = ""
    group: bool = False
    """Whether a body bears it, not a person."""

    @property
    def inverted(self) -> str:
        """The family name first, as lists are sorted: `King, Martin Luther, Jr.`."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


def name_of(author: Author) -> Name:
    """Return the parts of an author's name: as the metadata have them, else as is usual."""
    name = " ".join(author.name.split())
    group = author.group if author.group is not None else _is_body(author, name)
    if group:
        return Name(name, group=True)
    if author.family:
        family = " ".join(author.family.split())
        return Name(family, " ".join(name.replace(family, " ", 1).split()).strip(" ,"))
    suffix = SUFFIX.search(name)
    return _split(name[: suffix.start()] if suffix else name, suffix[1] if suffix else "")


def _is_body(author: Author, name: str) -> bool:
    return author.orcid is None and BODIES.search(name) is not None


def _split(name: str, suffix: str) -> Name:
    if "," in name:
        family, given = (part.strip() for part in name.split(",", 1))
        return Name(family, given, suffix)
    parts = name.split(" ")
    if EAST_ASIAN.search(name):
        return Name(parts[0], " ".join(parts[1:]))
    first = len(parts) - 1
    while first > 1 and parts[first - 1] in PARTICLES:
        first -= 1
    return Name(" ".join(parts[first:]), " ".join(parts[:first]), suffix)
