"""What the title block prints, in the document's language."""

from __future__ import annotations

import datetime

import pytest

from octavo.metadata import Affiliation, Author, Metadata
from octavo.render.title_block import affiliation_text, date_text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-GB", "9 March 2026"),
        ("en-US", "March 9, 2026"),
        ("de", "9. März 2026"),
        ("fr", "9 mars 2026"),
        ("es", "9 de marzo de 2026"),
        ("ru", "9 марта 2026\u202fг."),
        ("fa", "۹ مارس ۲۰۲۶"),
        ("ar", "9 مارس 2026"),
        ("ar-EG", "٩ مارس ٢٠٢٦"),
        ("zh", "2026年3月9日"),
        ("el", "9 Μαρτίου 2026"),
        ("qaa", "2026-03-09"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language: str, text: str) -> None:
    """Order, month and numerals are those of CLDR; a language without them has ISO 8601."""
    date = datetime.date(2026, 3, 9)
    metadata = Metadata(title="T", authors=(Author(name="A"),), language=language, date=date)
    assert date_text(metadata) == text


def test_an_affiliation_has_the_commas_of_its_script() -> None:
    """In Arabic script the comma is the one of that script, in Hebrew it is not."""
    persian = Affiliation(id="a", name="دانشگاه تهران", city="تهران")
    hebrew = Affiliation(id="b", name="אוניברסיטה", city="חיפה")
    assert affiliation_text(persian) == "دانشگاه تهران، تهران"
    assert affiliation_text(hebrew) == "אוניברסיטה, חיפה"
