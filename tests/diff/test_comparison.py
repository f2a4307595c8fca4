"""The tree that two documents become: nothing lost on either side, nothing marked that is same."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from octavo.diff.comparison import Comparison
from octavo.diff.labels import labelled
from octavo.diff.likeness import Likeness
from octavo.nodes import Node, attr, attribute_of, div, plain_text, walk, words
from octavo.pandoc import pandoc_blocks
from tests.conftest import examples
from tests.diff.trees import BLOCKS, PAIRS, marks, said, side

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def compared(old: list[Node], new: list[Node]) -> list[Node]:
    """Return one text of two, its labels as they should be."""
    comparison = Comparison(Likeness({}, Path()), Likeness({}, Path()))
    return labelled([comparison.text(old, new)], new)[0]


@examples(50)
@given(BLOCKS)
def test_a_text_and_itself_have_no_marks(blocks: list[Node]) -> None:
    """The comparison of a document with itself is the document."""
    result = compared(copy.deepcopy(blocks), blocks)
    assert marks(result) == []
    assert said(result) == said(blocks)


@examples(50)
@given(PAIRS)
def test_nothing_is_lost_on_either_side(pair: tuple[list[Node], list[Node]]) -> None:
    """Without what was left out it is the new text; without what was put in, the old one."""
    old, new = pair
    before = copy.deepcopy(pair)
    result = compared(old, new)
    assert (old, new) == before
    assert said(side(result, "new")) == said(new)
    assert said(side(result, "old")) == said(old)
    assert bool(marks(result)) or said(old) == said(new)


@examples(50)
@given(PAIRS)
def test_labels_stand_once(pair: tuple[list[Node], list[Node]]) -> None:
    """Where the old and the new stand together no label is there twice, and the new one's is."""
    old, new = pair
    names: Counter[str] = Counter(_names(compared(old, new)))
    assert max(names.values(), default=1) == 1
    assert set(_names(new)) <= set(names)


def _names(value: Any) -> list[str]:
    attributes = (attribute_of(node) for node in walk(value) if "c" in node)
    return [a[0] for a in attributes if a and a[0]]


def para(text: str) -> Node:
    """Return a paragraph of words."""
    return {"t": "Para", "c": words(text)}


ONE = "The first sentence of it stands here. It goes on for a while."
TWO = "The second part is about something else, and stays as it was."


def test_a_paragraph_that_was_parted_keeps_its_words() -> None:
    """The end of a paragraph alone was put in, in the place of a space."""
    result = compared([para(f"{ONE} {TWO}")], [para(ONE), para(TWO)])
    assert [plain_text(block) for block in result] == [f"{ONE} ¶", TWO]
    assert marks(result) == ["deletion", "insertion"]


def test_two_paragraphs_that_were_joined_keep_their_words() -> None:
    """The end of the first was left out, and a space was put in."""
    result = compared([para(ONE), para(TWO)], [para(f"{ONE} {TWO}")])
    assert len(result) == 1
    assert marks(result) == ["deletion", "insertion"]


def test_a_passage_that_moved_is_shown_with_what_changed_on_the_way() -> None:
    """It is one move, and a word of it another."""
    others = [para(f"Paragraph {name} stays where it is in the text.") for name in ("a", "b")]
    result = compared([para(TWO), *others], [*others, para(TWO.replace("else", "new"))])
    assert marks(result)[:2] == ["moved-from", "moved-to"]
    assert len(marks(result)) == 4


def test_a_label_that_changed_is_no_change() -> None:
    """Nobody sees a label."""
    old, new = ({"t": "Header", "c": [1, [n, [], []], words("Methods")]} for n in ("a", "b"))
    assert marks(compared([old], [new])) == []


def test_a_heading_that_was_left_out_is_no_entry_of_the_contents() -> None:
    """It is there to be read, and not to be led to."""
    old: Node = {"t": "Header", "c": [1, ["gone", [], []], words("Gone")]}
    (result,) = compared([old], [])
    assert result["c"][1][0]["c"][1] == ["gone", ["unlisted"], []]


def test_a_citation_that_was_left_out_cites_nothing() -> None:
    """It is there to be read; Word must not renew it, nor count its work."""
    old = para(f"{ONE} ")
    old["c"].append({"t": "Cite", "c": [[], words("(Walt 1987)")]})
    result = compared([old, para(TWO)], [para(TWO)])
    assert "(Walt 1987)" in plain_text(result)
    assert [node for node in walk(result) if node["t"] == "Cite"] == []


