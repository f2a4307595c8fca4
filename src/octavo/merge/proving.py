"""The edits made and read again: what does not print as it should is not made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from octavo.merge.edits import Edit, Words, applied, settled
from octavo.merge.items import note_name
from octavo.merge.leaves import Leaf, read_leaves
from octavo.merge.planning import Planner
from octavo.merge.plans import Draft, Identity, Plan, Slot, kind_of
from octavo.merge.texts import Part, Texts
from octavo.merge.tokens import Key

WRONG = "the source would not print it so"
CROSSED = "another change is in its place"
ROUNDS = 12
SPARED = 24
"""How many of the refused changes are tried once more, each alone."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A plan whose edits print what the reviewer wrote."""

    plan: Plan
    edits: tuple[tuple[Identity, Edit], ...]


def proven(draft: Draft, texts: Texts, words: Words) -> Proven:
    """Return a plan without the changes that come out otherwise than they should."""
    refused: dict[Identity, str] = {}
    for _ in range(ROUNDS):
        plan, edits, wrong = _tried(draft, texts, words, refused)
        if not wrong:
            if sum(reason == WRONG for reason in refused.values()) > 1:
                return _spared(draft, texts, words, refused)
            return Proven(plan, tuple(edits))
        refused |= wrong
    every = {change.identity: WRONG for change in plan.changes}
    return Proven(Planner(draft, words, refused | every).planned(), ())


def _spared(draft: Draft, texts: Texts, words: Words, refused: dict[Identity, str]) -> Proven:
    """Take back, one by one, what was refused together with what is wrong in its paragraph."""
    suspects = [identity for identity, reason in refused.items() if reason == WRONG]
    for identity in suspects[:SPARED]:
        fewer = {other: reason for other, reason in refused.items() if other != identity}
        if not _tried(draft, texts, words, fewer)[2]:
            refused = fewer
    plan, edits, _ = _tried(draft, texts, words, refused)
    return Proven(plan, tuple(edits))


def _tried(
    draft: Draft, texts: Texts, words: Words, refused: dict[Identity, str]
) -> tuple[Plan, list[tuple[Identity, Edit]], dict[Identity, str]]:
    """Return a plan with its edits, and what is to be refused of it, each with the reason."""
    plan = Planner(draft, words, refused).planned()
    edits, crossed = _edits(plan, texts)
    if crossed:
        return plan, edits, dict.fromkeys(crossed, CROSSED)
    if not edits:
        return plan, [], {}
    wrong = _wrong(draft, plan, shifted(texts, [edit for _, edit in edits]))
    return plan, edits, dict.fromkeys(wrong, WRONG)


def _edits(plan: Plan, texts: Texts) -> tuple[list[tuple[Identity, Edit]], list[Identity]]:
    """Return the edits in order, and the changes whose edits overlap others."""
    seen: set[Edit] = set()
    made: list[tuple[Identity, Edit]] = []
    for change in plan.changes:
        for edit in change.edits:
            edit = _within(edit, texts)
            if edit not in seen and (edit.text or edit.end > edit.start):
                if edit.start != edit.end:
                    seen.add(edit)
                made.append((change.identity, edit))
    made.sort(key=lambda one: one[1].place)
    crossed, last = [], -1
    for identity, edit in made:
        if edit.start < last:
            crossed.append(identity)
        last = max(last, edit.end)
    return made, crossed


def _within(edit: Edit, texts: Texts) -> Edit:
    """Keep an edit from going on behind the text that it begins in."""
    part = texts.part_at(edit.start)
    return edit if part is None else replace(edit, end=min(edit.end, part.end))


def shifted(texts: Texts, edits: Sequence[Edit]) -> Texts:
    """Return the sources with edits made."""
    pieces: list[str] = []
    parts: list[Part] = []
    at = length = 0
    markdown = texts.markdown

    def add(text: str) -> int:
        nonlocal length
        pieces.append(text)
        length += len(text)
        return length

    for part in texts.parts:
        if part.start >= texts.markdown and at < texts.markdown:
            markdown = add(texts.whole[at : texts.markdown])
            at = texts.markdown
        start = add(texts.whole[at : part.start])
        mine = [e for e in edits if part.start <= e.start and e.end <= part.end]
        end = add(applied(texts.text(part), [e.moved(-part.start) for e in mine]))
        parts.append(replace(part, start=start, end=end))
        at = part.end
    if at < texts.markdown:
        markdown = add(texts.whole[at : texts.markdown])
        at = texts.markdown
    add(texts.whole[at:])
    return replace(texts, whole="".join(pieces), parts=tuple(parts), markdown=markdown)


def _wrong(draft: Draft, plan: Plan, after: Texts) -> set[Identity]:
    """Return the changes that make the sources print something else than they should."""
    wanted = _expected(draft.leaves, plan)
    keys = [(slot.kind, slot.keys) for slot in wanted if not slot.removed]
    got = [(kind_of(leaf), _nameless(settled(leaf.keys))) for leaf in read_leaves(after)]
    if keys == got:
        return set()
    places = [number for number, slot in enumerate(wanted) if not slot.removed]
    places = [*places, len(wanted)]
    found: set[Identity] = set()
    for tag, a, b, _, _ in SequenceMatcher(None, keys, got, autojunk=False).get_opcodes():
        if tag != "equal":
            low = places[a - 1] if a else 0
            near = wanted[low : places[b] + 1]
            exact = {i for slot in wanted[places[a] : places[b]] for i in slot.changes}
            found |= exact or {i for slot in near for i in slot.changes}
    return found or {change.identity for change in plan.changes if change.edits}


def _expected(leaves: Sequence[Leaf], plan: Plan) -> list[Slot]:
    """Return what the leaves are to be, in order; those that go are marked as removed.

    A note stands behind the leaf that refers to it, wherever that has come to stand.
    """
    text: list[Slot] = list(plan.behind.get(-1, ()))
    notes = {name: [slot] for name, slot in plan.notes.items()}
    gone: list[Slot] = []
    for number, leaf in enumerate(leaves):
        slots = plan.slots.get(number, [Slot(settled(leaf.keys), (), kind_of(leaf))])
        if leaf.note < 0:
            text += slots
        else:
            gone += [slot for slot in slots if slot.removed]
            notes.setdefault(note_name(leaf.note), []).extend(s for s in slots if not s.removed)
        text += plan.behind.get(number, [])
    out: list[Slot] = []
    for slot in text:
        out.append(replace(slot, keys=_nameless(slot.keys)))
        for key in slot.keys if not slot.removed else ():
            out += notes.get(key[1], []) if key[0] == "note" else []
    return [*out, *gone]


def _nameless(keys: Sequence[Key]) -> tuple[Key, ...]:
    """Return keys without the names of notes, which tell their places in the text."""
    return tuple(("note", "", "", "") if key[0] == "note" else key for key in keys)
