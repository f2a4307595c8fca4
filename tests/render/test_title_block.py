"""What the title block prints, in the document's language."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.diff.documents import Named, marked_document
from octavo.document import Document
from octavo.metadata import Affiliation, Author, Metadata
from octavo.pipeline import compose, gather
from octavo.project import load_project
from octavo.render.title_block import (
    affiliation_text,
    date_text,
    licence_url,
    marked_title_block,
)
from octavo.tracking import pieces
from tests.conftest import METADATA, write_all


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


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Return a document, whose authors are exchanged."""
    root = tmp_path_factory.mktemp("title")
    write_all(root, {"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": "Text.\n"})
    return compose(gather(load_project(root)), ("html",))[0]


def by(document: Document, names: str) -> Named:
    """Return the document as one by other authors, each of one letter."""
    authors = tuple(Author(name=name) for name in names)
    changed = document.metadata.model_copy(update={"authors": authors})
    return Named(replace(document, metadata=changed), names, Path())


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        ("AB", "AB", "A, B"),
        ("AB", "CAB", "+C+, A, B"),
        ("AB", "ABC", "A, B, +C+"),
        ("AB", "ACDB", "A, +C+, +D+, B"),
        ("ABC", "C", "-A, --B, -C"),
        ("ABC", "AC", "A, -B, -C"),
        ("ABC", "A", "A-, B--, C-"),
        ("ABC", "DC", "-A, --B, -+D+, C"),
        ("AB", "AC", "A, -B-+C+"),
    ],
)
def test_authors_who_came_and_went_are_marked(
    document: Document, old: str, new: str, printed: str
) -> None:
    """Who was left out stands where he stood, with the comma that went too."""
    made = marked_document(by(document, old), by(document, new), "Ada", "2026-01-01T00:00:00Z")
    names = [author["name"] for author in marked_title_block(made.document)["authors"]]
    signs = {"": "", "insertion": "+", "deletion": "-"}
    shown = [
        "".join(f"{signs[change]}{text}{signs[change]}" for change, text in pieces(name))
        for name in names
    ]
    assert ", ".join(shown) == printed


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        (None, None),
        ("All rights reserved", None),
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("See <https://example.org/licence>.", "https://example.org/licence"),
        ("Open Data Licence, https://example.org/odl.", "https://example.org/odl"),
    ],
)
def test_a_licence_is_its_address_or_names_a_known_one(
    licence: str | None, address: str | None
) -> None:
    """What ends a sentence or stands around an address is none of it."""
    assert licence_url(licence) == address