def test_rows_are_known_by_their_first_cells() -> None:
    """What else they say may change altogether, and be that of another row."""
    old = _table([("Iraq", "many"), ("Syria", "few"), ("Iran", "none")])
    new = _table([("Iraq", "few"), ("Syria", "none"), ("Iran", "many")])
    (result,) = compared([old], [new])
    rows = result["c"][4][0][3]
    assert [[marks(cell) for cell in row[1]] for row in rows] == [
        [[], ["deletion", "insertion"]],
    ] * 3


def _table(rows: list[tuple[str, ...]]) -> Node:
    empty: list[Any] = ["", [], []]
    left = {"t": "AlignDefault"}
    body = [
        [empty, [[empty, left, 1, 1, [{"t": "Plain", "c": words(cell)}]] for cell in row]]
        for row in rows
    ]
    columns = [[left, {"t": "ColWidthDefault"}] for _ in rows[0]]
    return {
        "t": "Table",
        "c": [empty, [None, []], columns, [empty, []], [[empty, 0, [], body]], [empty, []]],
    }


LESS = """<dl><dt>Entrapment</dt><dd>Being drawn in.</dd></dl>
<table><tr><th>Case</th><th>Tie</th></tr><tr><td>Iraq</td><td>arms</td></tr>
<tr><td>Syria</td><td>bases</td></tr></table>
<table><tr><th>Span</th><th>B</th></tr><tr><td colspan="2">across both of them</td></tr></table>
<table><tbody><tr><td>one body</td><td>of rows</td></tr></tbody></table>
<figure><pre><code>count = 1</code></pre><figcaption>How we counted.</figcaption></figure>
<figure><img src="a.png" alt="a"><figcaption>The map.</figcaption></figure>
"""
MORE = """<dl><dt>Abandonment</dt><dd>Being left alone.</dd>
<dt>Entrapment</dt><dd>Being drawn in by an ally.</dd></dl>
<table><tr><th>Case</th><th>Year</th><th>Tie</th></tr><tr><td>Iraq</td><td>first</td><td>arms</td></tr>
<tr><td>Syria</td><td>second</td><td>bases</td></tr></table>
<table><tr><th>Span</th><th>B</th></tr><tr><td>across</td><td>both of them</td></tr></table>
<table><tbody><tr><td>one body</td><td>of rows</td></tr></tbody>
<tbody><tr><td>and another</td><td>of more rows</td></tr></tbody></table>
<figure><pre><code>count = 2</code></pre>
<figcaption><p>How we counted.</p><ul><li>by hand</li></ul></figcaption></figure>
<figure><pre><code>map = 1</code></pre><figcaption>The map.</figcaption></figure>
"""


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("place", range(6))
def test_blocks_whose_parts_do_not_match_lose_nothing(place: int, direction: int) -> None:
    """Terms, columns, spans, bodies and captions may be more or fewer than there were."""
    trees = [pandoc_blocks("--from=html", data=text.encode()) for text in (LESS, MORE)]
    old, new = ([tree[place]] for tree in trees[::direction])
    result = compared(old, new)
    assert marks(result)
    assert said(side(result, "new")) == said(new)
    assert said(side(result, "old")) == said(old)


def test_a_column_that_was_left_out_is_one_of_cells() -> None:
    """The rest of the table is not marked."""
    old = _table([("Iraq", "first", "arms"), ("Syria", "second", "bases")])
    new = _table([("Iraq", "arms"), ("Syria", "bases")])
    (table,) = compared([old], [new])
    rows = table["c"][4][0][3]
    assert [[cell[0][1] for cell in row[1]] for row in rows] == [[[], ["deletion"], []]] * 2


def test_references_that_were_left_out_stay_behind_the_one_that_they_followed() -> None:
    """The others are in the order of the new list."""

    def listed(*names: str) -> Node:
        entries = [
            div([para(f"Work {name}, a title.")], attr(name, ["csl-entry"])) for name in names
        ]
        return div(entries, attr("refs"))

    (result,) = compared([listed("a", "b", "c", "d")], [listed("d", "a")])
    assert [plain_text(entry)[5] for entry in result["c"][1]] == ["d", "a", "b", "c"]
