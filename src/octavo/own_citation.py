"""How the article itself is cited: a line in the manuscript's style, BibTeX and RIS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from octavo.document import Document
from octavo.metadata import Metadata
from octavo.names import Name, name_of
from octavo.nodes import (
    Node,
    attr,
    citation,
    div,
    has_class,
    header,
    meta_inlines,
    para,
    rewrite,
    walk,
    words,
)
from octavo.pandoc import pandoc_json
from octavo.project import Project
from octavo.styles import citeproc, find_style, shipped_style

HEADING = "how-to-cite"
OWN = "own-citation"
"""The class of the division that holds the line."""

KEY = "own"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
"""TeX's own characters as text; the braces, which BibTeX counts, by name."""

VERBATIM = {"\\": "%5C", "{": "%7B", "}": "%7D"}
WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")


def with_own_citation(document: Document, project: Project) -> Document:
    """Return the document with a last part of the back matter that says how to cite it."""
    if not document.metadata.authors:
        return document
    line = _line(document.metadata, project)
    heading = header(
        1, words(document.words[HEADING]), attr(HEADING, ["unnumbered", "back-matter"])
    )
    return replace(
        document, blocks=[*document.blocks, heading, div([para(line)], attr(classes=[OWN]))]
    )


def _line(metadata: Metadata, project: Project) -> list[Node]:
    """Return the citation as the style writes it; one that lists nothing, as Chicago does."""
    for style in filter(None, (find_style(project), shipped_style("chicago-author-date"))):
        blocks = citeproc(
            project,
            style,
            data=pandoc_json(
                [],
                {
                    "lang": meta_inlines(metadata.language),
                    "references": {"t": "MetaList", "c": [_meta(csl_of(metadata))]},
                    "nocite": {"t": "MetaInlines", "c": [citation(KEY)]},
                },
            ),
        )
        entry = next((n for n in walk(blocks) if has_class(n, "csl-entry")), None)
        if entry is not None:
            return _without_number(entry)
    return []


def _without_number(entry: Node) -> list[Node]:
    """Return an entry's text: a style's `[1]` counts entries of a list, and here is none."""

    def part(node: Node) -> list[Node] | None:
        classes, content = node["c"][0][1], node["c"][1]
        if "csl-left-margin" in classes:
            return []
        return list(content) if "csl-right-inline" in classes else None

    blocks = rewrite(entry["c"][1], {"Span": part})
    inlines = [
        inline for block in blocks if block["t"] in ("Para", "Plain") for inline in block["c"]
    ]
    while inlines and inlines[0]["t"] in ("Space", "SoftBreak"):
        inlines.pop(0)
    return inlines


def csl_of(metadata: Metadata) -> dict[str, Any]:
    """Return the article as CSL-JSON: what no journal has published claims none."""
    journal, date = metadata.journal, metadata.date
    item = {
        "id": KEY,
        "type": "article-journal" if journal else "article" if metadata.doi else "document",
        "author": [_csl_name(name_of(author)) for author in metadata.authors],
        "title": metadata.full_title,
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "version": metadata.version,
        "DOI": metadata.doi,
        "URL": metadata.url,
        "language": metadata.language,
    }
    if journal:
        item |= {
            "container-title": journal.name,
            "volume": journal.volume,
            "issue": journal.issue,
            "page": "-".join(filter(None, journal.page_range)),
            "ISSN": journal.issn,
        }
    return {key: value for key, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _meta(value: Any) -> Node:
    """Return data as pandoc's metadata; texts are inlines, so that nothing in them is markup."""
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {key: _meta(inner) for key, inner in value.items()}}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_meta(inner) for inner in value]}
    return meta_inlines(str(value))


