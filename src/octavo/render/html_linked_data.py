"""The article as a schema.org `ScholarlyArticle`, in JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from octavo.document import Document
from octavo.metadata import Affiliation, Author, Journal, Metadata
from octavo.names import name_of
from octavo.nodes import plain_text
from octavo.render.title_block import licence_url, places_of

ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def linked_data(document: Document) -> str:
    """Return the article as JSON-LD, safe within `<script>`."""
    data = {"@context": "https://schema.org", **_article(document)}
    return literal(data, indent=1)


def literal(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON, which is JavaScript too, safe within `<script>`."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(ESCAPED)


def _article(document: Document) -> dict[str, Any]:
    metadata = document.metadata
    date = metadata.date.isoformat() if metadata.date else None
    return _given(
        {
            "@type": "ScholarlyArticle",
            "@id": metadata.doi_url or metadata.url,
            "headline": metadata.title,
            "alternativeHeadline": metadata.subtitle,
            "author": [_author(author, metadata) for author in metadata.authors],
            "datePublished": date,
            "inLanguage": metadata.language,
            "abstract": [
                {"@value": plain_text(abstract.blocks), "@language": abstract.language}
                for abstract in document.abstracts
                if abstract.blocks and abstract.kind == "abstract"
            ],
            "keywords": [
                word for words in metadata.keywords_by_language.values() for word in words
            ],
            "license": licence_url(metadata.licence) or metadata.licence,
            "url": metadata.url,
            "sameAs": metadata.doi_url,
            "identifier": _identifier(metadata),
            "version": metadata.version,
            "funder": _funders(metadata),
            **(_place(metadata.journal) if metadata.journal else {}),
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _identifier(metadata: Metadata) -> dict[str, str] | None:
    if metadata.doi is None:
        return None
    return {"@type": "PropertyValue", "propertyID": "DOI", "value": metadata.doi}


def _place(journal: Journal) -> dict[str, Any]:
    """Return the pages, and the issue, volume and journal, each part of the next."""
    first, last = journal.page_range
    whole = _given({"@type": "Periodical", "name": journal.name, "issn": journal.issn})
    if journal.volume:
        whole = {
            "@type": "PublicationVolume",
            "volumeNumber": journal.volume,
            "isPartOf": whole,
        }
    if journal.issue:
        whole = {"@type": "PublicationIssue", "issueNumber": journal.issue, "isPartOf": whole}
    return {"isPartOf": whole, "pageStart": first, "pageEnd": last}


def _author(author: Author, metadata: Metadata) -> dict[str, Any]:
    name = name_of(author)
    return _given(
        {
            "@type": "Organization" if name.group else "Person",
            "@id": f"https://orcid.org/{author.orcid}" if author.orcid else None,
            "name": author.name,
            "givenName": name.given,
            "familyName": name.family if name.given else None,
            "affiliation": [_organization(place) for place in places_of(author, metadata)],
        }
    )


def _organization(affiliation: Affiliation) -> dict[str, Any]:
    organization = {"@type": "Organization", "name": affiliation.name}
    if affiliation.ror:
        organization["@id"] = f"https://ror.org/{affiliation.ror.rsplit('/', 1)[-1]}"
    return organization


def _funders(metadata: Metadata) -> list[dict[str, str]]:
    grants = metadata.funding if isinstance(metadata.funding, tuple) else ()
    funders = dict.fromkeys(grant.funder for grant in grants)
    return [{"@type": "Organization", "name": funder} for funder in funders]
