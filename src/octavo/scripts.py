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

from octavo.bibliography import Bibliography
from octavo.document import Document
from octavo.nodes import Node, attr, pair_of, span, string
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
        self.in_entry = False

    def value(self, value: Any, language: str) -> Any:
        if isinstance(value, list):
            if any(isinstance(item, dict) and _script(item) for item in value):
                value = list(self.runs(value, language))
            return [self.value(item, language) for item in value]
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
                self.meant, self.in_entry = self.langids.get(attribute[0], ""), True
        return {key: self.value(item, language) for key, item in node.items()}

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
                yield from self.wrapped(run, script)
                run = []
            yield from spaces
            spaces = []
            if foreign:
                run, script = [inline], foreign
            else:
                yield inline
        if run:
            yield from self.wrapped(run, script)
        yield from spaces

    def wrapped(self, run: list[Node], script: str) -> list[Node]:
        text = "".join(node["c"] for node in run if node["t"] == "Str")
        language = self.meant if self.meant in FAMILIES[script] else script
        if script == "ar" and language == "ar" and PERSIAN.search(text):
            language = "fa"
        if direction_of(language) != "rtl":
            return [span(run, attr(lang=language))]
        marked = span(run, attr(lang=language, dir="rtl"))
        return [marked] if self.in_entry else [marked, string(LEFT_TO_RIGHT_MARK)]


def _script(node: Node) -> str:
    """Return the script of a word, or nothing for one in Latin or Greek letters."""
    if node.get("t") != "Str":
        return ""
    for name, letters in SCRIPTS.items():
        if re.search(f"[{letters}]", node["c"]):
            return name
    return ""
