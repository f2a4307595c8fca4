"""Text as names are compared in it: without what fonts, encodings and line ends make of it.

Case, marks above and below letters, ligatures, full-width forms, soft hyphens, zero-width
characters and the hyphen at the end of a line are taken away; each letter that stays knows
where it stood.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

GAP = "\ue000"
"""Stands between texts that do not belong together: no name reaches over it."""

LINE_END = re.compile(
    r"(?<=[^\W\d_])(?:[-\u2010\u00ad]\s*\n\s*|[-\u2010]?[\x02\ufffe]\s*)(?=[^\W\d_])"
)
"""A hyphen at the end of a line, as plain text has it and as PDF readers mark it."""

SPACES = re.compile(r"\s+")
PIECE = re.compile(r"[!-,.-~]+(?: [!-,.-~]+)*|\s+|.", re.DOTALL)
LETTERS = {
    **dict(zip("øłđðıħŋŧيىكة", "olddihntییکه", strict=True)),
    **dict.fromkeys("’‘ʼ`´ʹʻʾʿ′", "'"),
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
}
"""Letters that Unicode does not take apart, in the spelling of who has no key for them."""

ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[uvHcdbkrt](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}?")
TEX_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|dh|DH|th|TH|i|j)(?:\{\}|\b)\s?")
TEX_COMMAND = re.compile(r"\\[A-Za-z]+\*?")
TEX_TARGET = re.compile(r"\\[A-Za-z]+\*?\{[^{}]*\}(?=\{)")
"""A command with the first of its arguments: where a link leads, not what it shows."""

ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and where each of its characters stood."""

    text: str
    offsets: array[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original text that a range of the folded one came from."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, *, joined: bool = True) -> Folded:
    """Return a text folded; `joined` takes hyphens at the ends of lines for divided words."""
    spans = {m.start(): m.end() for m in LINE_END.finditer(text)} if _has_lines(text) else {}
    out: list[str] = []
    offsets = array("l")
    skip = 0
    for found in PIECE.finditer(text):
        start = found.start()
        if start < skip:
            continue
        if start in spans:
            skip = spans[start]
            piece = "" if joined else "-"
        else:
            piece = _piece(found[0])
        out.append(piece)
        whole = len(piece) == len(found[0]) > 1
        offsets.extend(range(start, start + len(piece)) if whole else [start] * len(piece))
    return Folded("".join(out), offsets)


def is_divided(text: str) -> bool:
    """Tell whether words may be divided at the ends of a text's lines."""
    return _has_lines(text) and LINE_END.search(text) is not None


def _has_lines(text: str) -> bool:
    return "\n" in text or "\x02" in text or "\ufffe" in text


def _piece(text: str) -> str:
    if text.isspace():
        return " "
    return text.lower() if text.isascii() else _letter(text)


@cache
def _letter(character: str) -> str:
    if unicodedata.category(character) == "Pd":
        return "-"
    if character != GAP and unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc"):
        return ""
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = (c for c in unicodedata.normalize("NFKD", parts) if unicodedata.category(c) != "Mn")
    return "".join(LETTERS.get(c, c) for c in kept)


class _Folds(dict[int, str]):
    """What each character becomes, by its number."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _piece(chr(number))
        return found


FOLDS = _Folds()


def folded(text: str, *, joined: bool = True) -> str:
    """Return the text of `fold` alone, far sooner, for who does not ask where it stood."""
    if _has_lines(text):
        text = LINE_END.sub("" if joined else "-", text)
    return SPACES.sub(" ", text).translate(FOLDS)


def squeezed(text: str) -> str:
    """Return the folded letters and digits of a text alone."""
    return re.sub(r"[\W_]", "", folded(text))


def decoded(text: str) -> str:
    """Return what a text says where it is encoded: in an address, in HTML, TeX or JSON."""
    if "%" in text:
        text = unquote(text)
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = without_tex(ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    return text


def without_tex(text: str) -> str:
    """Return a text with TeX's accented letters as bare ones, without its commands and braces."""
    text = ACCENT.sub(r"\1", TEX_LETTER.sub(lambda found: found[1], text))
    text = without_commands(text).replace("}{", " ")
    return text.replace("{", "").replace("}", "").replace("~", " ")


def without_commands(text: str) -> str:
    """Return a text without TeX's commands, and without where its links lead."""
    return TEX_COMMAND.sub(" ", TEX_TARGET.sub("", text))
