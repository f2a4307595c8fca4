"""Places for what has none yet: signs, spaces, short words, figures and things.

Between two words whose places are known there is little, and what pandoc printed of it stands
there in the same order.  What cannot be found keeps no place, and is not edited.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from octavo.merge.items import Draft, Holder, Item
from octavo.prose import GONE, MARKUP, THING, prose_of_text

SPACE = re.compile(r"(?:[ \t]*\n|[ \t]+|\\ |&nbsp;)[ \t\n>]*")
BREAK = re.compile(r"(?:\\|[ \t]*)\n(?:[ \t>]*\| |[ \t>]*)")
REFERRED = re.compile(r"\]\[[^]\n]*\]")
ENTITY = re.compile(r"&#?\w+;")
WRITTEN = {
    "’": ("'",),
    "‘": ("'",),
    "“": ('"',),
    "”": ('"',),
    "–": ("--",),
    "—": ("---",),
    "…": ("...",),
    "\u00a0": ("\\ ", " "),
}
"""How authors may write what pandoc prints."""

KINDS = {
    "citation": ("cite", "key"),
    "reference": ("cite", "key"),
    "math": ("math", "display"),
    "note": ("notelabel",),
}
OPENING = {
    "Emph": r"[*_]",
    "Strong": r"\*\*|__",
    "Strikeout": "~~",
    "Superscript": r"\^",
    "Subscript": "~",
    "Link": r"\[|<",
    "Span": r"\[",
    "SmallCaps": r"\[",
    "Underline": r"\[",
    "Code": "`+ ?",
}
ADDRESSED = r"\]\((?:[^()\n]|\([^()\n]*\))*\)(?:\{[^}\n]*\})?|\]\[[^]\n]*\]|\]|>"
CLOSING = {
    "Emph": r"[*_]",
    "Strong": r"\*\*|__",
    "Strikeout": "~~",
    "Superscript": r"\^",
    "Subscript": "~",
    "Link": ADDRESSED,
    "Span": r"\]\{[^}\n]*\}",
    "SmallCaps": r"\]\{[^}\n]*\}",
    "Underline": r"\]\{[^}\n]*\}",
    "Code": r" ?`+(?:\{[^}\n]*\})?",
}
MARKER = re.compile(r"[ \t>|]*(?:(?:[-*+~:]|\(?[\w#]{1,5}[.)]|\(@[\w-]*\)|#+|\|)[ \t]+)*")
"""What may stand before the text of a block."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A place that `prose` blots out, with its kind."""

    start: int
    end: int
    kind: str


