"""How wide texts are, about, and what of a page's width each column of a table gets."""

from __future__ import annotations

import unicodedata

NARROW, BROAD = set("iljftrI.,;:!|'()[] -"), set("mwMWQO%@&—")


def shares(natural: list[float], least: list[float], available: float) -> list[int]:
    """Divide the width: each column its longest word, and of the rest what its text needs."""
    if sum(natural) <= available:
        return [round(width) for width in natural]
    room = available - sum(least)
    if room <= 0:
        return [int(width * available / sum(least)) for width in least]
    wanted = [n - m for n, m in zip(natural, least, strict=True)]
    return [int(m + room * w / sum(wanted)) for m, w in zip(least, wanted, strict=True)]


def ems(character: str) -> float:
    """Return the width of a character in ems, about, as a book face has it."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    if character in NARROW:
        return 0.31
    return 0.85 if character in BROAD else 0.65 if character.isupper() else 0.54
