"""The changes that a reviewer made, and what the sources are to print behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from octavo.merge.edits import Edit
from octavo.merge.leaves import Leaf
from octavo.merge.pairing import Unit
from octavo.merge.tokens import Key, Sign
from octavo.word_paragraphs import Paragraph

MOVED, JOINED = -1, -2
"""The second number of what concerns a paragraph as a whole."""

Identity = tuple[int, int]
"""The unit (or, negative, the written paragraph) and the difference within it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a reviewer did."""

    identity: Identity
    kind: str
    """`words`, `new`, `deleted`, `moved`, `split`, `joined`, `row`, …"""

    old: str
    new: str
    authors: tuple[str, ...]
    leaf: Leaf | None = None
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    """Why it has no edits."""


@dataclass(slots=True)
class Plan:
    """All changes, and the leaves that the sources are to have behind them."""

    changes: list[Change] = field(default_factory=list)
    slots: dict[int, list[Slot]] = field(default_factory=dict)
    """By the number of a leaf what it becomes; leaves that are not named stay."""

    behind: dict[int, list[Slot]] = field(default_factory=dict)
    """By the number of a leaf what comes behind it; -1 for what comes first."""

    notes: dict[str, Slot] = field(default_factory=dict)
    """By their names the notes that are new, and what they print."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a leaf is to print, and the changes that make it so."""

    keys: tuple[Key, ...]
    changes: tuple[Identity, ...]
    kind: str
    removed: bool = False


def kind_of(leaf: Leaf) -> str:
    """Return what a leaf is, the level of a heading with it."""
    return f"{leaf.kind}{leaf.level or ''}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a plan is made from."""

    text: str
    leaves: Sequence[Leaf]
    pairs: Mapping[int, int]
    before: Mapping[int, Paragraph]
    units: Sequence[Unit]
    values: Mapping[str, str]


def authors_of(signs: Sequence[Sign], unit: Unit, old: str) -> tuple[str, ...]:
    """Return who made a change: who put its words in, who took the old ones out."""
    found = dict.fromkeys(sign.author for sign in signs if sign.author)
    for paragraph in unit.after:
        for piece in paragraph.pieces:
            if (
                piece.gone
                and piece.author
                and old.strip()
                and (piece.text.strip() in old or old.strip() in piece.text)
            ):
                found[piece.author] = None
    return tuple(found)


def all_authors(*units: Unit) -> tuple[str, ...]:
    """Return whose tracked changes are in some paragraphs."""
    return tuple(dict.fromkeys(a for u in units for p in u.after for a in p.authors))


def deleters_of(draft: Draft, number: int) -> tuple[str, ...]:
    """Return who took a paragraph out, as far as that is tracked."""
    text = draft.before[number].text.strip()
    found: dict[str, None] = {}
    for unit in draft.units:
        for paragraph in unit.after:
            for piece in paragraph.pieces:
                if (
                    piece.gone
                    and piece.author
                    and piece.text.strip()
                    and (piece.text.strip() in text)
                ):
                    found[piece.author] = None
    return tuple(found)


def reason_of(before: Paragraph) -> str:
    """Return what a paragraph without a source is made of."""
    if before.style in ("Author", "Affiliation", "Contact", "Date"):
        return "it is made of the metadata: edit manuscript/metadata.yaml"
    if before.style == "Bibliography":
        return "the list of references is made of the bibliography: edit the entry"
    if before.cell is not None:
        return "the table is made of a file of data"
    return "it is made by the build"
