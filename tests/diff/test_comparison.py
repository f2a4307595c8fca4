"""The tree that two documents become: nothing lost on either side, nothing marked that is same."""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from octavo.diff.comparison import Comparison
from octavo.diff.labels import labelled
from octavo.diff.likeness import Likeness
from octavo.nodes import Node, attribute_of, walk
from tests.diff.trees import BLOCKS, PAIRS, marks, said, side

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def compared(old: list[Node], new: list[Node]) -> list[Node]:
    """Return one text of two, its labels as they should be."""
    comparison = Comparison(Likeness({}, Path()), Likeness({}, Path()))
    return labelled([comparison.text(old, new)], new)[0]


@settings(deadline=None)
@given(BLOCKS)
def test_a_text_and_itself_have_no_marks(blocks: list[Node]) -> None:
    """The comparison of a document with itself is the document."""
    result = compared(copy.deepcopy(blocks), blocks)
    assert marks(result) == []
    assert said(result) == said(blocks)


@settings(max_examples=150, deadline=None)
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


@settings(deadline=None)
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
