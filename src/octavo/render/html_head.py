"""What machines read in the head of the page: Highwire tags, Dublin Core, Open Graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from octavo.document import Document
from octavo.metadata import Journal, Metadata
from octavo.nodes import branches, has_class, plain_text
from octavo.render.title_block import affiliation_text, places_of

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


def _highwire(document: Document) -> Iterator[Tag]:
    """Yield what Google Scholar and reference managers read.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    metadata = document.metadata
    yield Tag("citation_title", metadata.full_title)
    for author in metadata.authors:
        yield Tag("citation_author", author.name)
        for place in places_of(author, metadata):
            yield Tag("citation_author_institution", affiliation_text(place))
        if author.orcid:
            yield Tag("citation_author_orcid", f"https://orcid.org/{author.orcid}")
    if metadata.date:
        yield Tag("citation_publication_date", f"{metadata.date:%Y/%m/%d}")
    if metadata.journal:
        yield from _journal(metadata.journal)
    if metadata.doi:
        yield Tag("citation_doi", metadata.doi)
    yield Tag("citation_language", metadata.language)
    yield from (Tag("citation_keywords", word) for word in _keywords(metadata))
    if metadata.url:
        yield Tag("citation_fulltext_html_url", metadata.url)
        if "pdf" in metadata.build.formats:
            yield Tag("citation_pdf_url", urljoin(metadata.url, "manuscript.pdf"))
    yield from (Tag("citation_reference", text) for text in _references(document))


def _journal(journal: Journal) -> Iterator[Tag]:
    first, last = journal.page_range
    tags = {
        "journal_title": journal.name,
        "issn": journal.issn,
        "volume": journal.volume,
        "issue": journal.issue,
        "firstpage": first,
        "lastpage": last,
    }
    yield from (Tag(f"citation_{name}", value) for name, value in tags.items() if value)


def _references(document: Document) -> Iterator[str]:
    for node in branches(document.blocks):
        if node["t"] == "Div" and has_class(node, "csl-entry"):
            yield plain_text(node["c"][1])


def _dublin_core(document: Document, description: str) -> Iterator[Tag]:
    """Yield the elements of the Dublin Core that the article has (ISO 15836-1)."""
    metadata = document.metadata
    yield Tag("DC.title", metadata.full_title)
    yield from (Tag("DC.creator", author.name) for author in metadata.authors)
    single = {
        "date": metadata.date.isoformat() if metadata.date else None,
        "language": metadata.language,
        "type": "Text",
        "format": "text/html",
        "description": description,
        "rights": metadata.licence,
        "source": metadata.journal.name if metadata.journal else None,
        "source.ISSN": metadata.journal.issn if metadata.journal else None,
    }
    yield from (Tag("DC.identifier", place) for place in (metadata.doi_url, metadata.url) if place)
    yield from (Tag("DC.subject", word) for word in _keywords(metadata))
    yield from (Tag(f"DC.{name}", value) for name, value in single.items() if value)


def _open_graph(document: Document, description: str) -> Iterator[Tag]:
    """Yield what social media show of a link (https://ogp.me/)."""
    metadata = document.metadata
    region = re.fullmatch(r"([a-z]{2,3})-([A-Z]{2})", metadata.language)
    found = {
        "og:type": "article",
        "og:title": metadata.title,
        "og:description": description,
        "og:url": metadata.url,
        "og:site_name": metadata.journal.name if metadata.journal else None,
        "og:locale": f"{region[1]}_{region[2]}" if region else None,
        "article:published_time": metadata.date.isoformat() if metadata.date else None,
    }
    pairs = [(name, content) for name, content in found.items() if content]
    pairs += [("article:author", author.name) for author in metadata.authors]
    pairs += [("article:tag", word) for word in _keywords(metadata)]
    yield from (Tag(name, content, "property") for name, content in pairs)


def _keywords(metadata: Metadata) -> tuple[str, ...]:
    by_language = metadata.keywords_by_language
    return by_language.get(metadata.language) or next(iter(by_language.values()), ())