class Placer:
    """Finds places in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        prose = prose_of_text(Path(), text).text
        self.prose = REFERRED.sub(lambda found: GONE * len(found[0]), prose)
        self.markup = [Markup(*found.span(), _kind(found)) for found in MARKUP.finditer(text)]
        self._starts = [one.start for one in self.markup]

    def place(self, draft: Draft, lower: int) -> int:
        """Give every item its place, from `lower` on; return where the leaf ends."""
        if draft.kind == "code":
            return self._verbatim(draft.items[0], lower)
        at = self._beginning(draft, lower)
        for item in draft.items:
            at = self._letters(item, at) if item.is_text else self._thing(item, at)
            if item.kind == "picture" and draft.kind != "picture":
                at = max(at, item.ends[0])  # of a figure, the caption stands within
        for holder in sorted(draft.holders, key=lambda h: h.behind - h.first):
            self._hold(holder, draft.items, draft.holders)
        return at

    def _verbatim(self, item: Item, lower: int) -> int:
        """Place a block of code where it stands letter by letter."""
        at = self.text.find(item.text, lower) if item.text else -1
        if at >= 0:
            item.starts = list(range(at, at + len(item.text)))
            item.ends = [place + 1 for place in item.starts]
        return max(at + len(item.text), lower)

    def _beginning(self, draft: Draft, lower: int) -> int:
        """Return where the first item may begin."""
        before = 0
        for item in draft.items:
            known = [n for n, place in enumerate(item.starts) if place >= 0]
            if known:
                offset = item.starts[known[0]]
                head = "".join(i.text for i in draft.items[: draft.items.index(item)])
                return self._backwards(head + item.text[: known[0]], offset, lower)
            before += len(item.text)
        return self._first_word(draft, lower)

    def _first_word(self, draft: Draft, lower: int) -> int:
        """Return where a leaf without any known word may begin: behind a block's marker."""
        found = MARKER.match(self.text, self._skipped(lower))
        at = found.end() if found else lower
        if draft.items and draft.items[0].is_text and draft.kind == "cell":
            return lower
        return at

    def _skipped(self, at: int) -> int:
        """Return the first place that is no space or blank line."""
        found = re.compile(r"\s*").match(self.text, at)
        return found.end() if found else at

    def _backwards(self, letters: str, offset: int, lower: int) -> int:
        """Return the last place from which letters lead to a word whose place is known."""
        if not letters.strip():
            return max(offset - len(letters) - 8, lower) if letters else offset
        for start in range(offset - 1, max(lower, offset - 40 - 4 * len(letters)) - 1, -1):
            at = self._matched(letters[0], start)
            if at is None or self.prose[start] in (GONE, THING):
                continue
            at = start
            for letter in letters:
                found = self._next(letter, at, offset)
                if found is None:
                    break
                at = found[1]
            else:
                return start
        return offset

    def _coded(self, item: Item, at: int) -> int:
        """Place code letter by letter between its ticks."""
        for one in self.markup[max(0, bisect_left(self._starts, at) - 1) :]:
            inner = self.text.find(item.text, one.start, one.end) if one.kind == "code" else -1
            if one.start >= at and inner >= 0:
                item.starts = list(range(inner, inner + len(item.text)))
                item.ends = [place + 1 for place in item.starts]
                return one.end
        return at

    def _letters(self, item: Item, at: int) -> int:
        if "`" in item.form:
            return self._coded(item, at)
        for number, letter in enumerate(item.text):
            if item.starts[number] >= 0:
                at = item.ends[number]
                continue
            limit = next((s for s in item.starts[number:] if s >= 0), len(self.text))
            found = self._next(letter, at, limit)
            if found is not None:
                item.starts[number], item.ends[number] = found
                at = found[1]
        return at

    def _next(self, letter: str, at: int, limit: int) -> tuple[int, int] | None:
        """Return where a letter stands next, with nothing that is printed before it."""
        while at < limit:
            end = self._matched(letter, at)
            if end is not None and self.prose[at] not in (GONE, THING):
                return at, end
            if self.prose[at] == THING or (self.prose[at].isalnum() and self.prose[at] != GONE):
                return None
            if self.text.startswith("\n\n", at) and not letter.isspace():
                return None
            at += 1
        return None

    def _matched(self, letter: str, at: int) -> int | None:
        """Return where a letter ends that stands at a place, however it is written."""
        if letter.isspace():
            found = (BREAK if letter == "\n" else SPACE).match(self.text, at)
            return found.end() if found else None
        entity = ENTITY.match(self.text, at) if self.text.startswith("&", at) else None
        if entity and html.unescape(entity[0]) == letter:
            return entity.end()
        if self.text.startswith(letter, at):
            return at + len(letter)
        for spelling in WRITTEN.get(letter, ()):
            if self.text.startswith(spelling, at):
                return at + len(spelling)
        return None

    def _thing(self, item: Item, at: int) -> int:
        if item.kind == "value":
            return item.ends[0]
        if item.kind == "picture":
            return self._picture(item, at)
        if item.kind == "note":
            return self._note(item, at)
        kinds = KINDS.get(item.kind, ())
        known = item.starts[0] if item.starts else -1
        for one in self.markup[max(0, bisect_left(self._starts, at if known < 0 else known) - 1) :]:
            if known >= 0 and one.start > known:
                break
            inside = one.start <= known < one.end if known >= 0 else one.start >= at
            if inside and one.kind in kinds and self._holds(one, item):
                item.starts, item.ends = [one.start], [one.end]
                return one.end
            if known < 0 and one.start > at + 4000:
                break
        return self._bracket(item, known, at)

    def _holds(self, one: Markup, item: Item) -> bool:
        if item.kind in ("citation", "reference"):
            return True
        inner = self.text[one.start : one.end]
        return "".join(item.name.split()) in "".join(inner.split())

    def _bracket(self, item: Item, known: int, at: int) -> int:
        """Place a citation by its brackets where `prose` sees none."""
        if known < 0:
            item.starts, item.ends = [-1], [-1]
            return at
        before, behind = self.text.rfind("[", 0, known), self.text.find("]", known)
        if before >= 0 and at <= before and behind > 0 and "]" not in self.text[before:known]:
            item.starts, item.ends = [before], [behind + 1]
        else:
            start = known - len("@")
            item.starts, item.ends = [max(start, at)], [item.ends[0]]
        return item.ends[0]

    def _note(self, item: Item, at: int) -> int:
        found = re.compile(r"\[\^[^]\s]+\](?!:)|\^\[").search(self.text, at)
        if found is None:
            item.starts, item.ends = [-1], [-1]
            return at
        end = found.end() if found[0].startswith("[") else self._closed(found.end())
        item.starts, item.ends = [found.start()], [end]
        return end

    def _closed(self, at: int) -> int:
        """Return the place behind the bracket that closes the one before a place."""
        depth = 1
        while at < len(self.text) and depth:
            letter = self.text[at]
            at += 2 if letter == "\\" else 1
            depth += (letter == "[") - (letter == "]")
        return at

    def _picture(self, item: Item, at: int) -> int:
        start = self.text.find("![", at)
        if start < 0:
            item.starts, item.ends = [-1], [-1]
            return at
        end = self._closed(start + 2)
        target = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)(?:\{[^}\n]*\})?").match(self.text, end)
        item.starts, item.ends = [start], [target.end() if target else end]
        return start + 2

    def _hold(self, holder: Holder, items: list[Item], holders: list[Holder]) -> None:
        """Find the marks around what an inline holds; those of inner ones are found before."""
        start = _first(items[holder.first])
        end = _last(items[holder.behind - 1])
        for inner in holders:
            if inner is holder or inner.open is None or inner.close is None:
                continue
            if inner.first == holder.first and inner.behind <= holder.behind:
                start = min(start, inner.open[0])
            if inner.behind == holder.behind and inner.first >= holder.first:
                end = max(end, inner.close[1])
        if start < 0 or end < 0:
            return
        head = re.compile(f"(?:{OPENING[holder.type]})$").search(
            self.text[max(0, start - 2) : start]
        )
        tail = re.compile(CLOSING[holder.type]).match(self.text, end)
        if head and tail:
            holder.open = (start - len(head[0]), start)
            holder.close = tail.span()


def _kind(found: re.Match[str]) -> str:
    kinds = [name for name, value in found.groupdict().items() if value is not None]
    return next(name for name in kinds if name not in ("ticks", "tick"))


def _first(item: Item) -> int:
    return item.starts[0] if item.starts else -1


def _last(item: Item) -> int:
    return item.ends[-1] if item.ends else -1
