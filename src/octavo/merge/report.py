"""The account of a merge: every change in the file, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from octavo.merge.citing import UNFIT
from octavo.merge.merging import Done, Merge
from octavo.merge.plans import Change

LONGEST = 60
VERBS = {
    "applied": "applied",
    "present": "already there",
    "conflict": "conflict",
    "not mapped": "not mapped",
    "kept": "kept",
    "dropped": "resolved",
}
FAULTY = ("conflict", "not mapped")


def lines_of(merge: Merge) -> Iterator[str]:
    """Yield a line for each change, with its place, its author and, where it failed, why."""
    for done in merge.done:
        place = f"{done.span}: " if done.span else ""
        authors = f" ({', '.join(done.change.authors)})" if done.change.authors else ""
        reason = f": {done.change.reason}" if done.change.reason else ""
        if any(UNFIT in edit.text for edit in done.change.edits):
            reason = ": no entry fits the citation that is typed in it"
        yield f"{place}{VERBS[done.status]}: {_told(done.change)}{authors}{reason}"


def summary_of(merge: Merge) -> str:
    """Return the numbers of changes by what became of them."""
    counts = Counter(VERBS[done.status] for done in merge.done)
    if not counts:
        return "no changes"
    total = sum(counts.values())
    parts = ", ".join(f"{counts[verb]} {verb}" for verb in VERBS.values() if counts[verb])
    return f"{total} change{'s' * (total > 1)}: {parts}"


def fails(done: Sequence[Done]) -> bool:
    """Tell whether something was not brought back as the reviewer wrote it."""
    return any(one.status in FAULTY for one in done)


def _told(change: Change) -> str:
    old, new = _short(change.old), _short(change.new)
    match change.kind:
        case "new":
            return f"new paragraph “{new}”"
        case "row":
            return f"new row “{new}”"
        case "deleted":
            return f"deleted “{old}”"
        case "moved":
            return f"moved “{old}”"
        case "joined":
            return f"joined “{old}”"
        case "style":
            return f"“{old}” set as {new}"
        case "split":
            return f"split “{new}”"
        case "comment":
            return f"comment “{new}” on “{old}”"
        case _ if old and new and old == new:
            return f"set otherwise “{new}”"
        case _:
            return f"“{old}” → “{new}”" if old and new else _one_sided(old, new)


def _one_sided(old: str, new: str) -> str:
    return f"put in “{new}”" if new else f"took out “{old}”"


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST].rsplit(' ', 1)[0]}…"
