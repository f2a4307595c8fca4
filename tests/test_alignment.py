"""Alignment: what people would mark, and never a token lost."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from octavo.alignment import (
    Stretch,
    align,
    bag_of,
    paired,
    similarity,
    tokens_of,
)

TOKENS = st.lists(st.sampled_from(["a", "the", "cat", "سلام", " ", ".", ",", "longer"]))


def marked(old: str, new: str) -> str:
    """Return a new text with `[-what was left out-]` and `{+what was put in+}`."""
    olds, news = tokens_of(old), tokens_of(new)
    return "".join(_shown(one, olds, news) for one in align(olds, news))


def _shown(one: Stretch, old: list[str], new: list[str]) -> str:
    was = "".join(old[one.old.start : one.old.stop])
    said = "".join(new[one.new.start : one.new.stop])
    if one.equal:
        return said
    return (f"[-{was}-]" if was else "") + (f"{{+{said}+}}" if said else "")


@given(TOKENS, TOKENS)
def test_both_sequences_are_covered_in_order(old: list[str], new: list[str]) -> None:
    """Equal and left-out tokens are the old sequence; equal and put-in ones are the new."""
    found = align(old, new)
    assert [i for one in found for i in one.old] == list(range(len(old)))
    assert [i for one in found for i in one.new] == list(range(len(new)))
    assert all([old[i] for i in s.old] == [new[i] for i in s.new] for s in found if s.equal)
    assert all(not one.empty for one in found)
    assert all(a.equal != b.equal for a, b in pairwise(found))


@given(TOKENS)
def test_a_sequence_and_itself_are_one_stretch(tokens: list[str]) -> None:
    """What is the same is marked nowhere."""
    assert all(one.equal for one in align(tokens, list(tokens)))


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    """Nothing of a text is lost in its tokens, but for line ends, which are spaces."""
    assert "".join(tokens_of(text)) == text.replace("\n", " ")


def test_a_word_is_exchanged_alone() -> None:
    """One other word is one change."""
    assert marked("The cat sat down.", "The dog sat down.") == "The [-cat-]{+dog+} sat down."


def test_a_new_sentence_begins_where_a_sentence_does() -> None:
    """Words that two sentences begin with do not shift the mark into the sentence before."""
    old = "The cat came home. The cow stayed."
    new = "The cat came home. The dog barked. The cow stayed."
    assert marked(old, new) == "The cat came home. {+The dog barked. +}The cow stayed."


def test_lone_words_in_common_between_changes_are_marked_too() -> None:
    """Two rewritten sentences that share `of` and a comma are not cut into pieces."""
    old = "We estimate coefficients of regressions, using annual surveys."
    new = "We estimate influence of treaties, following monthly ballots."
    assert marked(old, new) == (
        "We estimate [-coefficients of regressions, using annual surveys-]"
        "{+influence of treaties, following monthly ballots+}."
    )


def test_persian_and_chinese_have_words() -> None:
    """A word with a zero-width non-joiner is one; a Chinese sign is one."""
    assert tokens_of("می‌رود 我们") == ["می‌رود", " ", "我", "们"]
    assert marked("او می‌رود.", "او می‌آید.") == "او [-می‌رود-]{+می‌آید+}."


def test_numbers_and_compounds_are_whole() -> None:
    """A decimal, a compound and a word with an apostrophe are one word each."""
    assert tokens_of("3.5 well-known don't") == ["3.5", " ", "well-known", " ", "don't"]


def test_likeness_counts_words_whatever_their_order() -> None:
    """Bags of the same words are alike, those with none in common are not."""
    one = bag_of(tokens_of("the old and the new"))
    assert similarity(one, bag_of(tokens_of("new and old the the"))) == 1
    assert similarity(one, bag_of(tokens_of("something else"))) == 0
    assert 0.5 < similarity(one, bag_of(tokens_of("the old and the young"))) < 1


def test_the_likest_are_paired_in_order() -> None:
    """A better pair later is not given up for a worse one now."""

    def likeness(a: str, b: str) -> float:
        return similarity(bag_of(tokens_of(a)), bag_of(tokens_of(b)))

    old = ["one two three", "four five six"]
    new = ["one nine", "one two three four", "four five"]
    assert paired(old, new, likeness, 0.3) == [(0, 1), (1, 2)]
    assert paired([], new, likeness, 0.3) == []
    assert paired(old, [], likeness, 0.3) == []


def test_long_texts_are_aligned() -> None:
    """Twelve thousand tokens, of which some are everywhere, and so are no places to begin at."""
    draw = random.Random(7)
    vocabulary = [f"word{n}" for n in range(900)]
    weights = [1 / (n + 1) for n in range(900)]
    old = " ".join(draw.choices(vocabulary, weights, k=6000)).split(" ")
    old = [token for word in old for token in (word, " ")]
    new = [*old[:3000], "new", *old[3000:9000], *old[9100:]]
    assert sum(len(one.old) for one in align(old, new) if one.equal) > 0.95 * len(old)
