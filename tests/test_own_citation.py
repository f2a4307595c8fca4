"""How the article says that it is to be cited."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest

from octavo.diagnostics import Faults
from octavo.document import Document
from octavo.metadata import Metadata
from octavo.nodes import has_class, plain_text, walk
from octavo.own_citation import bibtex_of, citation_key, ris_of, with_own_citation
from octavo.pandoc import pandoc
from octavo.pipeline import build
from octavo.project import load_project
from octavo.words import words_of
from tests.conftest import Load, Write

AWKWARD = r'50% of $x$ & <b> #let "y" \ z_~^ @a'
JOURNAL = {"name": "A & B", "volume": 12, "issue": "S1", "pages": "144–172", "issn": "0043-8871"}
PLACES = {"doi": "10.1000/a_b%c", "url": "https://example.org/a_b?c=%20#x", "journal": JOURNAL}


def metadata(**changes: Any) -> Metadata:
    """Return the metadata of an article."""
    given = {
        "title": "The Iraq Alignment",
        "subtitle": "A study",
        "date": datetime.date(2026, 3, 9),
        "authors": [{"name": "Ada Example"}, {"name": "The Group"}, {"name": "王小明"}],
    }
    return Metadata.model_validate(given | changes)


def works(text: str) -> list[Any]:
    """Return BibTeX as an independent reader understands it."""
    read: list[Any] = json.loads(pandoc("--from=bibtex", "--to=csljson", data=text.encode()))
    return read


def line(load: Load, csl: str, **changes: Any) -> str:
    """Return the line of an article in a style."""
    project = load(
        {"manuscript/metadata.yaml": f"title: T\nauthors: [{{name: A}}]\nbuild: {{csl: {csl}}}\n"}
    )
    details = metadata(**changes)
    document = Document(details, words_of(details.language), (), [], {}, 0)
    blocks = with_own_citation(document, project).blocks
    (own,) = (node for node in walk(blocks) if has_class(node, "own-citation"))
    return plain_text(own)


def test_the_line_is_in_the_style(load: Load) -> None:
    """Names, year, title, journal, volume, pages and DOI as the style has them."""
    assert line(load, "apa", **PLACES) == (
        "Example, A., The Group, & 王小明. (2026). The Iraq Alignment: A study. A & B, 12(S1), "
        "144–172. https://doi.org/10.1000/a_b%c"
    )


@pytest.mark.parametrize("style", ["nature", "ieee", "american-medical-association"])
def test_the_line_has_no_number(load: Load, style: str) -> None:
    """A numeric style begins with the author: there is no list to count."""
    assert re.match(r"(Example|A\. Example)", line(load, style))


def test_a_style_without_a_list_has_a_line(load: Load) -> None:
    """A style of notes alone leaves the line to another."""
    assert "The Iraq Alignment" in line(load, "bluebook-inline")


def test_values_are_no_markup(load: Load) -> None:
    """What an author writes in a title is printed as it is written."""
    assert "*a* <i>b</i> $x$ [c]" in line(load, "apa", title="*a* <i>b</i> $x$ [c]", subtitle=None)


def test_no_year_is_invented(load: Load) -> None:
    """An article without a date has none in its citation."""
    assert not re.search(r"\d{4}", line(load, "apa", date=None))
    assert "year" not in bibtex_of(metadata(date=None))
    assert "PY" not in ris_of(metadata(date=None))


def test_bibtex_is_read_back() -> None:
    """Another program reads what was meant: names, title, journal, date, pages, addresses."""
    (work,) = works(bibtex_of(metadata(title=AWKWARD, subtitle=None, **PLACES)))
    assert work["author"] == [
        {"family": "Example", "given": "Ada"},
        {"literal": "The Group"},
        {"literal": "王小明"},
    ]
    assert work["title"] == AWKWARD
    assert (work["type"], work["container-title"]) == ("article-journal", "A & B")
    assert work["issued"] == {"date-parts": [[2026, 3]]}
    assert (work["page"], work["DOI"]) == ("144-172", "10.1000/a_b%c")
    assert work["URL"] == "https://example.org/a_b?c=%20#x"


def test_bibtex_braces_always_close() -> None:
    """No brace of a title, name or address ends the entry."""
    people = [{"name": "A } B"}, {"name": "Rock and Roll Group"}]
    text = bibtex_of(metadata(title="} , x = {", authors=people, url="https://example.org/}"))
    assert [text[:n].count("{") >= text[:n].count("}") for n in range(len(text))].count(False) == 0
    assert text.count("{") == text.count("}")
    assert r"\textbraceright{}" in text
    assert len(works(text)) == 1


def test_bibtex_keeps_capitals() -> None:
    """Names in a title keep their capitals in styles that take them away."""
    assert "title = {The {Iraq} {Alignment}: {A} study}" in bibtex_of(metadata())


@pytest.mark.parametrize(
    ("name", "title", "key"),
    [
        ("Ludwig van Beethoven", "Of the Late Quartets", "vanbeethoven2026late"),
        ("José Núñez", "Über Öl", "nunez2026uber"),
        ("سیفی", "داعش", "article2026"),
    ],
)
def test_keys_are_plain(name: str, title: str, key: str) -> None:
    """A key has letters of ASCII and digits alone."""
    assert citation_key(metadata(title=title, authors=[{"name": name}])) == key


def test_ris_is_a_tag_a_line() -> None:
    """Each value is on its line, and the record ends."""
    lines = ris_of(metadata(title="A\nER  - \nTY  - BOOK", keywords=["one"], **PLACES)).splitlines()
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", each) for each in lines)
    assert (lines[0], lines[-1]) == ("TY  - JOUR", "ER  - ")
    assert [each[:2] for each in lines].count("ER") == 1
    for expected in (
        "AU  - Example, Ada",
        "AU  - The Group",
        "SP  - 144",
        "EP  - 172",
        "KW  - one",
    ):
        assert expected in lines


@pytest.mark.parametrize("form", ["docx", "html"])
def test_the_line_prints_in_its_language(write: Write, form: str) -> None:
    """The heading is the language's own, behind the licence and before the references."""
    head = "title: T\nlanguage: de\nauthors: [{name: Ada Example}]\nlicence: CC BY 4.0\n"
    root = write({"manuscript/metadata.yaml": head, "manuscript/01-a.md": "# E\n\n[@rose1998]\n"})
    path = build(load_project(root), [form]).artifacts[0].path
    text = pandoc(f"--from={form}", "--to=plain", "--wrap=none", str(path), data=b"").decode()
    order = ("Lizenz", "Zitiervorschlag", "Example, Ada", "Literatur")
    places = [text.rindex(word) for word in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("doi: https://doi.org/10.1/x", "`doi`"),
        ("url: javascript:x", "`url`"),
        ("journal: {volume: 1}", "the key `name` is missing"),
        ("journal: {name: J, isn: 1}", "unknown key `isn`"),
        ("journal: {name: J, issn: 12345678}", "`journal.issn`"),
    ],
)
def test_wrong_places_are_told(write: Write, key: str, message: str) -> None:
    """What the schema refuses is said with its line."""
    head = f"title: T\nauthors: [{{name: A}}]\n{key}\n"
    with pytest.raises(Faults) as raised:
        load_project(write({"manuscript/metadata.yaml": head}))
    (fault,) = raised.value.diagnostics
    assert message in fault.message
    assert fault.span.line == 3


def test_a_family_name_is_of_the_name(write: Write) -> None:
    """A family name that the name does not hold is a slip."""
    head = "title: T\nauthors:\n  - {name: Ada Example, family: Exmaple}\n"
    with pytest.raises(Faults, match="`family` is no part of `name`") as raised:
        load_project(write({"manuscript/metadata.yaml": head}))
    assert raised.value.diagnostics[0].span.line == 3
