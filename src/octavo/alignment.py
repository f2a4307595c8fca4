"""Two sequences side by side: what both hold, and what was put in or left out.

Words of a paragraph, paragraphs of a text, rows of a table: whatever can be compared.  The
marks that come of it are for people, so that two words in common between two new sentences
count as new too, and a new sentence begins where a sentence begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias, TypeVar

T = TypeVar("T", bound=Hashable)
A = TypeVar("A")
B = TypeVar("B")

Weight: TypeAlias = Callable[[T], float]
"""How much a token says: 0 for what alone makes no two texts alike, such as a space."""

TOKEN = re.compile(
    r"\s+"
    r"|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"  # a sign is a word
    r"|[\w\u200c\u200d\u00ad]+(?:['’.·:/@-][\w\u200c\u200d]+)*"
    r"|."
)
"""Spaces, words with what joins their parts (`well-known`, `3.5`), and other signs one by one."""

LONG = 3000
"""Tokens of a sequence from which on the commonest of them are no places to begin at."""

SLIGHT = 3.0
"""The weight of what two changes on either side are not kept apart for: one short word."""

SENTENCE, CLAUSE = frozenset(".?!؟。…"), frozenset(",;:،؛–—")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two sequences: equal on both sides, or changed, one side perhaps empty."""

    equal: bool
    old: range
    new: range

    @property
    def empty(self) -> bool:
        """Whether it holds nothing of either sequence."""
        return not (self.old or self.new)


def tokens_of(text: str) -> list[str]:
    """Return the words, spaces and signs of a text, which together are the text."""
    return TOKEN.findall(text.replace("\n", " "))


def weight_of(token: Hashable) -> float:
    """Return how much a token says: letters for a word, little for a sign, none for a space."""
    if not isinstance(token, str):
        return 6.0
    if not token.strip():
        return 0.0
    return float(min(len(token), 8)) if token[0].isalnum() else 0.5


def align(old: Sequence[T], new: Sequence[T], weight: Weight[T] = weight_of) -> list[Stretch]:
    """Return the stretches of two sequences in order, made to be read: equal and changed in turn.

    Together they cover both sequences; joining the equal and the old ones gives `old`.
    """
    stretches = _matched(old, new, weight)
    for width in (SLIGHT, 0.0):
        stretches = _cleaned(stretches, old, new, weight, width)
    return _slid(stretches, old, new)


def bag_of(tokens: Sequence[T]) -> dict[T, float]:
    """Return the tokens with the weight of each, for `similarity`."""
    return {token: weight_of(token) * n for token, n in Counter(tokens).items() if weight_of(token)}


def similarity(old: Mapping[T, float], new: Mapping[T, float]) -> float:
    """Return how alike two bags of tokens are, 0 to 1, whatever their order."""
    few, many = (old, new) if len(old) < len(new) else (new, old)
    whole = sum(old.values()) + sum(new.values())
    same = sum(min(weight, many[token]) for token, weight in few.items() if token in many)
    return 2 * same / whole if whole else 1.0


