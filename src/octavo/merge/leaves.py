"""The sources as leaves: every paragraph, heading, cell and caption with the place of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.alignment import TOKEN
from octavo.merge.anchors import read_anchored
from octavo.merge.items import Draft, Item, Leaves, Path
from octavo.merge.placing import Placer
from octavo.merge.texts import Part, Texts
from octavo.merge.tokens import Key, Token


@dataclass(frozen=True, slots=True)
class Holder:
    """Emphasis, a link or another inline around tokens, with the places of its marks."""

    type: str
    first: int
    behind: int
    open: tuple[int, int] | None
    close: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of text that Word sets as one paragraph."""

    kind: str
    path: Path
    tokens: tuple[Token, ...]
    holders: tuple[Holder, ...] = ()
    level: int = 0
    note: int = -1
    literal: bool = False
    """Whether nothing in its source is markup."""

    @property
    def verbatim(self) -> bool:
        """Whether its words are written as they are printed."""
        return self.literal or self.kind == "code"

    @property
    def start(self) -> int:
        """Where its text begins in the source; -1 where that is not known."""
        return next((t.start for t in self.tokens if t.placed), -1)

    @property
    def end(self) -> int:
        """Where its text ends, without the end of a line that a private remark stands behind."""
        return next((t.end for t in reversed(self.tokens) if t.placed and not t.is_space), -1)

    @property
    def keys(self) -> tuple[Key, ...]:
        """What it is compared by."""
        return tuple(token.key for token in self.tokens)


def read_leaves(texts: Texts) -> list[Leaf]:
    """Return the leaves of the sources in the order in which they are printed."""
    leaves = markdown_leaves(texts.whole[: texts.markdown])
    parts = [part for part in texts.parts if not part.literal]

    def rank(leaf: Leaf) -> int:
        part = next((p for p in parts if p.start <= leaf.start <= p.end), None)
        if part is None or not part.place:
            return 1
        return 0 if part.place[0] in ("abstract", "highlights", "summary") else 2

    return [*_literals(texts), *sorted(leaves, key=rank)]


def markdown_leaves(text: str) -> list[Leaf]:
    """Return the leaves of a Markdown text; those of notes where they are noted."""
    blocks, anchors = read_anchored(text)
    found = Leaves(anchors)
    found.blocks(blocks, ())
    placer = Placer(text)
    leaves, at = [], 0
    for draft in found.drafts:
        end = placer.place(draft, _definition(draft) if draft.note >= 0 else at)
        at = end if draft.note < 0 else at
        leaves.append(_leaf(draft, text))
    return leaves


def _definition(draft: Draft) -> int:
    """Return where the text of a note may begin: its first known word, or anywhere."""
    known = [s for item in draft.items for s in item.starts if s >= 0]
    return max(0, min(known) - 200) if known else 0


def _literals(texts: Texts) -> Iterator[Leaf]:
    keywords: list[Token] = []
    for part in texts.parts:
        if part.literal and part.place[0] == "keywords":
            keywords += _bare(texts, part)
        elif part.literal:
            yield Leaf(str(part.place[0]), part.place, tuple(_bare(texts, part)), literal=True)
    if keywords:
        yield Leaf("keywords", ("keywords",), tuple(keywords), literal=True)


def _bare(texts: Texts, part: Part) -> Iterator[Token]:
    at = part.start
    for word in TOKEN.findall(texts.text(part)):
        yield Token("text", word, "", "", at, at + len(word))
        at += len(word)


def _leaf(draft: Draft, text: str) -> Leaf:
    tokens, numbers = _tokens(draft.items, text)
    holders = tuple(
        Holder(h.type, numbers[h.first], numbers[h.behind], h.open, h.close)
        for h in draft.holders
        if numbers[h.first] < numbers[h.behind]
    )
    return Leaf(draft.kind, draft.path, tuple(tokens), holders, draft.level, draft.note)


def _tokens(items: Sequence[Item], text: str) -> tuple[list[Token], list[int]]:
    """Return the tokens of items, and the number of the first token of each item."""
    tokens: list[Token] = []
    numbers: list[int] = []
    run: list[Item] = []
    for item in items:
        if run and (not item.is_text or (item.form, item.link) != (run[0].form, run[0].link)):
            _close(run, tokens, numbers)
            run = []
        if item.is_text:
            run.append(item)
        else:
            numbers.append(len(tokens))
            tokens.append(_thing(item, text))
    _close(run, tokens, numbers)
    return tokens, [*numbers, len(tokens)]


def _thing(item: Item, text: str) -> Token:
    start, end = (item.starts or [-1])[0], (item.ends or [-1])[0]
    name = "".join(text[start:end].split()) if start >= 0 else item.name
    if item.kind in ("note", "picture"):
        name = item.name if item.kind == "note" else ""
    shown = item.name if item.kind in ("reference", "citation", "value", "math") else ""
    return Token(item.kind, shown, "", item.link, start, end, name)


def _close(run: list[Item], tokens: list[Token], numbers: list[int]) -> None:
    """Add the tokens of a run of letters; a token across two items belongs to the first."""
    if not run:
        return
    starts = [place for item in run for place in item.starts]
    ends = [place for item in run for place in item.ends]
    borders = [sum(len(item.text) for item in run[:n]) for n in range(len(run))]
    at = 0
    for word in TOKEN.findall("".join(item.text for item in run)):
        while borders and borders[0] <= at:
            numbers.append(len(tokens))
            borders.pop(0)
        stop = at + len(word)
        known = all(place >= 0 for place in starts[at:stop])
        start, end = (starts[at], ends[stop - 1]) if known else (-1, -1)
        tokens.append(Token("text", word, run[0].form, run[0].link, start, end))
        at = stop
    numbers += [len(tokens)] * len(borders)
