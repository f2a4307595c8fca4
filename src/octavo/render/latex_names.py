"""Labels and languages as LaTeX takes them."""

from __future__ import annotations

import re
from typing import Any

from octavo.nodes import Node, attribute_of, rewrite, walk
from octavo.scripts import FAMILIES

REFERENCE = "ref-"

BABEL = {
    "af": "afrikaans", "ar": "arabic", "be": "belarusian", "bg": "bulgarian", "bn": "bengali",
    "bs": "bosnian", "ca": "catalan", "cs": "czech", "cy": "welsh", "da": "danish",
    "de": "ngerman", "de-AT": "naustrian", "el": "greek", "en": "english", "en-AU": "australian",
    "en-CA": "canadian", "en-GB": "british", "en-NZ": "newzealand", "en-US": "american",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "gl": "galician", "he": "hebrew",
    "hi": "hindi", "hr": "croatian", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "is": "icelandic", "it": "italian", "ja": "japanese", "ka": "georgian", "kk": "kazakh",
    "ko": "korean", "la": "latin", "lt": "lithuanian", "lv": "latvian", "mk": "macedonian",
    "mn": "mongolian", "ms": "malay", "nb": "norwegianbokmal", "nl": "dutch", "nn": "nynorsk",
    "pl": "polish", "pt": "portuguese", "pt-BR": "brazilian", "ro": "romanian", "ru": "russian",
    "sk": "slovak", "sl": "slovenian", "sq": "albanian", "sr": "serbian", "sv": "swedish",
    "th": "thai", "tr": "turkish", "uk": "ukrainian", "ur": "urdu", "vi": "vietnamese",
    "zh": "chinese", "zh-Hans": "chinese-hans", "zh-Hant": "chinese-hant",
}  # fmt: skip
"""The names of babel's languages by BCP 47, which are also the tags of its descriptions."""

CALLED = ("ar", "zh")
"""The scripts whose letters take fonts of their own, wherever they stand."""


def key_of(label: str) -> str:
    """Return the key of one of the references by its label."""
    return label.removeprefix(REFERENCE)


class Languages:
    """The languages that an article is in, each known to babel."""

    def __init__(self, main: str) -> None:
        self.used: dict[str, str] = {}
        self._base = main.partition("-")[0].lower()
        self.main = self.name(main) or self.name("en")

    def name(self, language: str) -> str:
        """Return babel's name of a language, and note that it is used; nothing if it has none."""
        base, _, rest = language.partition("-")
        for tag in (f"{base.lower()}-{rest}", base.lower()):
            if tag in BABEL:
                self.used[BABEL[tag]] = tag
                return BABEL[tag]
        return ""

    def cover(self, script: str) -> None:
        """Note the language meant by a script's letters, unless one that has them is used."""
        if not self.written_as(script):
            self.name(script)

    def written_as(self, language: str) -> list[str]:
        """Return the names of the used languages that are written as a language is."""
        script = FAMILIES.get(language, {language})
        return [name for name, tag in self.used.items() if tag.partition("-")[0] in script]

    def listed(self) -> list[dict[str, Any]]:
        """Return the languages for a template, those that their letters alone call among them."""
        called = {name for script in CALLED for name in self.written_as(script)[:1]}
        return [
            {"name": name, "tag": tag, "main": name == self.main, "called": name in called}
            for name, tag in self.used.items()
        ]

    def other(self, language: str | None) -> str:
        """Return the name of a language that is not the article's own, else nothing."""
        if not language or language.lower() == self._base:
            return ""
        name = self.name(language)
        return "" if name == self.main else name


class Labels:
    """The labels of the parts of an article: each once, of ASCII letters, digits and dashes."""

    def __init__(self, trees: Any) -> None:
        self._names: dict[str, str] = {}
        for node in walk(trees):
            attribute = attribute_of(node)
            if attribute and attribute[0] and attribute[0] not in self._names:
                self._names[attribute[0]] = self._fresh(attribute[0])

    def _fresh(self, identifier: str) -> str:
        stem = re.sub(r"[^A-Za-z0-9]+", "-", identifier).strip("-") or "label"
        taken = {*self._names.values()}
        number, free = 1, stem
        while free in taken:
            number += 1
            free = f"{stem}-{number}"
        return free

    def of(self, identifier: str) -> str:
        """Return the label of an identifier; nothing if there is no such thing."""
        return self._names.get(identifier, "")

    def unique(self, trees: list[list[Node]]) -> list[list[Node]]:
        """Return the parts with labels for identifiers, the first of several equal ones alone."""
        copy: list[list[Node]] = rewrite(trees, {})
        seen: set[str] = set()
        for node in walk(copy):
            attribute = attribute_of(node)
            if attribute and attribute[0]:
                name = self.of(attribute[0])
                attribute[0] = "" if name in seen else name
                seen.add(name)
        return copy