def bibtex_of(metadata: Metadata) -> str:
    """Return the article as a BibTeX entry, in UTF-8, with TeX's own characters escaped."""
    journal, date = metadata.journal, metadata.date
    names = [name_of(author) for author in metadata.authors]
    fields = {
        "author": " and ".join(map(_bibtex_name, names)),
        "title": _protected(metadata.full_title),
        "year": str(date.year) if date else "",
        "month": MONTHS[date.month - 1] if date else "",
        "version": _tex(metadata.version or ""),
        "doi": _verbatim(metadata.doi),
        "url": _verbatim(metadata.url),
    }
    if journal:
        fields |= {
            "journal": _tex(journal.name),
            "volume": _tex(journal.volume or ""),
            "number": _tex(journal.issue or ""),
            "pages": _tex("--".join(filter(None, journal.page_range))),
            "issn": journal.issn or "",
        }
    lines = "".join(_field(name, value) for name, value in fields.items() if value)
    return f"@{'article' if journal else 'misc'}{{{citation_key(metadata)},\n{lines}}}\n"


def _field(name: str, value: str) -> str:
    text = " ".join(value.split())
    return f"  {name} = {text},\n" if name == "month" else f"  {name} = {{{text}}},\n"


def citation_key(metadata: Metadata) -> str:
    """Return a key of ASCII letters and digits: family name, year, first long word of the title."""
    family = _ascii(name_of(metadata.authors[0]).family.removeprefix("The "))
    found = (_ascii(word) for word in WORD.findall(metadata.title))
    word = next((word for word in found if len(word) > 3), "")
    return f"{family or 'article'}{metadata.date.year if metadata.date else ''}{word}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def _bibtex_name(name: Name) -> str:
    """Return a name as BibTeX splits it; a body's, and one that holds `and`, within braces."""
    if not name.given:
        return f"{{{_tex(name.family)}}}"
    parts = (name.family, name.suffix, name.given)
    return ", ".join(_braced(_tex(part)) for part in parts if part)


def _braced(text: str) -> str:
    return f"{{{text}}}" if re.search(r",|(^|\s)and(\s|$)", text, re.IGNORECASE) else text


def _protected(title: str) -> str:
    """Return a title whose capitals, but for that of the first word, no style takes away."""
    pieces = WORD.split(title)
    first = next((n for n in range(1, len(pieces), 2)), 0)
    return "".join(
        f"{{{piece}}}" if _keeps_capitals(piece, n == first) else _tex(piece)
        for n, piece in enumerate(pieces)
    )


def _keeps_capitals(piece: str, is_first: bool) -> bool:
    letters = piece[1:] if is_first else piece
    return any(letter.isupper() for letter in letters)


def _tex(text: str) -> str:
    return "".join(TEX.get(character, character) for character in text)


def _verbatim(address: str | None) -> str:
    """Return an address, which BibTeX takes as it is, without what would end its field."""
    return "".join(VERBATIM.get(character, character) for character in address or "")


def ris_of(metadata: Metadata) -> str:
    """Return the article as RIS, a tag a line; no value can begin a line of its own.

    https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    lines = [(tag, " ".join(value.split())) for tag, value in _ris(metadata) if value]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines) + "ER  - \n"


def _ris(metadata: Metadata) -> Iterator[tuple[str, str]]:
    journal, date = metadata.journal, metadata.date
    yield "TY", "JOUR" if journal else "UNPB"
    for author in metadata.authors:
        yield "AU", name_of(author).inverted
    yield "TI", metadata.full_title
    if journal:
        first, last = journal.page_range
        yield "T2", journal.name
        yield "VL", journal.volume or ""
        yield "IS", journal.issue or ""
        yield "SP", first
        yield "EP", last
        yield "SN", journal.issn or ""
    if date:
        yield "PY", str(date.year)
        yield "DA", f"{date:%Y/%m/%d}"
    yield "ET", metadata.version or ""
    for words_of_language in metadata.keywords_by_language.values():
        yield from (("KW", word) for word in words_of_language)
    yield "DO", metadata.doi or ""
    yield "UR", metadata.url or ""
    yield "LA", metadata.language
