"""Edits within a paragraph, as the smallest edits of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.merge.composing import Written, composed, escaped
from octavo.merge.differing import Difference, differences
from octavo.merge.edits import NAMES, Edit, Unmappable, Words, settled
from octavo.merge.leaves import Holder
from octavo.merge.mapping import Mapped
from octavo.merge.tokens import Key, Sign, Token


@dataclass(frozen=True, slots=True)
class Region:
    """Tokens of a leaf that are written anew, and the words that they become."""

    first: int
    behind: int
    new: range


class Editor:
    """Edits one paragraph's source."""

    def __init__(self, mapped: Mapped, after: Sequence[Sign], source: str, words: Words) -> None:
        self.leaf = mapped.leaf
        self.tokens = mapped.leaf.tokens
        self.mapped = mapped
        self.after = after
        self.source = source
        self.words = words
        self.expected: dict[int, tuple[Key, ...]] = {}
        """For each new word, what the source is to print for it."""

        self.origin: dict[int, int] = {}
        """For each word that stayed, the token that it is."""

    def awkward(self, old: range) -> int:
        """Tell how badly a stretch of the written words goes out: ends of lines, marks cut off."""
        numbers = [self.mapped.token[n] for n in old if self.mapped.token[n] >= 0]
        if not numbers:
            return 0
        region = Region(min(numbers), max(numbers) + 1, range(0))
        lines = sum("\n" in self._source(n) for n in set(numbers) if self.tokens[n].is_space)
        return lines + 2 * sum(_cuts(holder, region) for holder in self.leaf.holders)

    def _source(self, number: int) -> str:
        token = self.tokens[number]
        return self.source[token.start : token.end] if token.placed else ""

    def all_edits(self) -> list[tuple[Difference, list[Edit] | Unmappable]]:
        """Return what differs, each with the edits that make it, or why there are none."""
        found = differences(self.mapped.signs, self.after, self.awkward)
        while True:
            self.note_kept(found)
            made = [(part, self._tried(part)) for part in found]
            clash = next((n for n in range(1, len(made)) if _touch(made[n - 1][1], made[n][1])), 0)
            if not clash:
                return made
            one, two = found[clash - 1], found[clash]
            both = Difference(
                range(one.old.start, two.old.stop), range(one.new.start, two.new.stop)
            )
            found[clash - 1 : clash + 1] = [both]

    def _tried(self, part: Difference) -> list[Edit] | Unmappable:
        try:
            return self.edits(part)
        except Unmappable as reason:
            return reason

    def result(
        self, found: Sequence[Difference], without: Sequence[Difference] = ()
    ) -> tuple[Key, ...]:
        """Return what the source is to print when all edits are made but for some."""
        out: list[Key] = []
        at = 0
        for part in found:
            if part in without:
                continue
            region = self._region(part)
            out += [token.key for token in self.tokens[at : region.first]]
            for number in region.new:
                out += self.expected.get(number, (self.after[number].key,))
            at = max(at, region.behind)
        return settled([*out, *(token.key for token in self.tokens[at:])])

    def note_kept(self, found: Sequence[Difference]) -> None:
        """Remember which words stayed."""
        self.origin.clear()
        old = new = 0
        for part in [*found, Difference(range(len(self.mapped.signs), 0), range(0))]:
            while old < part.old.start:
                self.origin[new] = self.mapped.token[old]
                old, new = old + 1, new + 1
            old, new = part.old.stop, part.new.stop

    def edits(self, part: Difference) -> list[Edit]:
        """Return the edits that make a change; raise `Unmappable` where there are none."""
        region = self._region(part)
        if region.first == region.behind:
            return self._inserted(region)
        cut = [h for h in self.leaf.holders if _cuts(h, region)]
        outside = self._strange(region)
        if cut or outside:
            return self._anew(self._widened(region, cut))
        return self._replaced(region)

    def _region(self, part: Difference) -> Region:
        """Return the tokens that a change concerns; whole things, or none of them."""
        numbers = self.mapped.token
        touched = {numbers[n] for n in part.old if numbers[n] >= 0}
        made = [self.mapped.signs[n].text for n in part.old if numbers[n] < 0]
        if any(text.strip() for text in made):
            raise Unmappable(f"`{''.join(made).strip()}` is made by the build")
        for number in touched:
            if self.tokens[number].kind != "text":
                signs = [n for n, token in enumerate(numbers) if token == number]
                whole = set(signs) <= set(part.old)
                if not whole or (part.new and self._overwrites(number, part)):
                    raise Unmappable(self._within(number))
        if touched:
            first, behind = min(touched), max(touched) + 1
            unplaced = [t.text or t.kind for t in self.tokens[first:behind] if not t.placed]
            if unplaced:
                raise Unmappable("where it stands in the source is not sure")
            return Region(first, behind, part.new)
        return self._gap(part)

    def _overwrites(self, number: int, part: Difference) -> bool:
        """Tell whether a value gives way to another number, or to words in its place alone."""
        touched = {n for n in (self.mapped.token[m] for m in part.old) if n >= 0}
        digits = any(c.isdigit() for n in part.new for c in self.after[n].text)
        return self.tokens[number].kind == "value" and (digits or touched == {number})

    def _gap(self, part: Difference) -> Region:
        numbers = self.mapped.token
        before = next(
            (numbers[n] for n in range(part.old.start - 1, -1, -1) if numbers[n] >= 0), -1
        )
        behind = next(
            (numbers[n] for n in range(part.old.stop, len(numbers)) if numbers[n] >= 0), -2
        )
        if before == behind:
            raise Unmappable(self._within(before))
        return Region(before + 1, before + 1, part.new)

    def _within(self, number: int) -> str:
        token = self.tokens[number]
        shown = self.source[token.start : token.end] if token.placed else token.text
        return f"it is within `{' '.join(shown.split())}`"

    def _strange(self, region: Region) -> bool:
        """Tell whether new words are set otherwise than what is around the old ones."""
        around, link = self._around(region)
        return any(
            not sign.is_space
            and sign.kind == "text"
            and (not set(around) <= set(sign.form) or (link and sign.link != link))
            for sign in (self.after[n] for n in region.new)
        )

    def _around(self, region: Region) -> tuple[str, str]:
        """Return the forms and the link of what holds a region as a whole and more."""
        holders = [
            h
            for h in self.leaf.holders
            if h.first <= region.first
            and region.behind <= h.behind
            and (h.first, h.behind) != (region.first, region.behind)
        ]
        from octavo.merge.items import FORMS

        link = next((self.tokens[h.first].link for h in holders if h.type == "Link"), "")
        code = "`" if self.leaf.kind == "code" else ""
        return "".join(FORMS.get(h.type, "") for h in holders) + code, link

    def _replaced(self, region: Region) -> list[Edit]:
        around, link = self._around(region)
        region = region if region.new else self._with_inner_space(region)
        start, end = self._extent(region.first, region.behind)
        text = self._fitted(composed(list(self.written(region.new)), around, link), region)
        text = self._broken(text, self.tokens[region.first : region.behind])
        return self._around_comments(Edit(start, end, text), region)

    def _with_inner_space(self, region: Region) -> Region:
        """Take the space along that would be left at an end of emphasis, where it marks nothing.

        So too one of the two around a citation that prints a note: the first was never printed.
        """
        first, behind = region.first, region.behind
        around = self.tokens[max(first - 1, 0)], self.tokens[min(behind, len(self.tokens) - 1)]
        if self.tokens[first].kind != "text" and all(token.is_space for token in around):
            ends = "\n" in self._source(first - 1)
            return (
                Region(first, behind + 1, region.new)
                if ends
                else Region(first - 1, behind, region.new)
            )
        for holder in self.leaf.holders:
            if holder.first == first and behind < holder.behind and self.tokens[behind].is_space:
                return Region(first, behind + 1, region.new)
            inside = holder.behind == behind and first > holder.first
            if inside and self.tokens[first - 1].is_space:
                return Region(first - 1, behind, region.new)
        return region

    def _around_comments(self, edit: Edit, region: Region) -> list[Edit]:
        """Leave the comments that stand between tokens where they are."""
        out, start, text = [], edit.start, edit.text
        for number in range(region.first, region.behind - 1):
            one, two = self.tokens[number], self.tokens[number + 1]
            if "<!--" in self.source[one.end : two.start]:
                out.append(Edit(start, one.end, text))
                start, text = two.start, ""
        return [*out, Edit(start, edit.end, text)]

    def _fitted(self, text: str, region: Region) -> str:
        """Return new text without a space at an end of emphasis, where it would mark nothing."""
        for holder in self.leaf.holders:
            if holder.first == region.first and region.behind < holder.behind:
                text = text.lstrip(" ")
            if holder.behind == region.behind and holder.first < region.first:
                text = text.rstrip(" ")
        return text

    def _broken(self, text: str, lost: Sequence[Token]) -> str:
        """Put the ends of lines, which the lost words had, between the new ones."""
        spaces = [t for t in lost if t.is_space]
        ends = [n for n, t in enumerate(spaces) if "\n" in self.source[t.start : t.end]]
        places = [n for n, letter in enumerate(text) if letter == " "]
        if not ends or not places or self.leaf.literal or "\n" in text:
            return text  # a new paragraph ends a line itself, and its marker is none to cut
        pieces = list(text)
        for number in ends:
            share = (number + 1) / (len(spaces) + 1) * len(text)
            place = min(places, key=lambda n: abs(n - share))
            token = spaces[number]
            pieces[place] = self.source[token.start : token.end]
        return "".join(pieces)

    def _extent(self, first: int, behind: int) -> tuple[int, int]:
        """Return from where to where tokens stand, with the marks of what they fill."""
        start, end = self.tokens[first].start, self.tokens[behind - 1].end
        for holder in self.leaf.holders:
            if first <= holder.first and holder.behind <= behind:
                if holder.open is None or holder.close is None:
                    raise Unmappable("the marks around it are not found in the source")
                start, end = min(start, holder.open[0]), max(end, holder.close[1])
        return start, end

    def written(self, new: range) -> Iterator[Written]:
        """Yield new words as Markdown."""
        for number in new:
            sign = self.after[number]
            if sign.kind != "text":
                yield self._thing(number)
            else:
                if self.leaf.kind == "keywords" and sign.text in (";", "؛"):
                    raise Unmappable("a keyword more is to be written into the metadata")
                bare = self.leaf.verbatim or "`" in sign.form
                if "`" in sign.form and "`" in sign.text:
                    raise Unmappable("a tick within code")
                text = sign.text if bare else escaped(sign.text, self.words.straight)
                yield Written(text, sign.form, sign.link)

    def _thing(self, number: int) -> Written:
        """Return the source of a thing that was put in; raise `Unmappable` where there is none."""
        sign = self.after[number]
        if sign.kind == "break":
            return Written(sign.text)
        found = None if self.leaf.literal else self.words.source_of(sign)
        if found is None:
            shown = f" {sign.text}" if sign.text.strip() else ""
            raise Unmappable(f"{NAMES.get(sign.kind, 'something')}{shown} was put in here")
        text, self.expected[number] = found
        return Written(text)

    def _inserted(self, region: Region) -> list[Edit]:
        """Put new words beside the token before them, or behind, or between the two."""
        if not region.new:
            return []  # a space that the build has made is gone
        at = region.first
        left = self.tokens[at - 1] if at else None
        right = self.tokens[at] if at < len(self.tokens) else None
        new = [self.after[n] for n in region.new]
        shown = [sign for sign in new if not sign.is_space] or new
        form, link = shown[0].form, shown[0].link
        same = all((s.form, s.link) == (form, link) for s in shown)
        parts = list(self.written(region.new))
        for token, place in ((left, "end"), (right, "start")):
            if token is None or not token.placed or not same or token.kind != "text":
                continue
            if (token.form, token.link) == (form, link) or (
                token.is_space and not form and not link
            ):
                bare = "".join(part.text for part in parts)
                where = token.end if place == "end" else token.start
                return [Edit(where, where, bare)]
        where = self._between(left, right, at)
        return [Edit(where, where, composed(parts, *self._around(region)))]

    def _between(self, left: Token | None, right: Token | None, at: int) -> int:
        """Return the place between two tokens, outside of what ends or begins there."""
        if left is not None and left.placed:
            ends = [h.close[1] for h in self.leaf.holders if h.behind == at and h.close]
            return max([left.end, *ends])
        if right is not None and right.placed:
            starts = [h.open[0] for h in self.leaf.holders if h.first == at and h.open]
            return min([right.start, *starts])
        raise Unmappable("there is no text in the source beside it")

    def _widened(self, region: Region, cut: Sequence[Holder]) -> Region:
        """Return a region grown by what it cuts into, and by what holds it otherwise set."""
        first, behind = region.first, region.behind
        holders = [
            h for h in self.leaf.holders if h in cut or (h.first <= first and behind <= h.behind)
        ]
        first = min([first, *(h.first for h in holders)])
        behind = max([behind, *(h.behind for h in holders)])
        new = [n for n, token in self.origin.items() if first <= token < behind]
        start, stop = min([region.new.start, *new]), max([region.new.stop - 1, *new]) + 1
        return Region(first, behind, range(start, stop))

    def _anew(self, region: Region) -> list[Edit]:
        """Write a region anew, what stayed of it as the source has it."""
        parts: list[Written] = []
        done = -1
        for number in region.new:
            sign, token = self.after[number], self.origin.get(number, -1)
            if token >= 0:
                if token != done:
                    known = self.tokens[token]
                    text = self.source[known.start : known.end]
                    is_thing = known.kind != "text"
                    parts.append(
                        Written(
                            text,
                            known.form if is_thing else sign.form,
                            known.link if is_thing else sign.link,
                        )
                    )
                done = token
                continue
            parts += self.written(range(number, number + 1))
        start, end = self._extent(region.first, region.behind)
        stayed = set(self.origin.values())
        lost = [self.tokens[n] for n in range(region.first, region.behind) if n not in stayed]
        text = self._broken(composed(parts, "", "", self._links()), lost)
        return [Edit(start, end, text)]

    def _links(self) -> dict[str, tuple[str, str]]:
        """Return how the links of the paragraph are written, by where they lead."""
        return {
            self.tokens[h.first].link: (self.source[slice(*h.open)], self.source[slice(*h.close)])
            for h in self.leaf.holders
            if h.type == "Link" and h.open and h.close
        }


def _touch(one: list[Edit] | Unmappable, two: list[Edit] | Unmappable) -> bool:
    if isinstance(one, Unmappable) or isinstance(two, Unmappable):
        return False
    return any(a.start < b.end and b.start < a.end for a in one for b in two)


def _cuts(holder: Holder, region: Region) -> bool:
    """Tell whether a region holds a part of what an inline holds, and something else too."""
    inside = region.first < holder.behind and holder.first < region.behind
    within = holder.first <= region.first and region.behind <= holder.behind
    around = region.first <= holder.first and holder.behind <= region.behind
    return inside and not within and not around
