"""Which leaf of the sources each written paragraph is, and which token each of its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.alignment import TOKEN, paired
from octavo.merge.leaves import Leaf
from octavo.merge.tokens import Sign, Token, folded, signs_of, words_in
from octavo.word_paragraphs import Paragraph

LENGTH = 4
"""Words in a row by which a leaf is known again."""

MATCH, ABSORBED, SKIPPED, GENERATED = -1.0, 0.35, 2.0, 0.9


def pairs_of(
    paragraphs: Mapping[int, Paragraph], leaves: Sequence[Leaf], values: Mapping[str, str]
) -> dict[int, int]:
    """Return the leaf of each written paragraph that has one, by numbers."""
    numbers = sorted(paragraphs)
    ours = [
        _Text(_class_of(p), words_in(signs_of(p.pieces)))
        for p in map(paragraphs.__getitem__, numbers)
    ]
    theirs = [_Text(_kind_of(leaf), _words(leaf, values)) for leaf in leaves]
    found = _named(ours, theirs)
    _known(found, ours, theirs)
    _between(found, ours, theirs)
    return {numbers[i]: j for i, j in found.items()}


NAMED = {"Title": "title", "Subtitle": "subtitle", "Keywords": "keywords", "Credit": "credit"}
"""Styles that one leaf alone has."""

MADE = ("Author", "Affiliation", "Contact", "Date", "AbstractTitle", "Bibliography")
"""Styles of what Octavo makes of the metadata and the bibliography."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a paragraph or a leaf, and what it is: they pair with their like."""

    kind: str
    words: list[str]


def _class_of(paragraph: Paragraph) -> str:
    """Return what a written paragraph is."""
    style = paragraph.style
    if style in NAMED:
        return NAMED[style]
    if style in MADE:
        return "made"
    pictured = any(piece.kind == "picture" for piece in paragraph.pieces)
    if pictured and (style.endswith("Figure") or not paragraph.text.strip()):
        return "picture"
    if paragraph.note:
        return "note"
    if paragraph.cell is not None and style == "TableText":
        return "cell"
    if style.startswith("Heading"):
        return "heading"
    return {"Equation": "equation", "SourceCode": "code"}.get(
        style, "caption" if style.endswith("Caption") else "text"
    )


def _kind_of(leaf: Leaf) -> str:
    known = ("cell", "heading", "equation", "code", "caption", "picture", "note")
    return leaf.kind if leaf.kind in known or leaf.literal else "text"


def _named(ours: Sequence[_Text], theirs: Sequence[_Text]) -> dict[int, int]:
    """Pair what there is one of: the title, the keywords."""
    found = {}
    for kind in NAMED.values():
        i = next((n for n, text in enumerate(ours) if text.kind == kind), None)
        j = next((n for n, text in enumerate(theirs) if text.kind == kind), None)
        if i is not None and j is not None:
            found[i] = j
    return found


def _words(leaf: Leaf, values: Mapping[str, str]) -> list[str]:
    out = []
    for token in leaf.tokens:
        if token.kind == "value":
            out += TOKEN.findall(values.get(_expression(token), "").lower())
        else:
            out += words_in([token])
    return out


def _expression(token: Token) -> str:
    return token.text.removeprefix("{{").removesuffix("}}").strip()


def _known(found: dict[int, int], ours: Sequence[_Text], theirs: Sequence[_Text]) -> None:
    """Pair what shares a row of words that stands once on both sides, and whole short texts."""
    votes: Counter[tuple[int, int]] = Counter()
    places: list[dict[tuple[str, ...], list[int]]] = []
    for texts in (ours, theirs):
        where: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            words = text.words
            rows = {tuple(words[n : n + LENGTH]) for n in range(max(1, len(words) - LENGTH + 1))}
            for row in rows:
                where[row].append(number)
        places.append(where)
    for row, mine in places[0].items():
        other = places[1].get(row, [])
        if row and len(mine) == len(other) == 1:
            votes[mine[0], other[0]] += len(row)
    taken = set(found.values())
    for (i, j), _ in votes.most_common():
        if i not in found and j not in taken and _alike(ours[i], theirs[j]) > 0.3:
            found[i] = j
            taken.add(j)


def _between(found: dict[int, int], ours: Sequence[_Text], theirs: Sequence[_Text]) -> None:
    """Pair what is left, in the order of the text, between neighbours that are paired."""
    taken = set(found.values())
    start = 0
    while start < len(ours):
        if start in found:
            start += 1
            continue
        stop = start
        while stop < len(ours) and stop not in found:
            stop += 1
        low = found.get(start - 1, -1) + 1
        high = found.get(stop, len(theirs))
        free = [j for j in range(low, high if high > low else len(theirs)) if j not in taken]
        free = free[: 4 * (stop - start) + 40]
        mine = list(range(start, stop))
        for i, j in paired(mine, free, lambda i, j: _alike(ours[i], theirs[j]), 0.34):
            found[mine[i]] = free[j]
            taken.add(free[j])
        start = stop


APART = frozenset(("made", "cell", "note", "equation", "picture"))
"""What is never taken for something else."""


