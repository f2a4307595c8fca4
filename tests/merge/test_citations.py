"""Citations that come in: put in with Zotero, or typed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from octavo.bibliography import Entry, load_bibliography
from octavo.merge.citing import cited_by_hand
from octavo.merge.tokens import Sign
from octavo.merge.vocabulary import Vocabulary
from octavo.project import load_project
from octavo.word_elements import citation_of
from tests.merge.coming_in import cite, instruction
from tests.merge.conftest import DENSE, Trip, changed_lines

ROSE = {"id": 12, "itemData": {"DOI": "https://doi.org/10.1017/s0043887100007814", "title": "?"}}
WALT = {"id": "http://zotero.org/u/1", "itemData": {"title": "The <i>Origins</i> of alliances"}}
UNKNOWN = {"id": 9, "itemData": {"title": "Of Nothing", "DOI": "10.1000/1"}}
MORE = """
@book{o'neil:2000, author = {O'Neil, Ann}, title = {Keys}, date = {2000}}
@book{rose1998b, author = {Rose, Ada}, title = {Gardens}, date = {1998}}
"""


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Entry]:
    """Return the works of a bibliography."""
    root = tmp_path_factory.mktemp("works")
    for name in ("manuscript/metadata.yaml", "bib/references.bib"):
        text = (DENSE / name).read_text(encoding="utf-8")
        (root / name).parent.mkdir()
        (root / name).write_text(text + MORE * name.endswith("bib"), encoding="utf-8")
    (root / "manuscript/01-a.md").write_text("Words.\n", encoding="utf-8")
    return load_bibliography(load_project(root)).entries


def source(entries: Mapping[str, Entry], *items: Mapping[str, Any]) -> str | None:
    """Return what a citation of Zotero's is in the source."""
    words = Vocabulary("", (), {}, {}, {}, entries, {})
    found = words.source_of(Sign("citation", "(X)", name=citation_of(instruction(items))))
    return None if found is None else found[0]


@pytest.mark.parametrize(
    ("item", "written"),
    [
        ({"id": "walt1987"}, "[@walt1987]"),
        (ROSE, "[@rose1998]"),
        (WALT, "[@walt1987]"),
        ({"id": "o'neil:2000"}, "[@{o'neil:2000}]"),
        ({**ROSE, "locator": "144-147"}, "[@rose1998, p. 144-147]"),
        ({**ROSE, "locator": 3, "label": "chapter"}, "[@rose1998, ch. 3]"),
        ({**ROSE, "locator": "3", "label": "of no style"}, "[@rose1998, p. 3]"),
        ({**ROSE, "prefix": "see ", "suffix": " and passim"}, "[see @rose1998, and passim]"),
        ({**ROSE, "locator": "5", "suffix": ", n. 3"}, "[@rose1998, p. 5, n. 3]"),
        ({**ROSE, "suffix": ": all of it"}, "[@rose1998: all of it]"),
        ({**ROSE, "suffix": "; see @walt1987"}, "[@rose1998\\; see \\@walt1987]"),
        ({**ROSE, "suppress-author": True}, "[-@rose1998]"),
        (
            {**ROSE, "prefix": None, "locator": None, "label": None, "suffix": None},
            "[@rose1998]",
        ),
        ({**UNKNOWN}, None),
        ({"id": 9, "itemData": "no data"}, None),
    ],
)
def test_a_work_of_zoteros_is_found_with_what_is_said_beside_it(
    entries: Mapping[str, Entry], item: Mapping[str, Any], written: str | None
) -> None:
    """Its key, DOI or title tell which it is; what the field leaves open is not written."""
    assert source(entries, item) == written


def test_a_citation_of_zoteros_is_whole_or_not_at_all(entries: Mapping[str, Entry]) -> None:
    """Where one of its works is not in the bibliography, none is dropped in silence."""
    assert source(entries, WALT, ROSE) == "[@walt1987; @rose1998]"
    assert source(entries, WALT, UNKNOWN) is None


def test_a_citation_of_zoteros_comes_into_the_section(trip: Trip) -> None:
    """It stands where the co-author put it; one of an unknown work is told with what it prints."""
    cite(trip.reviewer, "Short paragraph", [{**ROSE, "locator": "3", "suffix": "; not 4"}])
    cite(trip.reviewer, "The same words", [UNKNOWN])
    trip.reviewer.new_paragraph("Final words", "A new one says so")
    cite(trip.reviewer, "says so", [WALT])
    merged = trip.back()
    assert [(d.status, d.change.reason) for d in merged.done] == [
        ("applied", ""),
        ("not mapped", "a citation (Somebody 2000) was put in here"),
        ("applied", ""),
    ]
    assert changed_lines(merged) == [
        "-Short paragraph. Another sentence in it. A third one,",
        "+Short paragraph [@rose1998, p. 3\\; not 4]. Another sentence in it. A third one,",
        "+A new one says so [@walt1987]",
        "+",
    ]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("(Walt 1987, ch. 3)", "[@walt1987, ch. 3]"),
        ("(see Walt 1987: 12)", "[see @walt1987, p. 12]"),
        ("(O’Neil 2000)", "[@{o'neil:2000}]"),
        ("O’Neil (2000, 3)", "@{o'neil:2000} [p. 3]"),
        ("(Rose 1998)", "(Rose 1998)<!-- no entry fits this citation -->"),
        (
            "(Walt 1987; Nobody 1990)",
            "(Walt 1987; Nobody 1990)<!-- no entry fits this citation -->",
        ),
        ("(In March 1987)", "(In March 1987)"),
    ],
)
def test_a_citation_typed_by_hand_is_that_of_one_work_or_stays(
    entries: Mapping[str, Entry], typed: str, written: str
) -> None:
    """Of several that fit none is guessed, and a date is no citation."""
    assert cited_by_hand(typed, entries, straight=False)[0] == written
