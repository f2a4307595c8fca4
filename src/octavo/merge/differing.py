"""What a reviewer changed in a paragraph: the fewest words, and where they leave lines alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.merge.tokens import Sign


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the written words, and what stands in its place; one side may be empty."""

    old: range
    new: range


def differences(
    before: Sequence[Sign], after: Sequence[Sign], awkward: Callable[[range], int]
) -> list[Difference]:
    """Return what differs, in order.

    `awkward` tells how badly a stretch of the written words goes out of the source: of the two
    spaces around words that were taken out, the one goes that is not the end of a line.
    """
    one, two = [sign.key for sign in before], [sign.key for sign in after]
    head = next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    blank = ("text", " ", "", "")
    matcher = SequenceMatcher(
        lambda key: key == blank,
        one[head : len(one) - tail],
        two[head : len(two) - tail],
        autojunk=False,
    )
    found = [
        Difference(range(a + head, b + head), range(c + head, d + head))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    even = [small for part in _near(found) for small in _even(part, one, two)]
    return [
        _inserted(before, after, part) if part.new else _slid(one, part, awkward) for part in even
    ]


def _near(found: list[Difference]) -> list[Difference]:
    """Join a change to the one before it where nothing is between them."""
    out: list[Difference] = []
    for part in found:
        if out and part.old.start == out[-1].old.stop:
            last = out.pop()
            part = Difference(
                range(last.old.start, part.old.stop), range(last.new.start, part.new.stop)
            )
        out.append(part)
    return out


def _even(
    part: Difference, one: Sequence[tuple[str, ...]], two: Sequence[tuple[str, ...]]
) -> Iterator[Difference]:
    """Cut a change of as many words as it was into one for each, so that spaces stay."""
    spaces = [
        [key[:2] == ("text", " ") for key in side]
        for side in ([one[n] for n in part.old], [two[n] for n in part.new])
    ]
    set_otherwise = [one[n][:2] for n in part.old] == [two[n][:2] for n in part.new]
    if set_otherwise or len(part.old) < 3 or spaces[0] != spaces[1] or not any(spaces[0]):
        yield part
        return
    start = 0
    for place, blank in enumerate([*spaces[0], True]):
        if blank:
            old = range(part.old.start + start, part.old.start + place)
            new = range(part.new.start + start, part.new.start + place)
            if old and [one[n] for n in old] != [two[n] for n in new]:
                yield Difference(old, new)
            start = place + 1


def _slid(
    one: Sequence[tuple[str, ...]], part: Difference, awkward: Callable[[range], int]
) -> Difference:
    """Move a deletion by what it is free to move by."""
    best, least = part, awkward(part.old)
    for step in (1, -1):
        moved = part.old
        while True:
            gone, come = (
                (moved.start, moved.stop) if step > 0 else (moved.stop - 1, moved.start - 1)
            )
            if not 0 <= come < len(one) or one[gone] != one[come]:
                break
            moved = range(moved.start + step, moved.stop + step)
            if awkward(moved) < least:
                at = part.new.start + moved.start - part.old.start
                best, least = Difference(moved, range(at, at)), awkward(moved)
    return best


def _inserted(one: Sequence[Sign], two: Sequence[Sign], part: Difference) -> Difference:
    """Let new words follow the word before them: `old new` rather than `old` new` `.

    The space behind the number of a heading is wider, and is no space of the heading.
    """
    new, before = part.new, part.old.start - 1
    if part.old or before < 0:
        return part
    first, last = two[new.start - 1], two[new.stop - 1]
    blank = last.key[:2] == ("text", " ") and one[before].text == last.text
    if blank and one[before].key == last.key == first.key:
        return Difference(range(before, before), range(new.start - 1, new.stop - 1))
    return part
