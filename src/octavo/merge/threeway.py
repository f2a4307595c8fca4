"""Edits of what a file was made of, made in what the sources are now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.merge.edits import Edit, applied
from octavo.merge.extents import line_end, line_start
from octavo.merge.plans import Identity
from octavo.origin import blotted
from octavo.sources import COMMENT

PIECE = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


AROUND = 60
"""Characters on both sides of what is put in, by which it is known whether it is there."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the old text and the stretch of the present one that stands for it."""

    old: range
    now: range
    equal: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A text with the edits made, and what became of each change."""

    text: str
    conflicts: frozenset[Identity]
    present: frozenset[Identity]
    """Those that the text has already."""

    regions: tuple[Region, ...]
    made: tuple[Edit, ...]
    """The edits of the present text."""

    def place(self, at: int) -> int:
        """Return where a place of the old text is in the new one."""
        now = _now(at, self.regions, last=False)
        return now + sum(
            len(e.text) - (e.end - e.start) for e in self.made if e.end <= now and e.start < now
        )


def merged(old: str, now: str, edits: Sequence[tuple[Identity, Edit]], name: str) -> Outcome:
    """Make edits of `old` in `now`; where both changed, both stand there between marks.

    Marks are those of git; `name` tells in them whose text it is.
    """
    regions = list(_regions(old, blotted(now)))
    there = _there(old, blotted(now), edits) - _clean(regions, edits)
    edits = [(i, e) for i, e in edits if i not in there]
    ready: list[tuple[Identity, Edit]] = []
    clashing: list[tuple[Region, list[tuple[Identity, Edit]]]] = []
    present = set(there)
    for number, region in enumerate(regions):
        mine = [(i, e) for i, e in edits if _belongs(e, regions, number)]
        if not mine:
            continue
        if region.equal:
            shift = region.now.start - region.old.start
            ready += [(i, e.moved(shift)) for i, e in mine]
        else:
            clashing.append((region, mine))
    clashes: list[tuple[Identity, Edit]] = []
    for region, mine in _joined(clashing, regions, edits):
        theirs = _theirs(old, region, [e for _, e in mine])
        here = blotted(now)[region.now.start : region.now.stop]
        ready = [(i, e) for i, e in ready if not _inside(e, region)]
        if theirs == here:
            present |= {i for i, _ in mine}
            continue
        clash = Edit(region.now.start, region.now.stop, theirs)
        clashes += [(i, clash) for i, _ in mine]
    made, conflicts = _marked(now, clashes, ready, name)
    return Outcome(
        applied(now, made), frozenset(conflicts), frozenset(present), tuple(regions), tuple(made)
    )


def _clean(regions: Sequence[Region], edits: Sequence[tuple[Identity, Edit]]) -> set[Identity]:
    """Return the changes that find the old text as it was: these are not made yet.

    Old words that are to go are enough for that; what is put in asks for all that is around it.
    """
    equal = [region.old for region in regions if region.equal]
    length = regions[-1].old.stop if regions else 0
    found = set()
    for identity, edit in edits:
        margin = AROUND if edit.start == edit.end else 0
        low, high = max(edit.start - margin, 0), min(edit.end + margin, length)
        if any(r.start <= low and high <= r.stop for r in equal):
            found.add(identity)
    return found


def _there(old: str, now: str, edits: Sequence[tuple[Identity, Edit]]) -> set[Identity]:
    """Return the changes that the present text has already, with what is around them."""
    theirs = applied(old, [e for _, e in edits])
    equal = [r.old for r in _regions(theirs, now) if r.equal]
    absent, shift = set(), 0
    for identity, edit in sorted(edits, key=lambda one: one[1].place):
        start = edit.start + shift
        stop = start + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)
        low, high = max(start - 1, 0), min(stop + 1, len(theirs))
        if not any(r.start <= low and high <= r.stop for r in equal):
            absent.add(identity)
    return {identity for identity, _ in edits} - absent


def _regions(old: str, now: str) -> Iterator[Region]:
    """Yield the stretches of two texts in order, equal and changed in turn."""
    if old == now:
        yield Region(range(len(old)), range(len(now)), True)
        return
    one, two = PIECE.findall(old), PIECE.findall(now)
    ends = [_ends(one), _ends(two)]
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield Region(range(ends[0][a], ends[0][b]), range(ends[1][c], ends[1][d]), tag == "equal")


def _ends(pieces: Sequence[str]) -> list[int]:
    out = [0]
    for piece in pieces:
        out.append(out[-1] + len(piece))
    return out


def _belongs(edit: Edit, regions: Sequence[Region], number: int) -> bool:
    """Tell whether an edit is made in a region: within an equal one, else in the first it meets."""
    region = regions[number]
    if region.equal:
        within = region.old.start <= edit.start and edit.end <= region.old.stop
        if edit.start == edit.end:
            first = edit.start == region.old.start and number > 0
            last = edit.start == region.old.stop and number < len(regions) - 1
            within = within and not first and not last
        return within
    if any(_belongs(edit, regions, n) for n, r in enumerate(regions) if r.equal):
        return False
    met = [n for n, r in enumerate(regions) if not r.equal and _meets(edit, r.old)]
    return bool(met) and met[0] == number


def _meets(edit: Edit, stretch: range) -> bool:
    return edit.start <= stretch.stop and stretch.start <= edit.end


def _joined(
    clashing: Sequence[tuple[Region, list[tuple[Identity, Edit]]]],
    regions: Sequence[Region],
    edits: Sequence[tuple[Identity, Edit]],
) -> Iterator[tuple[Region, list[tuple[Identity, Edit]]]]:
    """Yield the places of conflicts, grown to all that their edits reach, without overlaps."""
    waiting: tuple[Region, list[tuple[Identity, Edit]]] | None = None
    for region, mine in clashing:
        grown = _grown(region, [e for _, e in mine], regions)
        if waiting is not None and grown.old.start <= waiting[0].old.stop:
            low, rows = waiting
            both = Region(
                range(low.old.start, max(low.old.stop, grown.old.stop)),
                range(low.now.start, max(low.now.stop, grown.now.stop)),
                False,
            )
            waiting = both, [*rows, *mine]
            continue
        if waiting is not None:
            yield _with_all(*waiting, edits)
        waiting = grown, mine
    if waiting is not None:
        yield _with_all(*waiting, edits)


def _with_all(
    region: Region, mine: list[tuple[Identity, Edit]], edits: Sequence[tuple[Identity, Edit]]
) -> tuple[Region, list[tuple[Identity, Edit]]]:
    """Add the edits that a grown place holds too."""
    inside = [
        one for one in edits if region.old.start <= one[1].start and one[1].end <= region.old.stop
    ]
    return region, list(dict.fromkeys([*mine, *inside]))


def _grown(region: Region, edits: Sequence[Edit], regions: Sequence[Region]) -> Region:
    """Return a region grown to the ends of its edits."""
    start = min([region.old.start, *(e.start for e in edits)])
    stop = max([region.old.stop, *(e.end for e in edits)])
    return Region(
        range(start, stop),
        range(_now(start, regions, last=False), _now(stop, regions, last=True)),
        False,
    )


def _now(at: int, regions: Sequence[Region], last: bool) -> int:
    """Return the place in the present text that stands for one of the old text."""
    found = [r for r in regions if r.old.start <= at <= r.old.stop]
    region = found[-1] if last else found[0]
    if region.equal:
        return region.now.start + at - region.old.start
    return region.now.stop if last else region.now.start


def _inside(edit: Edit, region: Region) -> bool:
    return region.now.start <= edit.start and edit.end <= region.now.stop


def _theirs(old: str, region: Region, edits: Sequence[Edit]) -> str:
    inner = [edit.moved(-region.old.start) for edit in edits]
    return applied(old[region.old.start : region.old.stop], inner)


def _marked(
    now: str,
    clashes: Sequence[tuple[Identity, Edit]],
    ready: Sequence[tuple[Identity, Edit]],
    name: str,
) -> tuple[list[Edit], set[Identity]]:
    """Return edits that set both texts, line by line, between git's marks, and what is in these.

    What else changes in the lines of a conflict is between its marks too.
    """
    out: list[Edit] = []
    conflicts: set[Identity] = set()
    rest = list(ready)
    for start, end in _conflicting(now, [e for _, e in clashes], [e for _, e in ready]):
        mine = [(i, e) for i, e in clashes if start <= e.start and e.end <= end]
        near = [(i, e) for i, e in rest if _shares(e, start, end, now)]
        rest = [one for one in rest if one not in near]
        conflicts |= {i for i, _ in (*mine, *near)}
        ours = now[start:end]
        edits = [*dict.fromkeys(e for _, e in mine), *(e for _, e in near)]
        other = _with_comments(applied(ours, [e.moved(-start) for e in edits]), ours)
        marked = f"<<<<<<< this\n{ours}\n=======\n{other}\n>>>>>>> {name}"
        out.append(Edit(start, end, marked))
    return [*(e for _, e in rest), *out], conflicts


def _conflicting(
    now: str, clashes: Sequence[Edit], ready: Sequence[Edit]
) -> Iterator[tuple[int, int]]:
    """Yield from where to where lines are in conflict, with those that their edits go on into."""
    waiting: tuple[int, int] | None = None
    for clash in sorted(clashes, key=lambda e: e.place):
        low, high = clash.start, clash.end
        if waiting is not None and line_start(now, low) <= waiting[1]:
            low, high = waiting[0], max(waiting[1], high)
        elif waiting is not None:
            yield waiting
        waiting = _whole_lines(now, low, high, ready)
    if waiting is not None:
        yield waiting


def _whole_lines(now: str, low: int, high: int, ready: Sequence[Edit]) -> tuple[int, int]:
    start, end = line_start(now, low), line_end(now, high)
    met = [e for e in ready if _shares(e, start, end, now)]
    first, last = min([start, *(e.start for e in met)]), max([end, *(e.end for e in met)])
    return (start, end) if (first, last) == (start, end) else _whole_lines(now, first, last, ready)


def _shares(edit: Edit, start: int, end: int, now: str) -> bool:
    """Tell whether an edit changes some lines, or what stands on a line with their marks."""
    before = edit.end == start and not f"\n{now[: edit.start]}{edit.text}".endswith("\n")
    behind = edit.start == end and not f"{edit.text}{now[edit.end :]}\n".startswith("\n")
    return (edit.start < end and edit.end > start) or before or behind


def _with_comments(text: str, ours: str) -> str:
    """Put our comments in the place of those that the file holds blotted out."""
    known = iter(COMMENT.findall(ours))

    def put(found: re.Match[str]) -> str:
        own = next(known, None)
        return own if own is not None and blotted(own) == found[0] else found[0]

    return COMMENT.sub(put, text)
