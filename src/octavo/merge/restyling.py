"""Paragraphs that a reviewer set in another style: told, for the source has no styles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from octavo.merge.plans import Change, Draft, all_authors

STYLED = -3
FEW = 3
"""How many paragraphs of a style tell how a program calls it that has saved the file again."""


def restyled(draft: Draft) -> Iterator[Change]:
    """Yield the paragraphs whose style or depth in a list is another, as changes without edits."""
    usual = _usual(draft)
    for number, unit in enumerate(draft.units):
        if len(unit.numbers) != 1 or len(unit.after) != 1:
            continue
        before, after = draft.before[unit.numbers[0]], unit.after[0]
        place = draft.pairs.get(unit.numbers[0])
        leaf = draft.leaves[place] if place is not None else None
        if after.style not in (before.style, *usual.get(before.style, ())):
            old, new = before.text, after.style
            reason = "the source has no styles of paragraphs"
        elif before.level != after.level:
            old = before.text
            new = f"list, level {after.level + 1}" if after.level >= 0 else "no list"
            reason = "lists are not made of paragraphs, or the other way round"
        else:
            continue
        yield Change((number, STYLED), "style", old, new, all_authors(unit), leaf, (), reason)


def _usual(draft: Draft) -> dict[str, set[str]]:
    """Return what the file calls the styles that were written, where a program renamed them."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in draft.units:
        if len(unit.numbers) == len(unit.after) == 1:
            found[draft.before[unit.numbers[0]].style][unit.after[0].style] += 1
    renamed = any(
        count.total() >= FEW and name not in count and len(count) == 1
        for name, count in found.items()
    )
    if not renamed:
        return {}
    return {name: {style for style, _ in count.most_common(1)} for name, count in found.items()}