def _alike(one: _Text, other: _Text) -> float:
    """Return how alike a written paragraph and a leaf are, 0 to 1; their kind is a part of it."""
    if one.kind != other.kind and APART & {one.kind, other.kind}:
        return 0.0
    kind = 0.35 if one.kind == other.kind else 0.0
    if not other.words:
        return kind if one.kind != "text" or not one.words else 0.0
    same = sum((Counter(one.words) & Counter(other.words)).values())
    return min(1.0, kind / 2 + 1.8 * same / (len(one.words) + len(other.words)))


@dataclass(frozen=True, slots=True)
class Mapped:
    """A written paragraph with its leaf: for each of its words the number of the token."""

    leaf: Leaf
    signs: tuple[Sign, ...]
    token: tuple[int, ...]
    """By sign; -1 for what Octavo made, such as a number."""

    @property
    def whole(self) -> bool:
        """Whether every token of the leaf is printed."""
        return set(range(len(self.leaf.tokens))) <= set(self.token)


def mapped(signs: Sequence[Sign], leaf: Leaf, values: Mapping[str, str]) -> Mapped:
    """Align the words of a paragraph with the tokens of its leaf, things with what they print."""
    ours = [sign.key[1] if sign.kind == "text" else "\0" for sign in signs]
    theirs = [token.key[1] if token.kind == "text" else "\1" for token in leaf.tokens]
    out: list[int] = []
    done = 0
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    for mine, other, size in [*(b for b in blocks if b.size >= SURE), (len(ours), len(theirs), 0)]:
        low = len(out)
        if mine < low or other < done:
            continue
        part = _aligned(signs[low:mine], leaf.tokens[done:other], values)
        out += [n if n < 0 else n + done for n in part]
        out += range(other, other + size)
        done = other + size
    return Mapped(leaf, tuple(signs), tuple(out))


SURE = 6
"""Tokens in a row that are taken for each other without a further look."""


def _aligned(
    signs: Sequence[Sign], tokens: Sequence[Token], values: Mapping[str, str]
) -> list[int]:
    wide = len(signs) + 1
    best = [[0.0] * wide for _ in range(len(tokens) + 1)]
    step = [[0] * wide for _ in range(len(tokens) + 1)]
    expected = [_printed(token, values) for token in tokens]
    for i in range(len(tokens), -1, -1):
        for j in range(len(signs), -1, -1):
            best[i][j], step[i][j] = _cheapest(i, j, tokens, signs, expected, best)
    return _followed(step, len(tokens), len(signs))


ENDS, MATCHES, ABSORBS, SKIPS, GENERATES = range(5)


def _cheapest(
    i: int,
    j: int,
    tokens: Sequence[Token],
    signs: Sequence[Sign],
    expected: Sequence[frozenset[str]],
    best: list[list[float]],
) -> tuple[float, int]:
    options = []
    if i < len(tokens):
        token = tokens[i]
        leave = 0.6 if token.kind != "text" else 0.8 if token.is_space else SKIPPED
        options.append((leave + best[i + 1][j], SKIPS))
        if j < len(signs):
            if token.kind == "text":
                cost = _match(token, signs[j])
                if cost is not None:
                    options.append((cost + best[i + 1][j + 1], MATCHES))
            else:
                cost = _absorb(token, signs[j], expected[i])
                options.append((cost + best[i][j + 1], ABSORBS))
    if j < len(signs):
        options.append((GENERATED + best[i][j + 1], GENERATES))
    return min(options) if options else (0.0, ENDS)


def _match(token: Token, sign: Sign) -> float | None:
    if sign.kind != "text":
        return None
    one, other = token.key, sign.key
    if one[1] != other[1]:
        return None
    worth = MATCH if not token.is_space else MATCH / 4
    return worth + 0.1 * (one[2] != other[2]) + 0.1 * (one[3] != other[3])


def _absorb(token: Token, sign: Sign, expected: frozenset[str]) -> float:
    """Return what it costs to take a word for a part of what a thing prints."""
    if token.kind == sign.kind:
        return 2 * MATCH
    if token.kind == "reference" and sign.link.startswith("#"):
        named = sign.link[1:] in expected
        return MATCH if named else ABSORBED
    if token.kind == "value" and folded(sign.text) in expected:
        return MATCH / 2
    if token.kind == "citation" and sign.link.startswith("#ref-"):
        return MATCH if sign.link.removeprefix("#ref-") in expected else ABSORBED
    return ABSORBED if token.kind in ("citation", "reference", "value") else GENERATED


def _printed(token: Token, values: Mapping[str, str]) -> frozenset[str]:
    """Return what is known of the words that a thing prints."""
    if token.kind == "value":
        return frozenset(map(folded, TOKEN.findall(values.get(_expression(token), ""))))
    if token.kind == "reference":
        from octavo.labels import label_of

        return frozenset(label_of(key) or key for key in token.text.split())
    return frozenset(token.text.split())


def _followed(step: list[list[int]], tokens: int, signs: int) -> list[int]:
    out, i, j = [], 0, 0
    while i < tokens or j < signs:
        match step[i][j]:
            case 1:
                out.append(i)
                i, j = i + 1, j + 1
            case 2:
                out.append(i)
                j += 1
            case 3:
                i += 1
            case _:
                out.append(-1)
                j += 1
    return out
