"""Two title blocks as one: paragraphs of Word's, compared run by run."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from octavo.alignment import align, bag_of, paired, similarity, tokens_of
from octavo.render.docx_paragraphs import style_of, text_of
from octavo.word_namespaces import SPACE, W

PARAGRAPH, RUN, TEXT, PROPERTIES = (f"{{{W}}}{name}" for name in ("p", "r", "t", "pPr"))
ALONE = ("Title", "Subtitle", "Author", "Date", "Credit")
"""The styles of lines of which a title block has one, which is the same whatever it says."""

LEAST = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a run, or anything else that a line holds."""

    key: str
    element: Any
    text: str = ""


def compared(old: Any, new: Any) -> list[Any]:
    """Return the elements of the new title block with markers for what changed since the old."""
    olds, news = list(old), list(new)
    pairs = paired(olds, news, _likeness, LEAST)
    out: list[Any] = []
    a = b = 0
    for one, other in [*pairs, (len(olds), len(news))]:
        out += [_whole(line, "deletion") for line in olds[a:one] if line.tag == PARAGRAPH]
        out += [_whole(line, "insertion") for line in news[b:other]]
        if one < len(olds):
            out.append(_line(olds[one], news[other]))
        a, b = one + 1, other + 1
    return out


def _likeness(old: Any, new: Any) -> float:
    if old.tag != new.tag or style_of(old) != style_of(new):
        return 0.0
    alike = similarity(*(bag_of(tokens_of(text_of(line))) for line in (old, new)))
    return max(alike, LEAST) if style_of(old) in ALONE else alike


def _whole(line: Any, change: str) -> Any:
    """Mark a paragraph as a whole; a table of an own template stays as it is."""
    copy = deepcopy(line)
    if copy.tag != PARAGRAPH:
        return copy
    place = 0 if copy.find(PROPERTIES) is None else 1
    copy.insert(place, _marker("paragraph", change))
    copy.insert(place + 1, _marker("open", change))
    copy.append(_marker("close", change))
    return copy


def _line(old: Any, new: Any) -> Any:
    """Return a paragraph of two."""
    was, now = list(_pieces(old)), list(_pieces(new))
    copy = deepcopy(new)
    for child in [child for child in copy if child.tag != PROPERTIES]:
        copy.remove(child)
    for stretch in align([piece.key for piece in was], [piece.key for piece in now]):
        olds, news = [was[n] for n in stretch.old], [now[n] for n in stretch.new]
        for change, found in (("deletion", [] if stretch.equal else olds), ("insertion", news)):
            signs = [] if stretch.equal or not found else ["open", "close"]
            copy.extend(_marker(sign, change) for sign in signs[:1])
            copy.extend(_element(piece) for piece in found)
            copy.extend(_marker(sign, change) for sign in signs[1:])
    return copy


def _pieces(line: Any) -> Iterator[Piece]:
    """Yield what a paragraph holds, its text word by word."""
    from lxml import etree

    for child in line:
        if child.tag == PROPERTIES:
            continue
        texts = [inner for inner in child if inner.tag == TEXT]
        look = [inner for inner in child if inner.tag == f"{{{W}}}rPr"]
        if child.tag == RUN and len(texts) == 1 and len(texts) + len(look) == len(child):
            seen = b"".join(etree.tostring(one, with_tail=False) for one in look).decode()
            for token in tokens_of(texts[0].text or ""):
                yield Piece(f"{token}{seen}", child, token)
        else:
            yield Piece(etree.tostring(child, with_tail=False).decode(), child)


def _element(piece: Piece) -> Any:
    copy = deepcopy(piece.element)
    copy.tail = None
    if piece.text:
        text = copy.find(TEXT)
        text.text = piece.text
        text.set(SPACE, "preserve")
    return copy


def _marker(role: str, change: str) -> Any:
    from lxml import etree

    element = etree.Element(f"{{{W}}}change")
    for name, value in (("role", role), ("val", change), ("number", "")):
        element.set(f"{{{W}}}{name}", value)
    return element
