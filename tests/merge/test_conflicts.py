"""Where author and reviewer changed the same, both texts stand there, each line once a side."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.merge.edits import Edit
from octavo.merge.threeway import Outcome, merged

OLD = "One two three four five.\nMore words here.\nLast line it is.\n"
MARKED = re.compile(
    r"^<<<<<<< this\n(?P<ours>.*?)\n=======\n(?P<theirs>.*?)\n>>>>>>> r\.docx$", re.S | re.M
)


def of(old: str, now: str, *edits: tuple[str, str]) -> Outcome:
    """Return what comes of a reviewer's edits of the first such words."""
    made = []
    for number, (before, behind) in enumerate(edits):
        start = old.index(before)
        made.append(((number, 0), Edit(start, start + len(before), behind)))
    return merged(old, now, made, "r.docx")


@pytest.mark.parametrize(
    ("author", "reviewer", "ours", "theirs"),
    [
        (
            [("two", "2"), ("four", "4")],
            [("two", "deux"), ("four", "quatre")],
            "One 2 three 4 five.",
            "One deux three quatre five.",
        ),
        (
            [("two", "2"), ("four", "4")],
            [("two three four", "words")],
            "One 2 three 4 five.",
            "One words five.",
        ),
        (
            [("two", "2")],
            [("two", "deux"), ("five", "cinq")],
            "One 2 three four five.",
            "One deux three four cinq.",
        ),
        (
            [("two", "2"), ("Last", "Final")],
            [("two three four five.\nMore words here.\nLast", "all"), ("it", "that")],
            "One 2 three four five.\nMore words here.\nFinal line it is.",
            "One all line that is.",
        ),
        (
            [("two", "2")],
            [("two", "deux"), ("One", "A One")],
            "One 2 three four five.",
            "A One deux three four five.",
        ),
        (
            [("two", "2")],
            [("two", "deux"), (".\nMore", "; more")],
            "One 2 three four five.\nMore words here.",
            "One deux three four five; more words here.",
        ),
    ],
)
def test_lines_in_conflict_stand_there_once_with_all_that_changes_in_them(
    author: list[tuple[str, str]], reviewer: list[tuple[str, str]], ours: str, theirs: str
) -> None:
    """Several conflicts, and edits that would fit, are between one pair of marks."""
    now = OLD
    for before, behind in author:
        now = now.replace(before, behind)
    outcome = of(OLD, now, *reviewer)
    conflict = f"<<<<<<< this\n{ours}\n=======\n{theirs}\n>>>>>>> r.docx"
    assert outcome.text == now.replace(ours, conflict)
    assert outcome.conflicts == {(number, 0) for number in range(len(reviewer))}


def test_lines_beside_a_conflict_are_edited() -> None:
    """A new paragraph behind the line in conflict is applied."""
    outcome = of(OLD, OLD.replace("two", "2"), ("two", "deux"), ("\nMore", "\n\nNew.\n\nMore"))
    assert outcome.conflicts == {(0, 0)}
    assert outcome.text.endswith(">>>>>>> r.docx\n\nNew.\n\nMore words here.\nLast line it is.\n")


@given(st.lists(st.sampled_from(["same", "author", "reviewer", "both"]), max_size=24), st.data())
def test_each_side_of_the_conflicts_has_all_that_its_writer_wrote(
    who: list[str], data: st.DataObject
) -> None:
    """Theirs has the reviewer's words and, where these are none, the author's; ours loses none."""
    ends = [data.draw(st.sampled_from(" \n")) for _ in who]
    words = [f"w{n}" for n in range(len(who))]
    of_author = [f"a{n}" if w in ("author", "both") else f"w{n}" for n, w in enumerate(who)]
    of_reviewer = [
        f"r{n}" if w in ("reviewer", "both") else a
        for n, (w, a) in enumerate(zip(who, of_author, strict=True))
    ]
    old, now, wanted = (
        "".join(word + end for word, end in zip(side, ends, strict=True))
        for side in (words, of_author, of_reviewer)
    )
    changed = [(f"w{n}", f"r{n}") for n, w in enumerate(who) if w in ("reviewer", "both")]
    edits, at = [], 0
    for number, (before, behind) in enumerate(changed):
        at = old.index(before, at)
        edits.append(((number, 0), Edit(at, at + len(before), behind)))
    outcome = merged(old, now, edits, "r.docx")
    assert MARKED.sub(lambda found: found["theirs"], outcome.text) == wanted
    ours = MARKED.sub(lambda found: found["ours"], outcome.text)
    assert re.sub("r", "w", ours).split() == [
        word if w != "reviewer" else f"w{n}"
        for n, (w, word) in enumerate(zip(who, of_author, strict=True))
    ]
