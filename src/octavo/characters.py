"""Characters that are no text: what XML, PDF and Typst refuse, or take for the end of a line."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
"""Control characters but tab and the ends of lines, Unicode's separators of lines and paragraphs,
halves of pairs, and its noncharacters (https://www.w3.org/TR/xml/#charsets; Unicode 15.0, 23.7)."""

SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""Those that divide words or lines."""

IN_JSON = re.compile(
    rb"\\u00[01]|\\u007f|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef[\xb7\xbf]"
    rb"|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"
)
"""What JSON that may hold such a character holds."""


def instead_of(character: str) -> str:
    """Return what may stand in the place of one: a space for what divides words, or nothing."""
    return " " if character in SEPARATORS else ""


def without(text: str) -> str:
    """Return a text without what is no text."""
    return NO_TEXT.sub(lambda found: instead_of(found[0]), text)


def name_of(character: str) -> str:
    """Return what a character is called, with its number."""
    kinds = {"Cc": "a control character", "Cn": "a noncharacter", "Cs": "half a pair"}
    kind = kinds.get(unicodedata.category(character)) or "a " + unicodedata.name(character).lower()
    return f"{kind} (U+{ord(character):04X})"


def tree_without(value: Any) -> Any:
    """Return the data of a JSON file with texts that hold none."""
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list):
        return [tree_without(item) for item in value]
    if isinstance(value, dict):
        return {key: tree_without(item) for key, item in value.items()}
    return value
