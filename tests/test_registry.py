"""What registries send is read as far as it is what they document, whatever else is in it."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.registry import Lookup, State, _crossref, _datacite, _handle

ODD: list[Any] = [None, "", "x", 0, 7, 1.5, True, [], {}, [None], ["x"], [7], [[]], [{}]]
"""Values of every kind that JSON has, in the place of others."""

CROSSREF = ("title", "author", "volume", "issued", "published", "updated-by", "relation")
DATACITE = ("titles", "creators", "publicationYear", "container", "relatedIdentifiers", "types")


@pytest.mark.parametrize("name", CROSSREF)
def test_what_crossref_does_not_document_is_passed_over(name: str) -> None:
    """A work is known by its DOI all the same: what is odd is as if it were not there."""
    date = {"date-parts": [[2010, [1], "x"]]}
    for value in [*ODD, date, [{"type": "retraction", "updated": date}]]:
        found = _crossref({"message": {"title": ["Waves"], name: value}})
        assert found is not None
        assert (found.state, found.source) == (State.FOUND, "Crossref")


@pytest.mark.parametrize("name", DATACITE)
def test_what_datacite_does_not_document_is_passed_over(name: str) -> None:
    """The same for what has its DOI there."""
    for value in ODD:
        found = _datacite({"data": {"attributes": {"publicationYear": 2020, name: value}}})
        assert found is not None
        assert (found.state, found.source) == (State.FOUND, "DataCite")


def test_no_name_is_no_authors() -> None:
    """A body is called by its name, and a person by the family's."""
    body, nobody = {"name": "World Bank"}, {"given": "Ada"}
    for author, shown in ((body, "World Bank"), (nobody, "")):
        found = _crossref({"message": {"author": [author], "title": ["Waves", "More"]}})
        assert found == Lookup(State.FOUND, "Crossref", title="Waves", author=shown)


def test_a_date_of_crossrefs_is_as_long_as_it_is_known() -> None:
    """Year and month, or the year alone; the print counts before the first appearance online."""
    work = {"published-print": {"date-parts": [[2011]]}, "issued": {"date-parts": [[2010, 12]]}}
    assert _crossref({"message": work}) == Lookup(State.FOUND, "Crossref", year="2011")
    notice = {"type": "withdrawal", "DOI": "10.1/w", "updated": {"date-parts": [[2012, 3, None]]}}
    found = _crossref({"message": {"updated-by": [notice]}})
    assert found is not None
    assert [n.date for n in found.notices] == ["2012-03"]


def test_a_preprint_of_datacites_names_what_it_became() -> None:
    """Only a preprint does: the earlier version of a data set is no publication of it."""
    later = {
        "relationType": "IsPreviousVersionOf",
        "relatedIdentifierType": "DOI",
        "relatedIdentifier": "10.1/published",
    }
    kinds = {"Preprint": "10.1/published", "Dataset": ""}
    for kind, published in kinds.items():
        work = {"types": {"resourceTypeGeneral": kind}, "relatedIdentifiers": [{}, later]}
        found = _datacite({"data": {"attributes": work}})
        assert found == Lookup(State.FOUND, "DataCite", published=published)


@pytest.mark.parametrize("answer", [*ODD, {"message": None}, {"data": 1}, {"responseCode": 100}])
def test_what_tells_of_no_work_is_no_answer(answer: Any) -> None:
    """Of any of the three."""
    assert (_crossref(answer), _datacite(answer), _handle(answer)) == (None, None, None)
