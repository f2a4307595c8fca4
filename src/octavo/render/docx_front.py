"""The title block, filled from its template."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from octavo.document import Document
from octavo.metadata import Affiliation, Metadata
from octavo.project import Project
from octavo.render.template import Fragment, fill
from octavo.words import direction_of

COMMA_LANGUAGES = frozenset("ar ckb fa ps sd ug ur".split())
"""The languages whose comma is `،`."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def front_matter(document: Document, project: Project) -> str:
    """Return the title block as Word's paragraphs."""
    metadata = document.metadata
    return fill(
        project.root,
        "docx",
        "front.xml",
        escaped,
        {
            "title": metadata.title,
            "subtitle": metadata.subtitle,
            "credit": metadata.credit,
            "date": _date(metadata),
            "words": dict(document.words.table),
            "comma": "، " if metadata.language.split("-")[0] in COMMA_LANGUAGES else ", ",
            "direction": Fragment("<w:bidi/>" if direction_of(metadata.language) == "rtl" else ""),
            **_people(metadata),
        },
    )


def escaped(text: str) -> str:
    """Return a literal text as XML, for content and attributes alike."""
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})


def _date(metadata: Metadata) -> str:
    date = metadata.date
    if date is None:
        return ""
    english = metadata.language.split("-")[0] == "en"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if english else date.isoformat()


def _people(metadata: Metadata) -> dict[str, Any]:
    """Return the authors with the marks of their affiliations, and these in order."""
    named = dict.fromkeys(name for author in metadata.authors for name in author.affiliations)
    by_id = {affiliation.id: affiliation for affiliation in metadata.affiliations}
    places = [by_id[name] for name in named if name in by_id]
    marked = len(places) > 1
    numbers = {place.id: str(number) for number, place in enumerate(places, 1)}
    authors = [
        {
            "name": author.name,
            "orcid": author.orcid,
            "email": author.email,
            "corresponding": author.corresponding,
            "marks": [numbers[n] for n in author.affiliations if marked and n in numbers]
            + (["*"] if author.corresponding and len(metadata.authors) > 1 else []),
        }
        for author in metadata.authors
    ]
    return {
        "authors": authors,
        "affiliations": [
            {"mark": numbers[place.id] if marked else "", "text": _one_line(place)}
            for place in places
        ],
    }


def _one_line(affiliation: Affiliation) -> str:
    parts = (affiliation.department, affiliation.name, affiliation.city, affiliation.country)
    return ", ".join(part for part in parts if part)
