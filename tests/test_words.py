"""The words that Octavo itself prints."""

from __future__ import annotations

import pytest

from octavo.words import words_of

LANGUAGES = ("de", "fr", "es", "ru", "ar", "fa", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_of_its_own(language: str) -> None:
    """No word is left in English, but for those that are the same in both."""
    english, table = words_of("en").table, words_of(language).table
    same = {key for key in english if table[key] == english[key]}
    shared = {
        "de": {"text"},
        "fr": {
            *("figure", "figures", "table", "section", "sections", "notes", "licence", "note"),
            *("page", "page-number", "line-number"),
        },
    }
    loan = {"tables", "equation", "equations", "contributions", "references", "code"}
    assert same <= shared.get(language, set()) | loan, same
