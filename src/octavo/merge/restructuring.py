"""Paragraphs that were joined or moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.merge.edits import Edit, Unmappable, applied
from octavo.merge.extents import extent_of, item_depth, removal
from octavo.merge.inline import Editor
from octavo.merge.mapping import Mapped, mapped
from octavo.merge.new_text import surroundings
from octavo.merge.pairing import Unit
from octavo.merge.plans import JOINED, MOVED, Change, Slot, all_authors, kind_of
from octavo.merge.tokens import Key, Sign, Token, signs_of

if TYPE_CHECKING:
    from octavo.merge.planning import Planner

GAP = "gap"
"""The name of the token that stands for what is between two joined paragraphs."""


def joined(planner: Planner, number: int, unit: Unit) -> None:
    """Join paragraphs: the words as they are, a line's end between them."""
    places = [planner.draft.pairs.get(n) for n in unit.numbers]
    old = [signs_of(planner.draft.before[n].pieces) for n in unit.numbers]
    new = signs_of(unit.after[0].pieces)
    identity = (number, JOINED)
    change = Change(
        identity,
        "joined",
        " ¶ ".join("".join(s.text for s in one) for one in old),
        unit.after[0].text,
        all_authors(unit),
    )
    try:
        if identity in planner.refused:
            raise Unmappable(planner.refused[identity])
        leaves = [planner.draft.leaves[p] for p in places if p is not None]
        if len(leaves) < len(old):
            raise Unmappable("a part of it is made by the build")
        view = _one(
            [mapped(o, leaf, planner.draft.values) for o, leaf in zip(old, leaves, strict=True)],
            planner.draft.text,
        )
        _joined_edits(
            planner, number, unit, view, new, change, [p for p in places if p is not None]
        )
    except Unmappable as reason:
        planner.plan.changes.append(replace(change, reason=str(reason)))
        for place in places:
            planner.anchor = place if place is not None else planner.anchor


def _joined_edits(
    planner: Planner,
    number: int,
    unit: Unit,
    view: Mapped,
    new: list[Sign],
    change: Change,
    places: list[int],
) -> None:
    editor = Editor(view, new, planner.draft.text, planner.words)
    edits, changes, keys = planner.edited(number, editor, unit, view.leaf)
    gaps = []
    for token in view.leaf.tokens:
        is_gap = token.name == GAP
        touched = any(e.start <= token.start and token.end <= e.end for e in edits)
        if is_gap and not touched:
            gaps.append(Edit(token.start, token.end, "\n" if token.link == "" else " "))
    if not gaps:
        gaps = [Edit(view.leaf.start, view.leaf.start, "")]
    planner.plan.changes += [replace(change, edits=tuple(gaps), leaf=view.leaf), *changes]
    made = (change.identity, *(c.identity for c in changes if c.edits))
    planner.plan.slots[places[0]] = [Slot(keys, made, kind_of(view.leaf))]
    for place in places[1:]:
        planner.plan.slots[place] = [Slot((), made, "", removed=True)]
    planner.anchor = places[-1]


def moved(
    planner: Planner,
    number: int,
    place: int,
    edits: list[Edit],
    keys: tuple[Key, ...],
    changes: list[Change],
) -> bool:
    """Move a paragraph with its edits; tell whether that can be done."""
    leaf, text = planner.draft.leaves[place], planner.draft.text
    unit = planner.draft.units[number]
    identity = (number, MOVED)
    change = Change(
        identity, "moved", planner.draft.before[unit.numbers[0]].text, "", all_authors(unit), leaf
    )
    try:
        if identity in planner.refused:
            raise Unmappable(planner.refused[identity])
        if leaf.kind not in ("paragraph", "item", "heading") or leaf.literal:
            raise Unmappable("only paragraphs, items of lists and headings are moved")
        extent = extent_of(leaf, text)
        inside = applied(text[extent.start : extent.end], [e.moved(-extent.start) for e in edits])
        before, behind, at = surroundings(planner.draft, planner.anchor, unit.after[0])
        if item_depth(leaf) and before.strip(" \n"):
            inside = inside[leaf.start - extent.start :]
        elif leaf.kind != "paragraph" or item_depth(leaf):
            before = before[: len(before) - len(before.lstrip("\n"))]
        whole = (removal(extent, text), Edit(at, at, f"{before}{inside}{behind}"))
    except Unmappable as reason:
        planner.plan.changes.append(replace(change, reason=str(reason)))
        return False
    planner.plan.changes.append(replace(change, edits=whole))
    planner.plan.changes += [replace(c, edits=()) for c in changes]
    planner.plan.slots[place] = [Slot((), (identity,), "", removed=True)]
    planner.plan.behind.setdefault(planner.anchor, []).append(
        Slot(keys, (identity,), kind_of(leaf))
    )
    return True


def _one(views: Sequence[Mapped], text: str) -> Mapped:
    """Return paragraphs as one, with a space between them that is the gap in the source."""
    tokens: list[Token] = []
    signs: list[Sign] = []
    numbers: list[int] = []
    holders = []
    for view in views:
        if tokens:
            start, end = _outer_end(views, view), _outer_start(view)
            between = text[start:end]
            if start > end or any(c.isalnum() for c in between) or not between:
                raise Unmappable("they do not follow each other in the source")
            plain = not between.strip()
            tokens.append(Token("text", " ", "", "" if plain else GAP, start, end, GAP))
            signs.append(Sign("text", " "))
            numbers.append(len(tokens) - 1)
        shift = len(tokens)
        holders += [
            replace(h, first=h.first + shift, behind=h.behind + shift) for h in view.leaf.holders
        ]
        tokens += view.leaf.tokens
        signs += view.signs
        numbers += [n if n < 0 else n + shift for n in view.token]
    leaf = replace(views[0].leaf, tokens=tuple(tokens), holders=tuple(holders))
    return Mapped(leaf, tuple(signs), tuple(numbers))


def _outer_start(view: Mapped) -> int:
    opens = [h.open[0] for h in view.leaf.holders if h.first == 0 and h.open]
    return min([view.leaf.start, *opens])


def _outer_end(views: Sequence[Mapped], view: Mapped) -> int:
    """Return where the paragraph before one ends, with the marks that close there."""
    last = views[views.index(view) - 1].leaf
    closes = [h.close[1] for h in last.holders if h.behind == len(last.tokens) and h.close]
    return max([last.end, *closes])
