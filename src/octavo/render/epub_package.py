"""What a book says of itself, and the package that it is: EPUB 3.3, the same every time."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.document import Document
from octavo.metadata import Metadata
from octavo.moments import moment_text
from octavo.names import name_of
from octavo.nodes import plain_text
from octavo.render.epub_pages import MATHML, XHTML, properties_of
from octavo.render.hypertext_pictures import TYPES
from octavo.render.zip_package import packed

FOLDER = "EPUB"
PACKAGE = "package.opf"
STYLE = "article.css"
NAVIGATION = "nav.xhtml"
MIMETYPE = ("mimetype", b"application/epub+zip")
CONTAINER = (
    "META-INF/container.xml",
    f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{FOLDER}/{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
""".encode(),
)
MOVING = frozenset({".gif", ".webp"})
"""Pictures of these kinds may move."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the manifest."""

    id: str
    href: str
    media_type: str
    properties: str = ""
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of schema.org on accessibility."""

    property: str
    value: str


def package(files: Mapping[str, bytes], timestamp: int) -> bytes:
    """Return the book as one file; its type comes first and as it is, so that it is known by it."""
    parts = [(f"{FOLDER}/{name}", data) for name, data in files.items()]
    return packed([MIMETYPE, CONTAINER, *parts], timestamp, stored=[MIMETYPE[0]])


def items_of(pages: Mapping[str, Any], pictures: Sequence[str]) -> Iterator[Item]:
    """Yield the files of a book in the order of reading, then those that they show."""
    for name, tree in pages.items():
        properties = [*(["nav"] if name == NAVIGATION else []), *properties_of(tree)]
        yield Item(_id(name), name, "application/xhtml+xml", " ".join(properties), is_page=True)
    yield Item(_id(STYLE), STYLE, "text/css")
    for name in pictures:
        yield Item(_id(name), name, TYPES[Path(name).suffix])


def _id(name: str) -> str:
    return f"item-{Path(name).stem}"


def facts(document: Document, pages: Iterable[Any], pictures: Sequence[str]) -> Iterator[Fact]:
    """Yield what a reader may need to know who does not see, hear or hold as most do.

    The vocabulary is that of https://www.w3.org/community/reports/a11y-discov-vocab/.  No
    conformance is claimed: nobody has looked at the article's own words and colours.
    """
    trees = list(pages)
    modes = ["textual", *(["visual"] if pictures else [])]
    yield from (Fact("accessMode", mode) for mode in modes)
    yield Fact("accessModeSufficient", "textual")
    if pictures:
        yield Fact("accessModeSufficient", "textual,visual")
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "ARIA"]
    features += ["displayTransformability"]
    if _any(trees, f"{XHTML}img"):
        features.append("alternativeText")
    if _any(trees, f"{MATHML}math"):
        features += ["MathML", "describedMath"]
    yield from (Fact("accessibilityFeature", feature) for feature in features)
    moving = any(Path(name).suffix in MOVING for name in pictures)
    yield Fact("accessibilityHazard", "unknown" if moving else "none")
    yield Fact("accessibilitySummary", document.words["accessibility"])


def _any(trees: Iterable[Any], tag: str) -> bool:
    return any(next(tree.iter(tag), None) is not None for tree in trees)


def about(document: Document) -> dict[str, Any]:
    """Return the metadata of a book for the template of its package."""
    metadata = document.metadata
    return {
        "identifier": _identifier(metadata),
        "creators": [{"name": a.name, "filed": name_of(a).inverted} for a in metadata.authors],
        "modified": moment_text(document.timestamp),
        "licence": metadata.licence,
        "subjects": [
            {"language": language, "text": word}
            for language, group in metadata.keywords_by_language.items()
            for word in group
        ],
        "description": _description(document),
    }


def _identifier(metadata: Metadata) -> str:
    """Return the article's DOI, or a name that revisions keep: of title, language and authors.

    That is a hash as https://www.rfc-editor.org/rfc/rfc6920 writes one.
    """
    if metadata.doi_url:
        return metadata.doi_url
    what = [metadata.title, metadata.language, *(author.name for author in metadata.authors)]
    digest = hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).digest()
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"


def _description(document: Document) -> str:
    """Return the abstract as text, in the document's language if there is one in it."""
    language = document.metadata.language
    own = [abstract for abstract in document.abstracts if abstract.kind == "abstract"]
    texts = [plain_text(a.blocks) for a in sorted(own, key=lambda a: a.language != language)]
    return next(filter(None, texts), "")
