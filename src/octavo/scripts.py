"""Text of another script gets its language and direction, so that every format sets it right.

A bibliography of several scripts comes out of citeproc as bare text.  Here each run
of Arabic, Hebrew, Cyrillic or East Asian letters is wrapped in a span with `lang` and,
where it runs from right to left, `dir`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unicodedata import bidirectional

from octavo.bibliography import Bibliography
from octavo.document import Document
from octavo.nodes import LEAVES, Node, attr, div, pair_of, plain_text, span, string
from octavo.words import direction_of

SCRIPTS = {
    "ar": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "he": "\u0590-\u05ff\ufb1d-\ufb4f",
    "ru": "\u0400-\u052f",
    "zh": "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af",
}
"""A range of letters (Unicode blocks) by the language that is meant where nothing else is known."""

FAMILIES = {
    "ar": frozenset("ar arc ckb dv fa ps sd ug ur".split()),
    "he": frozenset({"he", "yi"}),
    "ru": frozenset("ru uk be bg sr mk kk ky mn tg".split()),
    "zh": frozenset({"zh", "ja", "ko"}),
}
"""The languages that are written in each script."""

PERSIAN = re.compile("[پچژگکیۀ]")
"""Letters of Persian that Arabic does not have, or has as other code points."""

LEFT_TO_RIGHT_MARK = "\u200e"
"""Keeps numbers after a word of Arabic where they belong (Unicode Annex 9, 2.6)."""

RIGHT_TO_LEFT = re.compile(f"[{SCRIPTS['ar']}{SCRIPTS['he']}]")
PAIRS = ("()", "[]", "{}", "«»", "“”", "‘’")
SIGNS = ".,:;!?\"'"
"""Signs that belong to the sentence; those of Arabic script belong to the run."""

LANGID = {
    "arabic": "ar", "persian": "fa", "farsi": "fa", "hebrew": "he", "russian": "ru",
    "ukrainian": "uk", "belarusian": "be", "bulgarian": "bg", "serbian": "sr",
    "chinese": "zh", "japanese": "ja", "korean": "ko", "urdu": "ur", "pashto": "ps",
}  # fmt: skip
"""Names of languages in a bibliography (biblatex's `langid`, from babel) as BCP 47 has them."""


def mark_scripts(document: Document, bibliography: Bibliography) -> Document:
    """Return the document with every run of another script in a span with its language."""
    own = document.metadata.language.split("-")[0].lower()
    langids = {
        f"ref-{key}": LANGID.get(entry.text("langid").lower(), entry.text("langid"))
        for key, entry in bibliography.entries.items()
        if "langid" in entry.fields
    }
    marker = _Marker(langids)
    return replace(
        document,
        blocks=marker.value(document.blocks, own),
        abstracts=tuple(
            replace(a, blocks=marker.value(a.blocks, a.language.split("-")[0].lower()))
            for a in document.abstracts
        ),
    )


class _Marker:
    def __init__(self, langids: dict[str, str]) -> None:
        self.langids = langids
        self.meant = ""

    def value(self, value: Any, language: str) -> Any:
        if isinstance(value, list):
            if any(
                item.__class__ is dict
                and item.get("t") == "Str"
                and not item["c"].isascii()
                and _script(item)
                for item in value
            ):
                value = list(self.runs(value, language))
            return [
                item
                if isinstance(item, dict) and item.get("t") in LEAVES
                else self.value(item, language)
                for item in value
            ]
        if isinstance(value, dict):
            return self.node(value, language)
        return value

    def node(self, node: Node, language: str) -> Node:
        """Go into a node; one that names its language is left to it."""
        if node.get("t") in ("Div", "Span"):
            attribute = node["c"][0]
            given = pair_of(attribute, "lang")
            if given:
                language = given.split("-")[0].lower()
            if "csl-entry" in attribute[1]:
                return self.entry(node, language)
        if node.get("t") == "Para" and direction_of(language) == "ltr":
            own = self.altogether([n for n in node["c"] if n["t"] != "Cite"])
            if own:
                return div([self.inside(node, own)], attr(lang=own, dir="rtl"))
        return self.inside(node, language)

    def inside(self, node: Node, language: str) -> Node:
        return {key: self.value(item, language) for key, item in node.items()}

    def entry(self, node: Node, language: str) -> Node:
        """Go into a reference; one that is right-to-left altogether says so as a whole.

        One with a translated title in brackets, or a Latin address, is read as the list is.
        """
        (identifier, classes, pairs), blocks = node["c"]
        self.meant = self.langids.get(identifier, "")
        own = self.altogether(blocks) if direction_of(language) == "ltr" else ""
        if own:
            pairs = [*pairs, ["lang", own], ["dir", "rtl"]]
        inside = self.value(blocks, own or language)
        self.meant = ""
        return div(inside, [identifier, classes, pairs])

    def altogether(self, content: list[Node]) -> str:
        """Return the language of what has letters from right to left alone; else nothing."""
        text = ""
        for node in content:  # most paragraphs are left at their first word
            letters = "".join(filter(str.isalpha, plain_text([node])))
            if not all(map(RIGHT_TO_LEFT.match, letters)):
                return ""
            text += letters
        if not text:
            return ""
        return self.language("he" if re.search(f"[{SCRIPTS['he']}]", text) else "ar", text)

    def language(self, script: str, text: str) -> str:
        """Return the language of a text in a script: the one meant, or the likeliest."""
        language = self.meant if self.meant in FAMILIES[script] else script
        return "fa" if language == "ar" and PERSIAN.search(text) else language

    def runs(self, inlines: list[Node], language: str) -> Iterator[Node]:
        """Group neighbouring words of one foreign script, with the spaces between them."""
        run: list[Node] = []
        spaces: list[Node] = []
        script = ""
        for inline in inlines:
            found = _script(inline)
            foreign = found if found and language not in FAMILIES[found] else ""
            if run and inline.get("t") in ("Space", "SoftBreak"):
                spaces.append(inline)
                continue
            if run and foreign == script:
                run += [*spaces, inline]
                spaces = []
                continue
            if run:
                yield from self.wrapped(run, script, language)
                run = []
            yield from spaces
            spaces = []
            if foreign:
                run, script = [inline], foreign
            else:
                yield inline
        if run:
            yield from self.wrapped(run, script, language)
        yield from spaces

    def wrapped(self, run: list[Node], script: str, around: str) -> list[Node]:
        """Wrap a run; in a text from left to right a mark keeps what is behind it in order."""
        language = self.language(script, plain_text(run))
        if direction_of(language) != "rtl":
            return [span(run, attr(lang=language))]
        if direction_of(around) == "rtl":
            return [span(run, attr(lang=language, dir="rtl"))]
        before, run, behind = _bared(run)
        marked = span(run, attr(lang=language, dir="rtl"))
        return [*before, marked, string(LEFT_TO_RIGHT_MARK), *behind]


def _bared(run: list[Node]) -> tuple[list[Node], list[Node], list[Node]]:
    """Part a run from the signs before and behind it: they are the sentence's around it."""
    text = plain_text(run)
    first, last = str(run[0]["c"]), str(run[-1]["c"])
    within = text.rstrip(SIGNS + "".join(PAIRS))  # a pair round the whole run is the sentence's
    start = next((n for n, sign in enumerate(first) if _is_own(sign, within)), 0)
    rest = text[start:]
    stop = next((n for n, sign in enumerate(reversed(last)) if _is_own(sign, rest)), 0)
    bare = [*run[:-1], string(last[: len(last) - stop])]
    bare[0] = string(str(bare[0]["c"])[start:])
    before = [string(first[:start])] if start else []
    behind = [string(last[len(last) - stop :])] if stop else []
    return before, bare, behind


def _is_own(sign: str, text: str) -> bool:
    """Tell whether a sign at the edge of a run is its own: no mark, or of a pair within."""
    pair = next((pair for pair in PAIRS if sign in pair), None)
    if pair is not None:
        return text.count(pair[0]) == text.count(pair[1])
    return sign not in SIGNS


def runs_right_to_left(text: str) -> bool:
    """Tell whether a text begins in a right-to-left script and is mostly in it."""
    first = next(filter(str.isalpha, text), "")
    if not first or bidirectional(first) not in ("R", "AL"):
        return False
    found = [bidirectional(letter) in ("R", "AL") for letter in text if letter.isalpha()]
    return 2 * sum(found) > len(found)


def closing_mark(text: str, direction: str) -> str:
    """Return what keeps signs behind a name in the order of a text of this direction."""
    return LEFT_TO_RIGHT_MARK if direction == "ltr" and runs_right_to_left(text) else ""


def _script(node: Node) -> str:
    """Return the script of a word, or nothing for one in Latin or Greek letters."""
    if node.get("t") != "Str" or node["c"].isascii():
        return ""
    for name, letters in SCRIPTS.items():
        if re.search(f"[{letters}]", node["c"]):
            return name
    return ""
