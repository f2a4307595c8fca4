"""The words that Octavo itself prints, in the document's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd ug ur yi".split())


@dataclass(frozen=True, slots=True)
class Words:
    """The table of one language; a word that it lacks is the English one."""

    language: str
    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction_of(self.language)

    def replaced(self, others: Mapping[str, str]) -> Words:
        """Return the table with others in the place of some words."""
        return Words(self.language, {**self.table, **others})


def direction_of(language: str) -> str:
    """Return the direction in which a language (BCP 47) is written: `rtl` or `ltr`."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def words_of(language: str) -> Words:
    """Return the words of a language (BCP 47), by its first part."""
    tables = _tables()
    return Words(language, {**tables["en"], **tables.get(language.split("-")[0].lower(), {})})


def words_in_all_languages(key: str) -> tuple[str, ...]:
    """Return a word as each language has it."""
    return tuple(table[key] for table in _tables().values() if key in table)


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = files("octavo").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
