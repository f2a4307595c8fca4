"""What a reviewed file asks for: its changes, the edits that make them, what is to come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from octavo.merge.citing import with_typed, without_loose_spaces
from octavo.merge.differing import Difference
from octavo.merge.edits import Edit, Unmappable, Words, settled
from octavo.merge.extents import item_depth, marker_of
from octavo.merge.inline import Editor
from octavo.merge.leaves import Leaf
from octavo.merge.mapping import mapped
from octavo.merge.new_text import placed
from octavo.merge.pairing import Unit, settled_pieces
from octavo.merge.plans import (
    Change,
    Draft,
    Identity,
    Plan,
    Slot,
    all_authors,
    authors_of,
    kind_of,
    reason_of,
)
from octavo.merge.removing import add_row, new_rows, remove_gone
from octavo.merge.restructuring import joined, moved
from octavo.merge.restyling import restyled
from octavo.merge.tokens import Key, Sign, shown, signs_of
from octavo.word_paragraphs import Paragraph


class Planner:
    """Makes a plan, without the changes that were refused before."""

    def __init__(self, draft: Draft, words: Words, refused: Mapping[Identity, str]) -> None:
        self.draft = draft
        self.words = words
        self.refused = refused
        self.plan = Plan()
        self.anchor = -1
        """The number of the leaf behind which new text comes; -1 before all."""

    def planned(self) -> Plan:
        """Return the plan."""
        rows = new_rows(self.draft)
        for number, unit in enumerate(self.draft.units):
            if number in rows:
                add_row(self, number, rows[number])
            elif not unit.numbers:
                if not unit.after[0].note and not any(number in row for row in rows.values()):
                    self._new(number, unit)
            elif len(unit.numbers) > 1:
                joined(self, number, unit)
            else:
                self._kept(number, unit)
        remove_gone(self)
        self._note_new()
        self.plan.changes += restyled(self.draft)
        return self.plan

    def _note_new(self) -> None:
        """Expect the new notes that are referred to, and tell of the others."""
        for slot in [
            s for slots in (self.plan.slots, self.plan.behind) for s in chain(*slots.values())
        ]:
            for key in slot.keys:
                note = self.words.noted(key[1]) if key[0] == "note" else None
                if note is not None:
                    self.plan.notes[key[1]] = Slot(note[1], slot.changes, "note")
        for number, unit in enumerate(self.draft.units):
            name = unit.after[0].note
            if name and not unit.numbers and name not in self.plan.notes:
                self._new(number, unit)

    def leaf(self, number: int) -> Leaf | None:
        """Return the leaf of a written paragraph."""
        place = self.draft.pairs.get(number)
        return None if place is None else self.draft.leaves[place]

    def _kept(self, number: int, unit: Unit) -> None:
        before = self.draft.before[unit.numbers[0]]
        place = self.draft.pairs.get(unit.numbers[0])
        old = signs_of(before.pieces)
        after = [settled_pieces(before, paragraph) for paragraph in unit.after]
        new = _parts(after)
        if place is None:
            self._unmapped(number, before, unit, old, new)
            return
        leaf = self.draft.leaves[place]
        new = with_typed(without_loose_spaces(new, before.text), before.text)
        changed = [s.key for s in old] != [s.key for s in new]
        if not changed and not unit.moved:
            self._stay(place, leaf)
            return
        view = mapped(old, leaf, self.draft.values)
        if len(after) > 1:
            parts = _with_breaks(after, self._separator(leaf))
            new = with_typed(without_loose_spaces(parts, before.text), before.text)
        editor = Editor(view, new, self.draft.text, self.words)
        edits, changes, keys = self.edited(number, editor, unit, leaf)
        if unit.moved and moved(self, number, place, edits, keys, changes):
            return
        self.plan.changes += changes
        made = tuple(change.identity for change in changes if change.edits)
        self.plan.slots[place] = [Slot(part, made, kind_of(leaf)) for part in _broken(keys)]
        self._stay(place, leaf)

    def _stay(self, place: int, leaf: Leaf) -> None:
        if leaf.note < 0:
            self.anchor = place

    def edited(
        self, number: int, editor: Editor, unit: Unit, leaf: Leaf
    ) -> tuple[list[Edit], list[Change], tuple[Key, ...]]:
        """Return the edits of a paragraph, its changes, and what it is to print behind them."""
        edits: list[Edit] = []
        changes: list[Change] = []
        without: list[Difference] = []
        found = editor.all_edits()
        for count, (part, made) in enumerate(found):
            identity = (number, count)
            old = shown(editor.mapped.signs[part.old.start : part.old.stop])
            signs = [editor.after[n] for n in part.new]
            new = shown(signs)
            kind = "split" if any(s.kind == "break" for s in signs) else "words"
            authors = authors_of(signs, unit, old) if kind == "words" else all_authors(unit)
            reason = self.refused.get(identity, "")
            if isinstance(made, Unmappable):
                reason = str(made)
            if made == [] and not (old + new).strip():
                continue
            done = () if reason else tuple(made if isinstance(made, list) else ())
            changes.append(Change(identity, kind, old, new, authors, leaf, done, reason))
            edits += done
            if reason:
                without.append(part)
        return edits, changes, editor.result([part for part, _ in found], without)

    def _separator(self, leaf: Leaf) -> str:
        """Return what stands between the two parts of a paragraph that is split."""
        if item_depth(leaf) and leaf.path[-1] == 0:
            indent, marker = marker_of(leaf, self.draft.text)
            return f"\n{indent}{marker}"
        if "quote" in leaf.path:
            return "\n>\n> "
        return "\n\n"

    def _unmapped(
        self, number: int, before: Paragraph, unit: Unit, old: list[Sign], new: list[Sign]
    ) -> None:
        """Tell of a change in what has no source that is edited here."""
        if [s.key for s in old] == [s.key for s in new]:
            return
        reason = reason_of(before)
        text = "".join(s.text for s in new)
        self.plan.changes.append(
            Change((number, 0), "words", before.text, text, all_authors(unit), None, (), reason)
        )

    def _new(self, number: int, unit: Unit) -> None:
        """Put a new paragraph behind the one that it follows."""
        paragraph = unit.after[0]
        signs = signs_of(paragraph.pieces)
        text = shown(signs)
        if not text.strip() and all(s.kind == "text" for s in signs):
            return
        identity = (number, 0)
        change = Change(identity, "new", "", text, all_authors(unit))
        try:
            if identity in self.refused:
                raise Unmappable(self.refused[identity])
            if paragraph.cell is not None:
                raise Unmappable("a cell that the table had not")
            if paragraph.note:
                raise Unmappable("a note that nothing refers to which was brought back")
            edit, keys, kind = placed(self.draft, self.anchor, paragraph, self.words)
        except Unmappable as reason:
            self.plan.changes.append(replace(change, reason=str(reason)))
            return
        leaf = self.draft.leaves[self.anchor] if self.anchor >= 0 else None
        self.plan.changes.append(replace(change, edits=(edit,), leaf=leaf))
        self.plan.behind.setdefault(self.anchor, []).append(Slot(keys, (identity,), kind))


def _parts(after: Sequence[Paragraph]) -> list[Sign]:
    out: list[Sign] = []
    for number, paragraph in enumerate(after):
        out += [Sign("break", "\n\n")] if number else []
        out += signs_of(paragraph.pieces)
    return out


def _with_breaks(after: Sequence[Paragraph], separator: str) -> list[Sign]:
    """Return the words of a split paragraph; no spaces at its new ends."""
    out: list[Sign] = []
    for number, paragraph in enumerate(after):
        signs = signs_of(paragraph.pieces)
        while number and signs and signs[0].is_space:
            signs.pop(0)
        while number < len(after) - 1 and signs and signs[-1].is_space:
            signs.pop()
        out += [Sign("break", separator)] if number else []
        out += signs
    return out


def _broken(keys: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    part: list[Key] = []
    for key in keys:
        if key[0] == "break":
            yield settled(part)
            part = []
        else:
            part.append(key)
    yield settled(part)
