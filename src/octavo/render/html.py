"""The article as one HTML file that asks for nothing else: no script, no request."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from typing import Any

from octavo.document import Document
from octavo.nodes import Node, link, words
from octavo.project import Project
from octavo.render.html_head import linked_data, tags
from octavo.render.hypertext_fragments import fragments
from octavo.render.hypertext_markup import Identifiers, Markup, contents
from octavo.render.hypertext_safety import cleaned
from octavo.render.template import Fragment, fill
from octavo.render.title_block import abstract_block, licence_url, title_block
from octavo.words import direction_of

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
    own = [*OWN_NAMES, *(abstract.name for abstract in document.abstracts)]
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
    *summaries, text, notes_text, contents_text = fragments(trees)
    return Parts(contents_text, text, notes_text, summaries)


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
            abstract_block(abstract, fragment) | {"name": names[abstract.name]}
            for abstract, fragment in zip(document.abstracts, parts.abstracts, strict=True)
        ],
        "contents": parts.contents,
        "body": parts.body,
        "notes": parts.notes,
    }
