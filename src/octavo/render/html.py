"""The article as one HTML file that asks for nothing else: no script, no request."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from octavo.document import Abstract, Document
from octavo.metadata import Metadata
from octavo.nodes import Node, link, raw_block, words
from octavo.project import Project
from octavo.render.html_head import (
    affiliation_text,
    licence_url,
    linked_data,
    tags,
)
from octavo.render.html_markup import Identifiers, Markup, contents
from octavo.render.html_safety import cleaned
from octavo.render.template import Fragment, fill
from octavo.tools import pandoc, pandoc_json
from octavo.words import direction_of, words_of

WRITER = ("--from=json", "--to=html5", "--mathml", "--wrap=none", "--syntax-highlighting=none")
BREAK = "<!--octavo:part-->"
STYLE = re.compile(r'(<[a-z][^<>]*?) style="([^"]*)"')
ALIGNMENT = re.compile(r"text-align: *(left|center|right)")
EMPTY_HEADER = re.compile(r"<th(?: [^<>]*)?>\s*</th>")
OWN_NAMES = ("text", "contents-margin", "notes")
COMMA_LANGUAGES = frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"})
"""The languages whose comma is `،`."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The fragments of a page, as pandoc wrote them."""

    contents: Fragment
    body: Fragment
    notes: Fragment
    abstracts: list[Fragment]


def render(document: Document, project: Project) -> bytes:
    """Return the article as an HTML page."""
    *abstracts, body = cleaned([*(a.blocks for a in document.abstracts), document.blocks])
    identifiers = Identifiers([*abstracts, body])
    own = [*OWN_NAMES, *(f"abstract-{abstract.language}" for abstract in document.abstracts)]
    names = {name: identifiers.fresh(name) for name in own}
    markup = Markup(document, identifiers)
    parts = _written(markup, abstracts, body, names)
    style = fill(
        project.root, "html", "article.css", _css, {"widths": sorted(markup.pictures.percentages)}
    )
    context = _context(document, parts, names) | {
        "style": Fragment(f"\n{style}"),
        "policy": _policy(f"\n{style}"),
    }
    page = fill(project.root, "html", "article.html", escape, context)
    return markup.pictures.embedded(page).encode()


def _written(
    markup: Markup, abstracts: list[list[Node]], body: list[Node], names: dict[str, str]
) -> Parts:
    """Write all parts in one run of pandoc."""
    trees = [markup.rewritten(blocks) for blocks in (*abstracts, body)]
    notes = markup.notes_list()
    more = [link(words(markup.words["notes"]), f"#{names['notes']}")] if notes else []
    trees += [notes, contents(body, more)]
    joined = [block for tree in trees for block in (*tree, raw_block("html", BREAK))]
    html = pandoc(*WRITER, data=pandoc_json(joined)).decode()
    *summaries, text, notes_text, contents_text, _ = map(_fragment, html.split(BREAK))
    return Parts(contents_text, text, notes_text, summaries)


def _fragment(html: str) -> Fragment:
    """Turn pandoc's inline styles, which the policy forbids, into classes."""
    html = STYLE.sub(_class_for_style, html)
    return Fragment(EMPTY_HEADER.sub("<td></td>", html).strip())


def _class_for_style(match: re.Match[str]) -> str:
    alignment = ALIGNMENT.match(match[2])
    if alignment is None:
        return match[1]
    if ' class="' in match[1]:
        return match[1].replace(' class="', f' class="{alignment[1]} ')
    return f'{match[1]} class="{alignment[1]}"'


def _css(text: str) -> str:
    return text.replace("<", "\\3c ")


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        "default-src 'none'; img-src data:; "
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _context(document: Document, parts: Parts, names: dict[str, str]) -> dict[str, Any]:
    metadata = document.metadata
    return {
        "language": metadata.language,
        "direction": direction_of(metadata.language),
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "credit": metadata.credit,
        "date": _date(metadata),
        "comma": "، " if metadata.language.split("-")[0] in COMMA_LANGUAGES else ", ",
        "licence_url": licence_url(metadata.licence),
        "pdf": "pdf" in metadata.build.formats,
        "tags": tags(document),
        "linked_data": Fragment(linked_data(document)),
        "words": dict(document.words.table),
        "names": names,
        **_people(metadata),
        "abstracts": [
            _abstract(abstract, fragment, names[f"abstract-{abstract.language}"])
            for abstract, fragment in zip(document.abstracts, parts.abstracts, strict=True)
        ],
        "contents": parts.contents,
        "body": parts.body,
        "notes": parts.notes,
    }


def _date(metadata: Metadata) -> dict[str, str] | None:
    date = metadata.date
    if date is None:
        return None
    english = metadata.language.split("-")[0] == "en"
    text = f"{date.day} {MONTHS[date.month - 1]} {date.year}" if english else date.isoformat()
    return {"machine": date.isoformat(), "text": text}


def _people(metadata: Metadata) -> dict[str, Any]:
    """Return the authors with the numbers of their affiliations, and these in order."""
    named = dict.fromkeys(name for author in metadata.authors for name in author.affiliations)
    by_id = {affiliation.id: affiliation for affiliation in metadata.affiliations}
    places = [by_id[name] for name in named if name in by_id]
    numbers = {place.id: number for number, place in enumerate(places, 1)}
    authors = [
        {
            "name": author.name,
            "orcid": author.orcid,
            "email": author.email,
            "corresponding": author.corresponding,
            "marks": [numbers[name] for name in author.affiliations if name in numbers],
        }
        for author in metadata.authors
    ]
    return {"authors": authors, "affiliations": [affiliation_text(place) for place in places]}


def _abstract(abstract: Abstract, fragment: Fragment, name: str) -> dict[str, Any]:
    own = words_of(abstract.language)
    return {
        "language": abstract.language,
        "direction": own.direction,
        "name": name,
        "heading": own["abstract"] if fragment else own["keywords"],
        "text": fragment,
        "keywords_heading": own["keywords"] if fragment else "",
        "keywords": abstract.keywords,
    }
