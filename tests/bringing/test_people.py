"""Authors as papers print them: names with marks, places with marks, addresses behind names."""

from __future__ import annotations

from octavo.bringing.people import authors_of
from octavo.nodes import SPACE, Node, string
from octavo.yaml_source import Value

BREAK: Node = {"t": "LineBreak"}
ORCID = "0000-0002-1825-0097"


def raised(text: str) -> Node:
    """Return raised text."""
    return {"t": "Superscript", "c": [string(text)]}


def listed(authors: list[Value], key: str) -> list[Value]:
    """Return what each author has of a kind, if anything."""
    return [author.get(key) for author in authors if isinstance(author, dict)]


def test_marks_lead_from_names_to_places() -> None:
    """Several to a name, and a star for who is to be written to."""
    line = [string("Ada Example"), raised("1,2*"), string(", Ben Other"), raised("2")]
    places = [[raised("1"), string("First")], [raised("2"), string("Second;")]]
    authors, affiliations = authors_of([line], places, [])
    assert affiliations == [
        {"id": "place-1", "name": "First"},
        {"id": "place-2", "name": "Second"},
    ]
    assert listed(authors, "affiliations") == [["place-1", "place-2"], ["place-2"]]
    assert listed(authors, "corresponding") == [True, None]


def test_marks_of_places_need_not_be_raised() -> None:
    """They are marks where names have them; a line without words is no place."""
    line = [string("Ada"), raised("a"), string(" and Ben"), raised("†")]
    authors, affiliations = authors_of(
        [line], [[string("a First")], [string("†) Second")], [string(" ")]], []
    )
    assert [one["name"] for one in affiliations if isinstance(one, dict)] == ["First", "Second"]
    assert listed(authors, "affiliations") == [["place-1"], ["place-2"]]


def test_names_stand_on_lines_or_between_words() -> None:
    """One place without marks is that of all."""
    line = [string("Ada"), BREAK, string("Ben"), SPACE, string("and"), SPACE, string("Cy")]
    authors, _ = authors_of([line], [[string("One Place")]], [])
    assert listed(authors, "name") == ["Ada", "Ben", "Cy"]
    assert listed(authors, "affiliations") == [["place-1"]] * 3


def test_an_address_is_that_of_the_name_before_it() -> None:
    """And of nobody, where no name stands before it."""
    lines = [[string("Ada and Ben")]]
    contact = [string(f"write to x@b.org, Ada: a@b.org, a@c.org; Ben: b@b.org, {ORCID}")]
    authors, _ = authors_of(lines, [], [contact])
    assert listed(authors, "email") == ["a@b.org", "b@b.org"]
    assert listed(authors, "orcid") == [None, ORCID]
    assert listed(authors, "corresponding") == [True, True]


def test_what_a_link_leads_to_is_the_address_of_the_only_author() -> None:
    """As `mailto:`, behind other words."""
    link: Node = {"t": "Link", "c": [["", [], []], [string("mail")], ["mailto:a@b.org", ""]]}
    authors, _ = authors_of([[string("Ada")]], [], [[link]])
    assert authors == [{"name": "Ada", "email": "a@b.org", "corresponding": True}]
