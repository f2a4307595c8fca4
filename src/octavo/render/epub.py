"""The article as an electronic book: EPUB 3.3, a file a section, for readers of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.document import Document
from octavo.nodes import Node, attr, header, link, span, words
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.epub_package import NAVIGATION, PACKAGE, STYLE, about, facts, items_of, package
from octavo.render.epub_pages import join, serialized
from octavo.render.epub_parts import Section, files_of
from octavo.render.epub_pictures import content_of, places_of
from octavo.render.hypertext_fragments import fragments
from octavo.render.hypertext_markup import Identifiers, Markup, contents
from octavo.render.hypertext_safety import cleaned
from octavo.render.template import Fragment, fill
from octavo.render.title_block import abstract_block, title_block
from octavo.render.xml_template import fill_xml
from octavo.store import Store
from octavo.words import direction_of

TITLE, ABSTRACTS = "title.xhtml", "abstracts.xhtml"
OWN_NAMES = ("title", "contents", "notes")
LIST = re.compile("<(/?)ul>")
"""The contents must be ordered lists; pandoc gives those a style."""

LANDMARKS = {"doc-bibliography": "bibliography", "doc-endnotes": "endnotes"}


@dataclass(frozen=True, slots=True)
class Book:
    """The article in the parts that its files are filled with."""

    names: Mapping[str, str]
    abstracts: list[Fragment]
    files: dict[str, list[Section]]
    """The sections that stand together, by the file's name, in the order of reading."""

    contents: Fragment


def render(document: Document, project: Project) -> Rendered:
    """Return the article as an EPUB package."""
    *abstracts, body = cleaned([*(a.blocks for a in document.abstracts), document.blocks])
    identifiers = Identifiers([*abstracts, body])
    own = [*OWN_NAMES, *(abstract.name for abstract in document.abstracts)]
    names = {name: identifiers.fresh(name) for name in own}
    markup = Markup(document, identifiers, above=0, self_links=False)
    book = _written(document, markup, abstracts, body, names, project.store)
    trees = {
        name: fill_xml(project.root, "epub", template, context).tree
        for name, template, context in _pages(document, book)
    }
    places = places_of(markup.pictures.found)
    join(trees, [places[path] for path in markup.pictures.found])
    style = fill(project.root, "epub", STYLE, str, {"widths": sorted(markup.pictures.percentages)})
    files = {
        PACKAGE: _package(document, project, trees, [*places.values()]),
        **{name: serialized(tree) for name, tree in trees.items()},
        STYLE: style.encode(),
        **{place: content_of(path) for path, place in places.items()},
    }
    return Rendered(package(files, document.timestamp))


def _written(
    document: Document,
    markup: Markup,
    abstracts: list[list[Node]],
    body: list[Node],
    names: dict[str, str],
    store: Store | None,
) -> Book:
    """Write all parts in one run of pandoc."""
    summaries = [markup.rewritten(blocks) for blocks in abstracts]
    groups = [*files_of(markup.rewritten(body))]
    notes = markup.notes_list()
    more = []
    if notes:
        title = markup.words["notes"]
        heading = header(1, words(title), attr(names["notes"]))
        groups.append([Section(title, names["notes"], "doc-endnotes", blocks=[heading, *notes])])
        more.append(link(words(title), f"#{names['notes']}"))
    sections = [section for group in groups for section in group]
    toc = contents(body, more, _front_links(document, names))
    trees = [*summaries, *(section.blocks for section in sections), toc]
    written = fragments(trees, f"{document.name}.epub", store)
    for section, text in zip(sections, written[len(summaries) : -1], strict=True):
        section.text = text
    files = {_name(number, group): group for number, group in enumerate(groups, 1)}
    return Book(names, written[: len(summaries)], files, written[-1])


def _name(number: int, group: Sequence[Section]) -> str:
    return f"{LANDMARKS.get(group[0].role) or f'text-{number}'}.xhtml"


def _front_links(document: Document, names: Mapping[str, str]) -> Iterator[Node]:
    """Yield the links of the contents that stand before the text's own."""
    yield link(words(document.metadata.title), f"#{names['title']}")
    for abstract in document.abstracts:
        block = abstract_block(abstract, "text" if abstract.blocks else "")
        pairs = {"lang": block["language"], "dir": block["direction"]}
        yield link([span(words(block["heading"]), attr(**pairs))], f"#{names[abstract.name]}")


def _pages(document: Document, book: Book) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, template and values of each file, in the order of reading."""
    title = document.metadata.title
    front = {**_values(document, book), "page_title": title, "matter": "frontmatter"}
    yield TITLE, TITLE, front
    contents_values = {
        "page_title": document.words["contents"],
        "contents": Fragment(LIST.sub(r"<\1ol>", book.contents)),
        "landmarks": list(_landmarks(document, book)),
    }
    yield NAVIGATION, NAVIGATION, front | contents_values
    if document.abstracts:
        abstracts = [
            abstract_block(abstract, text) | {"name": book.names[abstract.name]}
            for abstract, text in zip(document.abstracts, book.abstracts, strict=True)
        ]
        heading = abstracts[0]["heading"]
        yield ABSTRACTS, ABSTRACTS, front | {"page_title": heading, "abstracts": abstracts}
    for name, group in book.files.items():
        matter = "backmatter" if group[0].is_behind else "bodymatter"
        own = {"page_title": group[0].title or title, "matter": matter, "sections": group}
        yield name, "text.xhtml", front | own


def _values(document: Document, book: Book) -> dict[str, Any]:
    metadata = document.metadata
    return {
        "language": metadata.language,
        "direction": direction_of(metadata.language),
        **title_block(metadata, document.words),
        "machine_date": metadata.date.isoformat() if metadata.date else "",
        "names": book.names,
    }


def _landmarks(document: Document, book: Book) -> Iterator[dict[str, str]]:
    title = document.metadata.title
    yield {"kind": "titlepage", "place": TITLE, "text": title}
    yield {"kind": "toc", "place": NAVIGATION, "text": document.words["contents"]}
    found: set[str] = set()
    for name, (first, *_) in book.files.items():
        kind = LANDMARKS.get(first.role, "" if first.is_back else "bodymatter")
        if kind and kind not in found:
            found.add(kind)
            yield {"kind": kind, "place": name, "text": first.title or title}


def _package(
    document: Document, project: Project, trees: Mapping[str, Any], pictures: Sequence[str]
) -> bytes:
    metadata = document.metadata
    context = {
        "language": metadata.language,
        "direction": direction_of(metadata.language),
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "machine_date": metadata.date.isoformat() if metadata.date else "",
        **about(document),
        "accessibility": list(facts(document, trees.values(), pictures)),
        "items": list(items_of(trees, pictures)),
    }
    return fill_xml(project.root, "epub", PACKAGE, context).text.encode()
