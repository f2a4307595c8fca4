"""What stands under the title, as plain values: the same people and numbers in every format."""

from __future__ import annotations

import re
from typing import Any

from octavo.alignment import align
from octavo.document import Abstract, Document
from octavo.metadata import Affiliation, Author, Metadata
from octavo.scripts import closing_mark
from octavo.tracking import compared, marked
from octavo.words import Words, words_of

NUMERALS = {
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
"""Numerals by the name that CLDR has for them, which Babel's dates leave as they are."""

COMMA_LANGUAGES = frozenset("ar ckb fa ps sd ug ur".split())
"""The languages whose comma is `،` and whose semicolon is `؛`."""

CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC|ND|SA))*)[ -]([1-4]\.[05])", re.IGNORECASE)


def title_block(metadata: Metadata, words: Words) -> dict[str, Any]:
    """Return the values of a title block for a template."""
    return {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "credit": metadata.credit,
        "date": date_text(metadata),
        "comma": "، " if _base(metadata.language) in COMMA_LANGUAGES else ", ",
        "words": dict(words.table),
        **_people(metadata),
    }


def marked_title_block(document: Document, *, marks: bool = True) -> dict[str, Any]:
    """Return the values of a title block, marked where the document is compared with another.

    Without `marks`, for templates that know none, they are those of the new document.
    """
    new = title_block(document.metadata, document.words)
    if document.tracking is None or not marks:
        return new
    old = title_block(document.tracking.old.metadata, document.tracking.old.words)
    for name in ("title", "subtitle", "credit", "date"):
        if old[name] or new[name]:
            new[name] = compared(old[name] or "", new[name] or "")
    _mark_authors(old["authors"], new["authors"], new["comma"])
    new["affiliations"] = _marked_places(old["affiliations"], new["affiliations"])
    return new


def _mark_authors(old: list[dict[str, Any]], new: list[dict[str, Any]], comma: str) -> None:
    """Mark the names of authors; one that was left out stands before the next one's."""
    names = [author["name"] for author in old], [author["name"] for author in new]
    waiting = ""
    for stretch in align(*names, lambda _: 1.0):
        gone = [names[0][n] for n in stretch.old]
        if stretch.equal:
            new[stretch.new.start]["name"] = waiting + new[stretch.new.start]["name"]
            waiting = ""
        elif len(stretch.old) == len(stretch.new):
            for was, place in zip(gone, stretch.new, strict=True):
                new[place]["name"] = compared(was, new[place]["name"])
        else:
            last = stretch.old.stop == len(old) and not stretch.new
            parts = [comma + name if last else name + comma for name in gone]
            waiting = "".join(marked("deletion", part) for part in parts)
            for place in stretch.new:
                new[place]["name"] = waiting + marked("insertion", new[place]["name"])
                waiting = ""
    if new:  # an anonymous copy names nobody
        new[-1]["name"] += waiting


def _marked_places(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the affiliations, those that were left out among them without their numbers."""
    texts = [place["text"] for place in old], [place["text"] for place in new]
    out: list[dict[str, Any]] = []
    for stretch in align(*texts, lambda _: 1.0):
        news = [new[n] for n in stretch.new]
        if not stretch.equal:
            gone = [texts[0][n] for n in stretch.old]
            out += [{"mark": "", "text": marked("deletion", text)} for text in gone]
            news = [{**place, "text": marked("insertion", place["text"])} for place in news]
        out += news
    return out


def abstract_block(abstract: Abstract, text: str) -> dict[str, Any]:
    """Return the values of an abstract, written as `text`; without one its keywords head it."""
    own = words_of(abstract.language)
    return {
        "kind": abstract.kind,
        "language": abstract.language,
        "direction": own.direction,
        "heading": heading_of(abstract, own[abstract.kind] if text else own["keywords"]),
        "text": text,
        "keywords_heading": own["keywords"] if text else "",
        "keywords": abstract.keywords,
    }


def heading_of(abstract: Abstract, heading: str) -> str:
    """Return the heading of an abstract, marked where it was put in or left out as a whole."""
    return marked(abstract.change, heading) if abstract.change else heading


def date_text(metadata: Metadata) -> str:
    """Return the date as the document's language writes it (Unicode CLDR), or ISO 8601."""
    if metadata.date is None:
        return ""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(metadata.language, sep="-")
    except (UnknownLocaleError, ValueError):
        return metadata.date.isoformat()
    text = format_date(metadata.date, "long", locale=locale)
    return text.translate(NUMERALS.get(locale.default_numbering_system, {}))


def semicolon(language: str) -> str:
    """Return what stands between keywords."""
    return "؛ " if _base(language) in COMMA_LANGUAGES else "; "


def affiliation_text(affiliation: Affiliation) -> str:
    """Return an affiliation as one line, from the department to the country."""
    parts = (affiliation.department, affiliation.name, affiliation.city, affiliation.country)
    comma = "، " if re.search("[\u0600-\u06ff]", affiliation.name) else ", "
    return comma.join(part for part in parts if part)


def places_of(author: Author, metadata: Metadata) -> list[Affiliation]:
    """Return where an author works, as listed."""
    by_id = {affiliation.id: affiliation for affiliation in metadata.affiliations}
    return [by_id[name] for name in author.affiliations if name in by_id]


def licence_url(licence: str | None) -> str | None:
    """Return the address of a licence that is one, or that names a Creative Commons licence."""
    if licence is None:
        return None
    address = re.search(r"https?://[^\s<>()\[\]]+", licence)
    if address:
        return address[0].rstrip(".,;")
    named = CREATIVE_COMMONS.search(licence)
    if named is None:
        return None
    return f"https://creativecommons.org/licenses/{named[1].lower()}/{named[2]}/"


def _base(language: str) -> str:
    return language.split("-")[0].lower()


def _people(metadata: Metadata) -> dict[str, Any]:
    """Return the authors with the marks of their affiliations, and these in order."""
    named = dict.fromkeys(name for author in metadata.authors for name in author.affiliations)
    by_id = {affiliation.id: affiliation for affiliation in metadata.affiliations}
    places = [by_id[name] for name in named if name in by_id]
    marked = len(places) > 1
    direction = words_of(metadata.language).direction
    numbers = {place.id: str(number) for number, place in enumerate(places, 1)}
    authors = [
        {
            "name": author.name,
            "closing": closing_mark(author.name, direction),
            "orcid": author.orcid,
            "email": author.email,
            "corresponding": author.corresponding,
            "marks": [numbers[name] for name in author.affiliations if marked and name in numbers]
            + (["*"] if author.corresponding and len(metadata.authors) > 1 else []),
        }
        for author in metadata.authors
    ]
    shown = [{"mark": numbers[p.id] if marked else "", "text": affiliation_text(p)} for p in places]
    return {"authors": authors, "affiliations": shown}
