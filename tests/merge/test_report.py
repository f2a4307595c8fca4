"""The account tells each change in the words of the one who made it."""

from __future__ import annotations

import pytest

from octavo.merge.merging import Done, Merge
from octavo.merge.plans import Change
from octavo.merge.report import lines_of, summary_of


def told(kind: str, old: str, new: str) -> str:
    """Return what the account says of a change."""
    done = Done(Change((0, 0), kind, old, new, ("Ann", "Bob"), reason="so it is"), "not mapped")
    return next(lines_of(Merge({}, (done,))))


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("new", "", "Words", "new paragraph “Words”"),
        ("row", "", "a | b", "new row “a | b”"),
        ("deleted", "Words", "", "deleted “Words”"),
        ("moved", "Words", "", "moved “Words”"),
        ("joined", "One ¶ Two", "One Two", "joined “One ¶ Two”"),
        ("style", "Words", "Heading2", "“Words” set as Heading2"),
        ("split", " ", "¶", "split “¶”"),
        ("comment", "quote", "Why?", "comment “Why?” on “quote”"),
        ("words", "Words", "Words", "set otherwise “Words”"),
        ("words", "old", "new", "“old” → “new”"),
        ("words", "", "new", "put in “new”"),
        ("words", "old", "", "took out “old”"),
        ("words", "old", "many  words\n" * 9, f"“old” → “{' '.join(['many words'] * 5)} many…”"),
    ],
)
def test_a_change_is_told_by_its_kind(kind: str, old: str, new: str, words: str) -> None:
    """What became of it, what it is, whose it is, and why it failed; long words are cut."""
    assert told(kind, old, new) == f"not mapped: {words} (Ann, Bob): so it is"


def test_changes_are_counted_by_what_became_of_them() -> None:
    """What did not happen is not counted."""
    change = Change((0, 0), "new", "", "Words", ())
    statuses = ("applied", "conflict", "applied", "present")
    merged = Merge({}, tuple(Done(change, status) for status in statuses))
    assert summary_of(merged) == "4 changes: 2 applied, 1 already there, 1 conflict"
    assert summary_of(Merge({}, merged.done[:1])) == "1 change: 1 applied"
    assert summary_of(Merge({}, ())) == "no changes"
