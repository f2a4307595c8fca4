"""Word's own list of works, in CSL's terms (ECMA-376, part 1, 22.6: Bibliography)."""

from __future__ import annotations

import re
from typing import Any

from octavo.bringing.word_package import Package

B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
TYPES = {
    "ArticleInAPeriodical": "article-magazine",
    "Book": "book",
    "BookSection": "chapter",
    "JournalArticle": "article-journal",
    "ConferenceProceedings": "paper-conference",
    "Report": "report",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "webpage",
    "Patent": "patent",
    "Case": "legal_case",
    "Interview": "interview",
}
TEXTS = {
    "Title": "title",
    "JournalName": "container-title",
    "BookTitle": "container-title",
    "PeriodicalTitle": "container-title",
    "ConferenceName": "event-title",
    "InternetSiteTitle": "container-title",
    "Publisher": "publisher",
    "Institution": "publisher",
    "City": "publisher-place",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "page",
    "Edition": "edition",
    "URL": "URL",
    "DOI": "DOI",
    "StandardNumber": "ISBN",
    "ThesisType": "genre",
    "ShortTitle": "title-short",
}


def sources_of(package: Package) -> dict[str, dict[str, Any]]:
    """Return the data of the works in a Word file by their tags."""
    found = {}
    for part in package.parts:
        tree = package.trees.get(part) if part.startswith("customXml/") else None
        for source in tree.iter(f"{B}Source") if tree is not None else ():
            tag = source.findtext(f"{B}Tag")
            if tag:
                found[tag] = _source(source)
    return found


def _source(source: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"type": TYPES.get(source.findtext(f"{B}SourceType") or "", "document")}
    for name, term in TEXTS.items():
        text = (source.findtext(f"{B}{name}") or "").strip()
        if text:
            found.setdefault(term, text)
    for role, term in (("Author", "author"), ("Editor", "editor"), ("Translator", "translator")):
        names = source.find(f"{B}Author/{B}{role}")
        people = (
            [_person(person) for person in names.iter(f"{B}Person")] if names is not None else []
        )
        body = (names.findtext(f"{B}Corporate") or "").strip() if names is not None else ""
        if people or body:
            found[term] = people or [{"literal": body}]
    date = [source.findtext(f"{B}{name}") or "" for name in ("Year", "Month", "Day")]
    if re.fullmatch(r"\d{1,4}", date[0]):
        parts = [int(date[0])]
        days = (part for part in date[1:] if re.fullmatch(r"\d{1,2}", part))
        parts += [int(part) for part in days] if re.fullmatch(r"\d{1,2}", date[1]) else []
        found["issued"] = {"date-parts": [parts]}
    return found


def _person(person: Any) -> dict[str, str]:
    names = {"family": "Last", "given": "First"}
    said = {k: (person.findtext(f"{B}{v}") or "").strip() for k, v in names.items()}
    middle = (person.findtext(f"{B}Middle") or "").strip()
    said["given"] = f"{said['given']} {middle}".strip()
    return {name: text for name, text in said.items() if text}
