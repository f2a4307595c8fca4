"""What is no more, and rows that are new: tables by the row, figures with their captions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.merge.edits import Edit, Unmappable
from octavo.merge.extents import Extent, block_depth, chunk_of, extent_of, removal
from octavo.merge.leaves import Leaf
from octavo.merge.new_text import markdown_of
from octavo.merge.pairing import Unit, gone
from octavo.merge.plans import Change, Draft, Slot, all_authors, deleters_of, reason_of
from octavo.merge.tokens import signs_of

if TYPE_CHECKING:
    from octavo.merge.planning import Planner


def remove_gone(
    planner: Planner,
) -> None:
    """Take away what is no more: rows and tables as a whole, paragraphs one by one."""
    numbers = gone(planner.draft.before, planner.draft.units)
    tables = _whole_tables(planner.draft, numbers)
    referred = {
        piece.name
        for unit in planner.draft.units
        for paragraph in unit.after
        for piece in paragraph.shown
        if piece.kind == "note"
    }
    for number in numbers:
        before, place = planner.draft.before[number], planner.draft.pairs.get(number)
        if place is None and before.note and before.note not in referred:
            continue  # a citation that prints a note takes it along
        identity = (-number, 0)
        change = Change(identity, "deleted", before.text, "", deleters_of(planner.draft, number))
        try:
            if identity in planner.refused:
                raise Unmappable(planner.refused[identity])
            if place is None:
                raise Unmappable(reason_of(before))
            leaf = planner.draft.leaves[place]
            change = replace(change, leaf=leaf)
            edits = _removed(planner, number, leaf, tables, numbers)
        except Unmappable as reason:
            planner.plan.changes.append(replace(change, reason=str(reason)))
            continue
        planner.plan.changes.append(replace(change, edits=edits))
        planner.plan.slots[place] = [Slot((), (identity,), "", removed=True)]


def _removed(
    planner: Planner, number: int, leaf: Leaf, tables: Mapping[int, Extent], numbers: Sequence[int]
) -> tuple[Edit, ...]:
    text = planner.draft.text
    if number in tables:
        return (removal(tables[number], text),)
    if leaf.kind == "cell":
        raise Unmappable("a cell goes only with its row")
    if leaf.note >= 0:
        try:
            return (removal(extent_of(leaf, text), text),)
        except Unmappable:
            return (Edit(leaf.start, leaf.start, ""),)  # it goes with its paragraph
    if leaf.kind == "picture" or leaf.kind == "caption":
        return _figure(planner, leaf, numbers)
    return (removal(extent_of(leaf, text), text),)


def _figure(planner: Planner, leaf: Leaf, numbers: Sequence[int]) -> tuple[Edit, ...]:
    """Remove a figure whose picture and caption are both gone."""
    others = [
        n
        for n, place in planner.draft.pairs.items()
        if planner.draft.leaves[place].path[: block_depth(leaf)] == leaf.path[: block_depth(leaf)]
        and planner.draft.leaves[place].literal == leaf.literal
    ]
    if not set(others) <= set(numbers):
        raise Unmappable("a figure or a table goes with its caption, or not at all")
    picture = next(
        (
            x
            for x in planner.draft.leaves
            if x.kind == "picture" and x.path[: block_depth(leaf)] == leaf.path[: block_depth(leaf)]
        ),
        leaf,
    )
    return (
        removal(
            chunk_of(extent_of(picture, planner.draft.text), planner.draft.text), planner.draft.text
        ),
    )


def add_row(planner: Planner, number: int, row: range) -> None:
    """Add a row to a table whose rows are lines."""
    units = [planner.draft.units[n] for n in row]
    cells = [signs_of(unit.after[0].pieces) for unit in units]
    shown = " | ".join("".join(s.text for s in cell) for cell in cells)
    identity = (number, 0)
    change = Change(identity, "row", "", shown, all_authors(*units))
    text = planner.draft.text
    try:
        if identity in planner.refused:
            raise Unmappable(planner.refused[identity])
        anchor = planner.draft.leaves[planner.anchor] if planner.anchor >= 0 else None
        if anchor is None or anchor.kind != "cell":
            raise Unmappable("the table has no row in the source to follow")
        extent = extent_of(anchor, text)
        line = text[extent.start : extent.end]
        if not line.lstrip().startswith("|") or "\n" in line:
            raise Unmappable("its table is not written with a line a row")
        made = [markdown_of(cell, planner.words, text) for cell in cells]
        if len(made) != line.count("|") - line.count("\\|") - 1:
            raise Unmappable("it has more or fewer cells than the table has columns")
        end = extent.end
        below = text[end + 1 : text.find("\n", end + 1)]
        if below.strip() and not below.strip("|:-+ "):
            end = text.find("\n", end + 1)
        body = "".join(f"| {cell} " for cell, _ in made)
        edit = Edit(end, end, f"\n{body}|")
    except Unmappable as reason:
        planner.plan.changes.append(replace(change, reason=str(reason)))
        return
    planner.plan.changes.append(replace(change, edits=(edit,), leaf=anchor))
    slots = planner.plan.behind.setdefault(planner.anchor, [])
    slots += [Slot(keys, (identity,), "cell") for _, keys in made]


def new_rows(draft: Draft) -> dict[int, range]:
    """Return the units that begin new rows of tables, with all units of the row."""
    found: dict[int, range] = {}
    at = 0
    while at < len(draft.units):
        unit = draft.units[at]
        cell = unit.after[0].cell
        stop = at + 1
        if cell is not None:
            while stop < len(draft.units) and _same_row(draft.units[stop], cell):
                stop += 1
            if not any(u.numbers for u in draft.units[at:stop]):
                found[at] = range(at, stop)
        at = stop
    return found


def _same_row(unit: Unit, cell: tuple[int, int, int]) -> bool:
    other = unit.after[0].cell
    return other is not None and other[:2] == cell[:2]


def _whole_tables(draft: Draft, numbers: Sequence[int]) -> dict[int, Extent]:
    """Return what is removed for the cells of rows and of tables that are gone altogether."""
    gone_now = set(numbers)
    found: dict[int, Extent] = {}
    rows: dict[tuple[int, int], list[int]] = {}
    for number, paragraph in draft.before.items():
        if paragraph.cell is not None and number in draft.pairs:
            rows.setdefault(paragraph.cell[:2], []).append(number)
    whole = {
        t
        for t, _ in rows
        if all(set(cells) <= gone_now for (table, _), cells in rows.items() if table == t)
    }
    for (table, _), cells in rows.items():
        leaves = [draft.leaves[draft.pairs[n]] for n in cells]
        if not set(cells) <= gone_now or any(leaf.start < 0 for leaf in leaves):
            continue
        extents = [extent_of(leaf, draft.text) for leaf in leaves]
        one = Extent(min(e.start for e in extents), max(e.end for e in extents))
        if table in whole:
            one = chunk_of(one, draft.text)
        elif len({(e.start, e.end) for e in extents}) > 1:
            continue
        found |= dict.fromkeys(cells, one)
    return found
