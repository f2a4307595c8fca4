"""The article as one HTML file that asks for nothing else, and needs no script to be read."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from typing import Any

from octavo.document import Document
from octavo.nodes import Node, link, words
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.html_head import tags
from octavo.render.html_linked_data import linked_data, literal
from octavo.render.html_own_citation import citation_files
from octavo.render.hypertext_fragments import fragments
from octavo.render.hypertext_markup import Identifiers, Markup, contents
from octavo.render.hypertext_safety import cleaned
from octavo.render.template import Fragment, fill, tells_marks
from octavo.render.title_block import abstract_block, licence_url, marked_title_block
from octavo.store import Store
from octavo.tracking import written
from octavo.words import direction_of

OWN_NAMES = ("text", "contents-margin", "notes")


@dataclass(frozen=True, slots=True)
class Parts:
    """The fragments of a page, as pandoc wrote them."""

    contents: Fragment
    body: Fragment
    notes: Fragment
    abstracts: list[Fragment]


def render(document: Document, project: Project) -> Rendered:
    """Return the article as an HTML page."""
    *abstracts, body = cleaned([*(a.blocks for a in document.abstracts), document.blocks])
    identifiers = Identifiers([*abstracts, body])
    own = [*OWN_NAMES, *(abstract.name for abstract in document.abstracts)]
    names = {name: identifiers.fresh(name) for name in own}
    markup = Markup(document, identifiers, own_citation=citation_files(document.metadata))
    parts = _written(document, markup, abstracts, body, names, project.store)
    style = fill(
        project.root, "html", "article.css", _css, {"widths": sorted(markup.pictures.percentages)}
    )
    script = _script(document, project) if project.metadata.build.html.extras else ""
    marks = tells_marks(project.root, "html", "article.html")
    context = _context(document, parts, names, marks=marks) | {
        "style": Fragment(f"\n{style}"),
        "script": Fragment(script),
        "policy": _policy(f"\n{style}", script),
    }
    page = fill(project.root, "html", "article.html", _escaped, context)
    return Rendered(markup.pictures.embedded(page).encode())


def _written(
    document: Document,
    markup: Markup,
    abstracts: list[list[Node]],
    body: list[Node],
    names: dict[str, str],
    store: Store | None,
) -> Parts:
    """Write all parts in one run of pandoc."""
    trees = [markup.rewritten(blocks) for blocks in (*abstracts, body)]
    notes = markup.notes_list()
    more = [link(words(markup.words["notes"]), f"#{names['notes']}")] if notes else []
    trees += [notes, contents(body, more)]
    name = f"{document.name}{'.marked' if document.tracking else ''}.html"
    *summaries, text, notes_text, contents_text = fragments(trees, name, store)
    return Parts(contents_text, text, notes_text, summaries)


def _escaped(text: str) -> str:
    return written(text, escape, _marked)


def _marked(change: str, text: str) -> str:
    tag = "ins" if change == "insertion" else "del"
    return f'<{tag} class="{change}">{text}</{tag}>'


def _css(text: str) -> str:
    return text.replace("<", "\\3c ")


def _script(document: Document, project: Project) -> str:
    """Return the script of the page, in which nothing ends its element."""
    words = {"words": dict(document.words.table)}
    script = fill(project.root, "html", "article.js", literal, words)
    return "\n" + script.replace("</", "<\\/").replace("<!--", "<\\!--")


def _policy(style: str, script: str) -> str:
    """Return what the page may load: pictures that it holds, its own style and its own script."""
    scripts = f"script-src {_digest(script)}; " if script else ""
    return (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _context(
    document: Document, parts: Parts, names: dict[str, str], *, marks: bool
) -> dict[str, Any]:
    metadata = document.metadata
    plain = document.tracking.new if document.tracking else document
    return {
        "language": metadata.language,
        "direction": direction_of(metadata.language),
        **marked_title_block(document, marks=marks),
        "titled": document.titled,
        "machine_date": metadata.date.isoformat() if metadata.date else "",
        "url": metadata.url,
        "doi_url": metadata.doi_url,
        "licence_url": licence_url(metadata.licence),
        "name": document.name,
        "watermark": document.watermark,
        "pdf": "pdf" in metadata.build.formats,
        "tags": tags(plain),
        "linked_data": Fragment(linked_data(plain)),
        "names": names,
        "abstracts": [
            abstract_block(abstract, fragment) | {"name": names[abstract.name]}
            for abstract, fragment in zip(document.abstracts, parts.abstracts, strict=True)
        ],
        "contents": parts.contents,
        "body": parts.body,
        "notes": parts.notes,
    }
