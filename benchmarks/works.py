"""A bibliography of invented works, in the kinds and with the fields of real ones."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.invention import Inventor

KINDS = ("article",) * 11 + ("book",) * 3 + ("incollection",) * 3 + ("report", "thesis", "online")
ACCENTED = {"ü": r"{\"u}", "é": r"{\'e}", "ö": r"{\"o}"}
GIVEN = (
    "Ada Boris Clara Dmitri Elif Farid Greta Hugo Ines José Kenji Leïla Marta Nils Olga Pavel"
    " Rosa Samir Tove Ursula Vera Wei Yusuf Zofia Jürgen René Björn"
).split()


def bibliography(inventor: Inventor, count: int) -> tuple[list[str], str]:
    """Return the keys of so many works, and their BibLaTeX."""
    people = [_name(inventor) for _ in range(max(30, count))]
    journals = [f"Journal of {inventor.title(1)}" for _ in range(max(8, count // 20))]
    keys, entries = [], []
    for number in range(1, count + 1):
        authors = inventor.random.sample(people, inventor.random.choice((1, 1, 2, 2, 3, 5)))
        year = inventor.random.randint(1970, 2025)
        key = f"{_ascii(authors[0])}{year}n{number}"
        kind = inventor.random.choice(KINDS)
        fields = {
            "author": " and ".join(authors),
            "title": inventor.title(inventor.random.choice((1, 2, 2, 3))),
            "date": str(year),
            **dict(_fields(inventor, kind, number, journals)),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        keys.append(key)
        entries.append(f"@{kind}{{{key},\n{lines}}}\n")
    return keys, "\n".join(entries)


def _name(inventor: Inventor) -> str:
    """Return one person's name: few share a family name, or citations would need given names."""
    given = inventor.random.choice(GIVEN)
    if inventor.chance(0.5):  # half of the accents in TeX, as in libraries that have grown
        given = "".join(ACCENTED.get(letter, letter) for letter in given)
    return f"{inventor.surname()}, {given}"


def _ascii(name: str) -> str:
    return "".join(letter for letter in name.split(",")[0].lower() if "a" <= letter <= "z")


def _fields(
    inventor: Inventor, kind: str, number: int, journals: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield what entries of a kind have beside author, title and date."""
    random = inventor.random
    first = random.randint(1, 600)
    pages = ("pages", f"{first}--{first + random.randint(5, 40)}")
    if kind == "article":
        yield "journaltitle", random.choice(journals)
        yield "volume", str(random.randint(1, 90))
        yield "number", str(random.randint(1, 6))
        yield pages
        if inventor.chance(0.8):
            yield "doi", f"10.5555/{number:06}.{first}"
    elif kind in ("book", "incollection"):
        if kind == "incollection":
            yield "booktitle", inventor.title(2)
            yield "editor", f"{inventor.surname()}, {random.choice(GIVEN)}"
            yield pages
        yield "publisher", f"{inventor.surname()} University Press"
        yield "location", inventor.surname()
    elif kind == "online":
        yield "url", f"https://example.org/{number}/{inventor.word('noun')}"
        yield "urldate", "2025-05-04"
    else:
        yield "type", "Working paper" if kind == "report" else "PhD thesis"
        yield "institution", f"University of {inventor.surname()}"
