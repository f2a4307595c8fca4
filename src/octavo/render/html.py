"""The article as one HTML file that asks for nothing else: no script, no request."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from octavo.document import Abstract, Document
from octavo.nodes import Node, link, raw_block, words
from octavo.project import Project
from octavo.render.html_head import linked_data, tags
from octavo.render.hypertext_markup import Identifiers, Markup, contents
from octavo.render.hypertext_safety import cleaned
from octavo.render.template import Fragment, fill
from octavo.render.title_block import licence_url, title_block
from octavo.tools import pandoc, pandoc_json
from octavo.words import direction_of, words_of

WRITER = ("--from=json", "--to=html5", "--mathml", "--wrap=none", "--syntax-highlighting=none")
BREAK = "<!--octavo:part-->"
STYLE = re.compile(r'(<[a-z][^<>]*?) style="([^"]*)"')
ALIGNMENT = re.compile(r"text-align: *(left|center|right)")
EMPTY_HEADER = re.compile(r"<th(?: [^<>]*)?>\s*</th>")
OWN_NAMES = ("text", "contents-margin", "notes")


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
    own = [*OWN_NAMES, *map(_name, document.abstracts)]
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
        **title_block(metadata, document.words),
        "machine_date": metadata.date.isoformat() if metadata.date else "",
        "licence_url": licence_url(metadata.licence),
        "pdf": "pdf" in metadata.build.formats,
        "tags": tags(document),
        "linked_data": Fragment(linked_data(document)),
        "names": names,
        "abstracts": [
            _abstract(abstract, fragment, names[_name(abstract)])
            for abstract, fragment in zip(document.abstracts, parts.abstracts, strict=True)
        ],
        "contents": parts.contents,
        "body": parts.body,
        "notes": parts.notes,
    }


def _name(abstract: Abstract) -> str:
    return f"{abstract.kind}-{abstract.language}"


def _abstract(abstract: Abstract, fragment: Fragment, name: str) -> dict[str, Any]:
    own = words_of(abstract.language)
    return {
        "language": abstract.language,
        "direction": own.direction,
        "name": name,
        "heading": own[abstract.kind] if fragment else own["keywords"],
        "text": fragment,
        "keywords_heading": own["keywords"] if fragment else "",
        "keywords": abstract.keywords,
    }
