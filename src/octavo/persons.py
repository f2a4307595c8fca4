"""Whether two spellings of a name can be one person's: initials, particles, marks, order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from octavo.folding import folded, without_tex
from octavo.metadata import Author
from octavo.names import EAST_ASIAN, PARTICLES, name_of

FOLDED_PARTICLES = frozenset(folded(word) for word in PARTICLES)
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
"""How letters are written out where there is no key for them."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name as compared: folded words without dots; a body's is all `family`."""

    family: tuple[str, ...]
    given: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    suffix: str = ""
    group: bool = False

    @property
    def wholes(self) -> frozenset[str]:
        """All of it as one word, in the order of speech and with the family name first."""
        given, family = "".join(self.given), "".join((*self.particles, *self.family))
        return frozenset((given + family, family + given))


def written_out(text: str) -> str:
    """Return a text with the letters of `UMLAUTS` written out."""
    return "".join(
        (plain.capitalize() if c.isupper() else plain) if (plain := UMLAUTS.get(c.lower())) else c
        for c in text
    )


@cache
def spellings(author: Author) -> tuple[Person, ...]:
    """Return the ways in which an author's name may be divided and spelt."""
    return tuple(dict.fromkeys(_spellings(author)))


def _spellings(author: Author) -> Iterator[Person]:
    name = name_of(author)
    if name.group:
        yield _body(name.family)
        return
    for text in (lambda t: t, written_out):
        family, given = text(name.family), text(name.given)
        yield person(given, family, name.suffix)
        words = given.split()
        if not author.family and not EAST_ASIAN.search(author.name):
            for cut in range(1, len(words)):
                more = f"{' '.join(words[cut:])} {family}"
                yield person(" ".join(words[:cut]), more, name.suffix)


def person(given: str, family: str, suffix: str = "") -> Person:
    """Return a name of two parts as it is compared."""
    words = [*_words(family)]
    first = next((n for n, word in enumerate(words[:-1]) if word not in FOLDED_PARTICLES), None)
    cut = first if first is not None else max(0, len(words) - 1)
    if first is None and words and words[0] not in FOLDED_PARTICLES:
        cut = 0
    given_words = [*_given(given)]
    behind = [word for word in given_words[1:] if word in FOLDED_PARTICLES]
    return Person(
        tuple(words[cut:]),
        tuple(word for n, word in enumerate(given_words) if not n or word not in FOLDED_PARTICLES),
        (*behind, *words[:cut]),
        folded(suffix).strip(". "),
    )


def _body(name: str) -> Person:
    words = [*_words(name)]
    return Person(tuple(words[1:] if words[:1] == ["the"] else words), group=True)


def _words(text: str) -> Iterator[str]:
    """Yield the folded words of a name; an apostrophe divides none."""
    bare = folded(without_tex(text)).replace("'", "")
    yield from (word for word in re.split(r"[\W_]+", bare) if word)


def _given(text: str) -> Iterator[str]:
    """Yield given names; `JP`, written together, is two initials."""
    for word in re.split(r"[\s.\-~]+", without_tex(text)):
        if 1 < len(word) <= 3 and word.isascii() and word.isupper():
            yield from folded(word)
        else:
            yield from _words(word)


def is_same(one: Person, other: Person) -> bool:
    """Tell whether two names can be one person's; the other may be the family name alone."""
    if one.group or other.group:
        return bool(one.wholes & other.wholes)
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if one.wholes & other.wholes:
        return True
    if one.family != other.family or not one.family:
        return False
    if not one.given or not other.given:
        return not other.given  # a family name alone may be one's own: nothing says otherwise
    return _go_together(one, other)


def _go_together(one: Person, other: Person) -> bool:
    """Tell whether the given names do, and the particles, which lists leave out at times."""
    if not all(_agree(*pair) for pair in zip(one.given, other.given, strict=False)):
        return False
    if one.particles == other.particles:
        return True
    full = len(one.given[0]) > 1 and one.given[0] == other.given[0]
    return full and (not one.particles or not other.particles)


def _agree(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    return one == other or (short == 1 and one[0] == other[0])


def persons_in(field: str) -> Iterator[Person]:
    """Yield the persons whom a BibTeX field names."""
    from bibtexparser.middlewares.names import (
        InvalidNameError,
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    for name in split_multiple_persons_names(field):
        bare = name.strip()
        if re.fullmatch(r"\{[^{}\\].*\}", bare):
            yield _body(without_tex(bare))
            continue
        if re.search(r"\bfamily\s*=", bare):
            yield _extended(bare)
            continue
        try:
            parts = parse_single_name_into_parts(bare, strict=False)
        except InvalidNameError:
            continue
        family = " ".join([*parts.von, *parts.last])
        yield person(" ".join(parts.first), family, " ".join(parts.jr))


def _extended(name: str) -> Person:
    """Read a name with its parts named, as biblatex has them: `given=Ada, family=Berg`."""
    pairs = (part.partition("=") for part in name.split(","))
    parts = {key.strip(): value.strip() for key, _, value in pairs}
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}"
    return person(parts.get("given", ""), family, parts.get("suffix", ""))


def is_author(authors: Iterable[Author], other: Person) -> bool:
    """Tell whether a name can be that of one of the authors."""
    return any(is_same(own, other) for author in authors for own in spellings(author))
