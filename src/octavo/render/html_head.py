"""What machines read of an article: Highwire tags, Dublin Core, Open Graph, schema.org."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from octavo.document import Document
from octavo.metadata import Affiliation, Author, Metadata
from octavo.nodes import plain_text
from octavo.render.title_block import affiliation_text, licence_url

DESCRIPTION_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Tag:
    """One `<meta>`; `kind` is the attribute that names it."""

    name: str
    content: str
    kind: str = "name"


def tags(document: Document) -> list[Tag]:
    """Return the tags of an article's head."""
    metadata, description = document.metadata, description_of(document)
    named = [
        *([Tag("description", description)] if description else []),
        *(Tag("author", author.name) for author in metadata.authors),
        *_highwire(document),
        *_dublin_core(document, description),
    ]
    return [*named, *_open_graph(document, description)]


def description_of(document: Document) -> str:
    """Return the beginning of the abstract, in whole words."""
    language = document.metadata.language
    own = [abstract for abstract in document.abstracts if abstract.kind == "abstract"]
    abstracts = sorted(own, key=lambda a: a.language != language)
    texts = [plain_text(abstract.blocks) for abstract in abstracts]
    text = next(filter(None, texts), document.metadata.subtitle or "")
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.–—") + "…"


def linked_data(document: Document) -> str:
    """Return the article as a schema.org `ScholarlyArticle`, safe within `<script>`."""
    metadata = document.metadata
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        "author": [_person(author, metadata) for author in metadata.authors],
        "datePublished": metadata.date.isoformat() if metadata.date else None,
        "inLanguage": metadata.language,
        "abstract": [
            {"@value": plain_text(abstract.blocks), "@language": abstract.language}
            for abstract in document.abstracts
            if abstract.blocks and abstract.kind == "abstract"
        ],
        "keywords": [word for words in metadata.keywords_by_language.values() for word in words],
        "license": licence_url(metadata.licence) or metadata.licence,
    }
    text = json.dumps({k: v for k, v in article.items() if v}, ensure_ascii=False, indent=1)
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def _person(author: Author, metadata: Metadata) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": author.name}
    if author.orcid:
        person["@id"] = f"https://orcid.org/{author.orcid}"
    places = _affiliations_of(author, metadata)
    if places:
        person["affiliation"] = [_organization(place) for place in places]
    return person


def _organization(affiliation: Affiliation) -> dict[str, Any]:
    organization = {"@type": "Organization", "name": affiliation.name}
    if affiliation.ror:
        organization["@id"] = f"https://ror.org/{affiliation.ror.rsplit('/', 1)[-1]}"
    return organization


def _affiliations_of(author: Author, metadata: Metadata) -> list[Affiliation]:
    by_id = {affiliation.id: affiliation for affiliation in metadata.affiliations}
    return [by_id[name] for name in author.affiliations if name in by_id]


def _highwire(document: Document) -> list[Tag]:
    metadata = document.metadata
    found = [Tag("citation_title", metadata.title)]
    for author in metadata.authors:
        found.append(Tag("citation_author", author.name))
        found += [
            Tag("citation_author_institution", affiliation_text(place))
            for place in _affiliations_of(author, metadata)
        ]
        if author.orcid:
            found.append(Tag("citation_author_orcid", f"https://orcid.org/{author.orcid}"))
    if metadata.date:
        found.append(Tag("citation_publication_date", f"{metadata.date:%Y/%m/%d}"))
    found.append(Tag("citation_language", metadata.language))
    found += [Tag("citation_keywords", word) for word in _keywords(metadata)]
    if "pdf" in metadata.build.formats:
        found.append(Tag("citation_pdf_url", "manuscript.pdf"))
    return found


def _dublin_core(document: Document, description: str) -> list[Tag]:
    metadata = document.metadata
    return [
        Tag("DC.title", metadata.title),
        *(Tag("DC.creator", author.name) for author in metadata.authors),
        *([Tag("DC.date", metadata.date.isoformat())] if metadata.date else []),
        Tag("DC.language", metadata.language),
        Tag("DC.type", "Text"),
        *(Tag("DC.subject", word) for word in _keywords(metadata)),
        *([Tag("DC.description", description)] if description else []),
        *([Tag("DC.rights", metadata.licence)] if metadata.licence else []),
    ]


def _open_graph(document: Document, description: str) -> list[Tag]:
    found = {
        "og:type": "article",
        "og:title": document.metadata.title,
        "og:description": description,
    }
    if document.metadata.date:
        found["article:published_time"] = document.metadata.date.isoformat()
    region = re.fullmatch(r"([a-z]{2,3})-([A-Z]{2})", document.metadata.language)
    if region:
        found["og:locale"] = f"{region[1]}_{region[2]}"
    return [Tag(name, content, "property") for name, content in found.items() if content]


def _keywords(metadata: Metadata) -> tuple[str, ...]:
    by_language = metadata.keywords_by_language
    return by_language.get(metadata.language) or next(iter(by_language.values()), ())
