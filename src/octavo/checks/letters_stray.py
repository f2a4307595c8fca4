"""Stray letters behind a word, or between two words in the place of the space.

“internationalsand”, “interveningl”: a scan reads a stamp or a fold as letters.  A word is
suspect that occurs once and consists of words that the manuscript uses elsewhere, with
single letters behind them.  Type it again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.TEXT

WORD = re.compile(r"(?<![\w’'])[a-z]+(?![\w’'])|(?<=,)[a-z]+(?=[’'])")
LONGEST = 60
STRAY = frozenset("bcfghijklmopqtuvwxz")
"""Letters that are no usual ending behind a whole word."""


def check(evidence: Evidence) -> Iterator[Finding]:
    words = Counter(word for prose in evidence.prose for word in WORD.findall(prose.text))
    known = {word for word in words if len(word) > 1 or word == "a"}
    for prose in evidence.prose:
        for found in WORD.finditer(prose.text):
            rare = 6 < len(found[0]) < LONGEST and words[found[0]] == 1
            if meant := _meant(found[0], known) if rare else "":
                message = f"“{found[0]}” looks like “{meant}” with stray letters"
                yield Finding(message, prose.of(found), ("type it again",))


def _meant(word: str, known: set[str]) -> str:
    if word[-1] in STRAY and word[:-1] in known and len(word) > 7:
        return word[:-1]
    for first in range(6, len(word) - 3):
        head, tail = word[:first], word[first + 1 :]
        rest = tail if tail in known else _rest(tail, known)
        if head in known and rest:
            return f"{head} {rest}"
    return ""


def _rest(text: str, known: set[str]) -> str:
    if len(text) > 4 and text[:-1] in known and text[-1] in STRAY:
        return text[:-1]
    for first in range(2, len(text) - 2):
        tail = text[first + 1 :]
        if text[:first] in known:
            rest = tail if tail in known else _rest(tail, known)
            if rest:
                return f"{text[:first]} {rest}"
    return ""
