"""What papers say of themselves in YAML, in the words of pandoc, Quarto and Manubot."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.front_matter import take
from octavo.yaml_source import Value, read_yaml


def taken(text: str) -> Brought:
    """Return what the YAML of a paper brings."""
    brought = Brought()
    data = read_yaml(Path("a.md"), text).data
    assert isinstance(data, dict)
    take(data, "a.md", brought)
    return brought


SAID: dict[str, dict[str, Value]] = {
    "keywords: rivers, borders; states": {"keywords": ["rivers", "borders", "states"]},
    "keyword: [rivers, borders]": {"keywords": ["rivers", "borders"]},
    "keywords: []\nsubtitle: ''\nfunding:": {},
    "conflicts: None.\ncode-availability: {text: There.}": {
        "statements": {"conflicts": "None.", "code": "There."}
    },
    "running-head: Rivers\nacknowledgments: We thank all.": {
        "short-title": "Rivers",
        "acknowledgements": "We thank all.",
    },
    "date: 2026-11-23": {"date": datetime.date(2026, 11, 23)},
    "license: {type: CC-BY}": {"licence": "CC BY 4.0"},
    "licence: MIT": {"licence": "MIT"},
    "funding: The State.": {"funding": "The State."},
    "funding: [The State, {source: A Fund, award-number: 7}]": {
        "funding": [{"funder": "The State"}, {"funder": "A Fund", "award": "7"}]
    },
}


@pytest.mark.parametrize("text", SAID)
def test_each_word_for_a_field_becomes_ours(text: str) -> None:
    """As one value or as a list, and nothing where nothing is said."""
    brought = taken(text)
    assert brought.metadata == SAID[text]
    assert brought.remarks == []


PEOPLE: dict[str, list[Value]] = {
    "author: Ada Example and Ben Other; Cy": [
        {"name": "Ada Example"},
        {"name": "Ben Other"},
        {"name": "Cy"},
    ],
    "author:\n- {given: Ada, family: Example}\n- name: {given: A, dropping-particle: de, family: B}"
    "\n- name: {literal: The Group}": [
        {"name": "Ada Example"},
        {"name": "A de B"},
        {"name": "The Group"},
    ],
    "author:\n- Ada:\n    email: a@b.org\n    roles: Supervision": [
        {"name": "Ada", "email": "a@b.org", "roles": ["supervision"]}
    ],
    "author:\n- name: Ada\n  orcid: https://orcid.org/0000-0002-1825-0097\n"
    "  attributes: [corresponding]": [
        {"name": "Ada", "orcid": "0000-0002-1825-0097", "corresponding": True}
    ],
    "author:\n- {name: Ada, roles: [writing - original draft, {software: lead}]}": [
        {"name": "Ada", "roles": ["writing-original-draft", "software"]}
    ],
}


@pytest.mark.parametrize("text", PEOPLE)
def test_authors_come_over_however_they_are_written(text: str) -> None:
    """As a line, with parts of the name, under the name, or with all that is known of them."""
    brought = taken(text)
    assert brought.metadata == {"authors": PEOPLE[text]}
    assert brought.remarks == []


def test_places_of_work_are_listed_once() -> None:
    """Authors name them by id, by reference, by name, or describe them where they stand."""
    text = """
affiliations:
- {id: a, name: First, city: Bern, department: Geography}
- two: Second
- three: {name: Third, country: Peru}
author:
- {name: Ada, affiliation: [{ref: a}, two]}
- {name: Ben, affiliation: Third}
- {name: Cy, affiliations: {institution: Fourth, number: 4}}
- {name: Di, affiliation: Fourth}
"""
    metadata = taken(text).metadata
    assert metadata["affiliations"] == [
        {"id": "a", "name": "First", "department": "Geography", "city": "Bern"},
        {"id": "two", "name": "Second"},
        {"id": "three", "name": "Third", "country": "Peru"},
        {"id": "4", "name": "Fourth"},
    ]
    authors = metadata["authors"]
    assert isinstance(authors, list)
    where = [author["affiliations"] for author in authors if isinstance(author, dict)]
    assert where == [["a", "two"], ["three"], ["4"], ["4"]]


def test_what_pays_authors_of_manubot_is_said_once() -> None:
    """Each author has a list there."""
    text = "author:\n- {name: Ada, funders: [A Fund, The State]}\n- {name: Ben, funders: A Fund}"
    assert taken(text).metadata["funding"] == [{"funder": "A Fund"}, {"funder": "The State"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shoesize: 44", "a.md: warning: `shoesize: 44` has no place in the metadata"),
        ("toc: true", "a.md: note: `toc` is a setting of another program, and is left out"),
        ("date: last week", "a.md: warning: the date `last week` is left out"),
        ("author: {name: Ada, shoe: 44}", "warning: `shoe: 44` of Ada has no place"),
        ("author: {name: Ada, role: baking}", "the role “baking” of Ada is none of CRediT’s"),
        ("author: {name: Ada, affiliation: {ref: b}}", "no affiliation has the id `b`, which Ada"),
        ("funding: [{grantor: A Fund}]", "no funder is named in `grantor: A Fund`"),
    ],
)
def test_what_has_no_place_is_told(text: str, said: str) -> None:
    """Each has its line, and nothing is dropped in silence."""
    lines = [line for remark in taken(text).remarks for line in remark.lines]
    assert any(said in line for line in lines), lines