def paired(
    old: Sequence[A], new: Sequence[B], likeness: Callable[[A, B], float], least: float
) -> list[tuple[int, int]]:
    """Return which of `old` became which of `new`: pairs in the order of both.

    Of all such pairings the one whose likenesses add up to most; less than `least` is no pair.
    """
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    pair = [[0.0] * len(new) for _ in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            alike = likeness(old[i], new[j])
            pair[i][j] = alike if alike >= least else 0.0
            together = pair[i][j] + best[i + 1][j + 1] if pair[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return _followed(best, pair)


def _followed(best: list[list[float]], pair: list[list[float]]) -> list[tuple[int, int]]:
    found, i, j = [], 0, 0
    while i < len(pair) and j < len(pair[0]):
        if pair[i][j] and best[i][j] == pair[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _matched(old: Sequence[T], new: Sequence[T], weight: Weight[T]) -> list[Stretch]:
    """Return the longest equal stretches and what is between them; spaces alone match nothing."""
    before = _common(old, new)
    after = _common(old[before:][::-1], new[before:][::-1])
    ends = len(old) - after, len(new) - after
    inner = SequenceMatcher(
        lambda token: not weight(token),
        old[before : ends[0]],
        new[before : ends[1]],
        autojunk=max(ends) - before > LONG,
    )
    found = [Stretch(True, range(before), range(before))]
    for tag, a, b, c, d in inner.get_opcodes():
        olds, news = range(a + before, b + before), range(c + before, d + before)
        found.append(Stretch(tag == "equal", olds, news))
    found.append(Stretch(True, range(ends[0], len(old)), range(ends[1], len(new))))
    return _joined(found)


def _common(old: Sequence[T], new: Sequence[T]) -> int:
    """Return how many tokens two sequences begin with in common."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours of a kind, and leave out empty ones."""
    out: list[Stretch] = []
    for one in stretches:
        if one.empty:
            continue
        if out and out[-1].equal == one.equal:
            last = out.pop()
            olds = range(last.old.start, one.old.stop)
            out.append(Stretch(one.equal, olds, range(last.new.start, one.new.stop)))
        else:
            out.append(one)
    return out


def _cleaned(
    stretches: list[Stretch],
    old: Sequence[T],
    new: Sequence[T],
    weight: Weight[T],
    width: float,
) -> list[Stretch]:
    """Take what is equal for changed where less is equal than changed on either side of it."""

    def amount(one: Stretch) -> float:
        return max(sum(weight(old[i]) for i in one.old), sum(weight(new[i]) for i in one.new))

    out: list[Stretch] = []
    for place, one in enumerate(stretches):
        within = one.equal and out and place + 1 < len(stretches)
        if within:
            same, less = amount(one), min(amount(out[-1]), amount(stretches[place + 1]))
            slight = same <= width and same <= less
            out.append(Stretch(not (slight or 2 * same <= less), one.old, one.new))
        else:
            out.append(one)
        out[-2:] = _joined(out[-2:])
    return out


def _slid(stretches: list[Stretch], old: Sequence[T], new: Sequence[T]) -> list[Stretch]:
    """Move what was only put in, or only left out, to where a sentence or a word begins."""
    out = list(stretches)
    for place in range(len(out)):
        one = out[place]
        if one.equal or (one.old and one.new):
            continue
        side: Sequence[T] = new if one.new else old
        changed = one.new or one.old
        before = out[place - 1] if place else Stretch(True, one.old, one.new)
        after = out[place + 1] if place + 1 < len(out) else Stretch(True, range(0), range(0))
        shift = _best_shift(side, changed, len(before.old) if place else 0, len(after.old))
        _shift(out, place, shift)
    return _joined(out)


def _shift(out: list[Stretch], place: int, shift: int) -> None:
    """Move a changed stretch, and the ends of the equal ones beside it."""
    if not shift:
        return
    one = out[place]
    olds = range(one.old.start + shift, one.old.stop + shift)
    news = range(one.new.start + shift, one.new.stop + shift)
    if place:
        before = out[place - 1]
        out[place - 1] = Stretch(
            True, range(before.old.start, olds.start), range(before.new.start, news.start)
        )
    else:
        out.insert(0, Stretch(True, range(olds.start), range(news.start)))
        place += 1
    out[place] = Stretch(False, olds, news)
    if place + 1 < len(out):
        after = out[place + 1]
        out[place + 1] = Stretch(
            True, range(olds.stop, after.old.stop), range(news.stop, after.new.stop)
        )
    else:
        out.append(Stretch(True, range(olds.stop, one.old.stop), range(news.stop, one.new.stop)))


def _best_shift(side: Sequence[T], changed: range, room: int, ahead: int) -> int:
    """Return by how many tokens to move a stretch so that the same text is given."""
    first = last = 0
    start, stop = changed.start, changed.stop
    while first > -room and side[start + first - 1] == side[stop + first - 1]:
        first -= 1
    while last < ahead and side[start + last] == side[stop + last]:
        last += 1
    shifts = sorted(range(first, last + 1), key=abs)
    return max(shifts, key=lambda n: _border(side, start + n) + _border(side, stop + n))


def _border(side: Sequence[T], place: int) -> float:
    """Return how good a place is to begin or end a change at, before the token there."""
    if place in (0, len(side)):
        return 4.0
    before: Hashable = side[place - 1]
    spaced = isinstance(before, str) and not before.strip()
    word: Hashable = side[place - 2] if spaced and place > 1 else before
    sign = word[-1:] if isinstance(word, str) else ""
    score = 3.0 if sign in SENTENCE else 2.0 if sign in CLAUSE else 0.0
    return score + spaced
