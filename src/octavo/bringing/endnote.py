"""A record of EndNote, as its XML has it, in CSL's terms.

The names of elements and of types of works are those that EndNote exports
(`Text.Pandoc.Readers.EndNote` reads the same).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

TYPES = {
    "Journal Article": "article-journal",
    "Electronic Article": "article-journal",
    "Magazine Article": "article-magazine",
    "Newspaper Article": "article-newspaper",
    "Book": "book",
    "Edited Book": "book",
    "Electronic Book": "book",
    "Book Section": "chapter",
    "Electronic Book Section": "chapter",
    "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference",
    "Dataset": "dataset",
    "Government Document": "report",
    "Report": "report",
    "Thesis": "thesis",
    "Web Page": "webpage",
    "Blog": "post-weblog",
    "Manuscript": "manuscript",
    "Legal Rule or Regulation": "legislation",
    "Statute": "legislation",
    "Map": "map",
    "Interview": "interview",
}
TEXTS = {
    "titles/title": "title",
    "periodical/full-title": "container-title",
    "titles/secondary-title": "container-title",
    "titles/short-title": "title-short",
    "titles/tertiary-title": "collection-title",
    "pages": "page",
    "volume": "volume",
    "number": "issue",
    "edition": "edition",
    "publisher": "publisher",
    "pub-location": "publisher-place",
    "electronic-resource-num": "DOI",
    "urls/related-urls/url": "URL",
    "abstract": "abstract",
    "notes": "note",
    "language": "language",
    "work-type": "genre",
}
"""Elements of a record by the names that CSL has; the first that is there counts."""

NAMES = {
    "contributors/authors": "author",
    "contributors/secondary-authors": "editor",
    "contributors/translated-authors": "translator",
}


def record_of(record: etree._Element) -> dict[str, Any]:
    """Return a record's data."""
    kind = record.find("ref-type")
    name = kind.get("name", "") if kind is not None else ""
    found: dict[str, Any] = {"type": TYPES.get(name, "document")}
    for path, term in TEXTS.items():
        text = _text(record.find(path))
        if text and term not in found:
            found[term] = re.sub(r"^https?://(dx\.)?doi\.org/", "", text) if term == "DOI" else text
    for path, term in NAMES.items():
        names = [*_names(record.find(path))]
        if names:
            found[term] = names
    serial = _text(record.find("isbn"))
    if serial:
        found["ISSN" if re.fullmatch(r"\d{4}-?\d{3}[\dX]", serial.split()[0]) else "ISBN"] = serial
    year = re.search(r"\d{4}", _text(record.find("dates/year")))
    if year:
        found["issued"] = {"date-parts": [[int(year[0])]]}
    return found


def _names(group: etree._Element | None) -> Iterator[dict[str, str]]:
    """Yield names: a comma parts family and given names, one behind the last ends a body's name."""
    for one in group if group is not None else ():
        family, comma, given = (part.strip() for part in _text(one).partition(","))
        if family:
            yield {"family": family, "given": given} if comma and given else {"literal": family}


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
