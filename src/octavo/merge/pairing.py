"""Which reviewed paragraph is which written one: kept, joined, split, new, moved or gone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.merge.tokens import folded, signs_of, words_in
from octavo.word_paragraphs import Paragraph, Piece

PRESENT = 0.4
"""The share of a paragraph's words that must be left for it to be there still."""

NEAR = 0.55


@dataclass(frozen=True, slots=True)
class Unit:
    """Written paragraphs, by number, and the reviewed ones that they became."""

    numbers: tuple[int, ...]
    """One as a rule; several that were joined; none for new text."""

    after: tuple[Paragraph, ...]
    """One as a rule; several where one was split."""

    moved: bool = False


def units_of(before: Mapping[int, Paragraph], after: Sequence[Paragraph]) -> list[Unit]:
    """Return the reviewed paragraphs in order, each with what it was."""
    claims = _claimed(before, after)
    _found_again(before, after, claims)
    units: list[Unit] = []
    for number, paragraph in enumerate(after):
        claimed = claims.get(number, ())
        if not claimed and units and _is_split(before, units[-1], paragraph):
            last = units.pop()
            units.append(replace(last, after=(*last.after, paragraph)))
        elif claimed or paragraph.pieces:
            units.append(Unit(claimed, (paragraph,)))
    return _moved(units)


def _claimed(
    before: Mapping[int, Paragraph], after: Sequence[Paragraph]
) -> dict[int, tuple[int, ...]]:
    """Return the written paragraphs that reviewed ones are by their bookmarks."""
    claims: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    for number, paragraph in enumerate(after):
        marks = [m for m in dict.fromkeys(paragraph.marks) if m in before and m not in taken]
        if len(marks) > 1:
            marks = _present(before, marks, paragraph)
        if len(marks) == 1 and not _still(before[marks[0]], paragraph):
            marks = []
        if marks:
            claims[number] = tuple(marks)
            taken.update(marks)
    return claims


def _present(before: Mapping[int, Paragraph], marks: list[int], after: Paragraph) -> list[int]:
    """Return which of several paragraphs a joined one still holds, at least one."""
    left = Counter(_words(after))
    found = []
    for mark in marks:
        words = Counter(_words(before[mark]))
        same = sum((words & left).values())
        if words and same >= PRESENT * sum(words.values()):
            found.append(mark)
            left -= words
    return found or marks[-1:]


def _still(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether a paragraph is there still: emptied, it is not; written anew in place, it is."""
    return bool(after.text.strip() or after.shown) or not (before.text.strip() or before.pieces)


def _found_again(
    before: Mapping[int, Paragraph],
    after: Sequence[Paragraph],
    claims: dict[int, tuple[int, ...]],
) -> None:
    """Know paragraphs again that have lost their bookmarks, by their words."""
    taken = {mark for marks in claims.values() for mark in marks}
    free = [number for number in before if number not in taken]
    for place, paragraph in enumerate(after):
        if place in claims or not paragraph.pieces:
            continue
        best = max(free, key=lambda n: likeness(before[n], paragraph), default=None)
        if best is not None and likeness(before[best], paragraph) >= NEAR:
            claims[place] = (best,)
            free.remove(best)


def likeness(one: Paragraph, other: Paragraph) -> float:
    """Return how alike two paragraphs are, 0 to 1; of notes and of text never."""
    if bool(one.note) != bool(other.note):
        return 0.0
    first, second = _words(one), _words(other)
    if not first and not second:
        kinds = [p.kind for p in one.pieces], [p.kind for p in other.pieces]
        return 1.0 if kinds[0] == kinds[1] and folded(one.text) == folded(other.text) else 0.0
    same = sum((Counter(first) & Counter(second)).values())
    return 2 * same / (len(first) + len(second))


def _words(paragraph: Paragraph) -> list[str]:
    return words_in(signs_of(paragraph.pieces))


def _is_split(before: Mapping[int, Paragraph], unit: Unit, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph without a past is the rest of the one before it."""
    if (
        len(unit.numbers) != 1
        or paragraph.cell != unit.after[-1].cell
        or unit.after[-1].note != (paragraph.note)
    ):
        return False
    whole = Counter(_words(before[unit.numbers[0]]))
    for one in unit.after:
        whole -= Counter(_words(one))
    words = Counter(_words(paragraph))
    same = sum((words & whole).values())
    return (
        bool(words) and same >= NEAR * sum(words.values()) and (same >= 0.5 * sum(whole.values()))
    )


def _moved(units: list[Unit]) -> list[Unit]:
    """Mark the units that stand elsewhere than they did: all but the longest row in order."""
    places = [(n, unit.numbers[0]) for n, unit in enumerate(units) if unit.numbers]
    kept = _longest([number for _, number in places])
    staying = {places[n][0] for n in kept}
    return [
        replace(unit, moved=bool(unit.numbers) and number not in staying)
        for number, unit in enumerate(units)
    ]


def _longest(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest ascending row."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tops, number)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [number]
        ends[at : at + 1] = [place]
    out, place = [], ends[-1] if ends else -1
    while place >= 0:
        out.append(place)
        place = before[place]
    return out[::-1]


def gone(before: Mapping[int, Paragraph], units: Sequence[Unit]) -> list[int]:
    """Return the written paragraphs that are no more, but for empty ones."""
    there = {number for unit in units for number in unit.numbers}
    return [n for n, p in before.items() if n not in there and p.pieces]


def settled_pieces(before: Paragraph | None, after: Paragraph) -> Paragraph:
    """Return a cell of a header without the bold that LibreOffice writes into all its letters."""
    shown = [p for p in after.shown if p.kind == "text" and p.text.strip()]
    if before is None or not shown or before.cell is None or before.cell[1] > 0:
        return after
    mine = {letter for p in before.pieces for letter in p.form}
    common = set.intersection(*(set(p.form) for p in shown)) - mine
    if not common:
        return after
    pieces = tuple(_without(piece, common) for piece in after.pieces)
    return replace(after, pieces=pieces)


def _without(piece: Piece, letters: set[str]) -> Piece:
    return replace(piece, form="".join(c for c in piece.form if c not in letters))
