"""The article as XML for journals and archives: the Journal Article Tag Suite.

Journal Publishing, version 1.3 (ANSI/NISO Z39.96-2021), with structured references.
What an article that no journal has published yet cannot know, the journal, is empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from octavo.document import Abstract, Document, Graphic
from octavo.folders import unfinished
from octavo.matter import behind_references, role_text
from octavo.names import name_of
from octavo.nodes import Node, attr, div, has_class, pair_of, para, plain_text, rewrite, span, walk
from octavo.pandoc import pandoc, pandoc_json
from octavo.project import Project
from octavo.render import Rendered
from octavo.render.jats_tree import Trees, trees_of
from octavo.render.template import Fragment
from octavo.render.title_block import licence_url
from octavo.render.xml_template import fill_xml
from octavo.store import Store
from octavo.supplement import FILES
from octavo.supplement import NAME as SUPPLEMENT

TEMPLATE = "<r>\n<body>\n$body$\n</body>\n<back>\n$back$\n</back></r>\n"
ABSTRACT = "octavo-abstract-"
BACK = "octavo-back-"
UNTITLED = "BlockQuote BulletList DefinitionList Figure Note OrderedList Table".split()
"""What holds no sections."""

TYPES = {"abstract": "", "highlights": "key-points", "summary": "plain-language-summary"}


@dataclass(frozen=True, slots=True)
class _Role:
    name: str
    text: str


def render(document: Document, project: Project) -> Rendered:
    """Return the article as JATS; its pictures stay files beside it."""
    blocks = _blocks(document, project)
    behind = behind_references(document.metadata.build.order)
    trees = trees_of(_written(blocks, document, project.store), _numbers(blocks), behind)
    page = fill_xml(project.root, "jats", "article.xml", _context(document, project, trees))
    return Rendered(page.text.encode())


def _blocks(document: Document, project: Project) -> list[Node]:
    """Return all that is printed in one tree, each part with a name to find it by."""
    abstracts = [div(a.blocks, attr(f"{ABSTRACT}{n}")) for n, a in enumerate(document.abstracts)]
    text = [block for block in document.blocks if block["t"] != "RawBlock"]
    out: list[Node] = rewrite(
        [*abstracts, *text],
        {
            "Div": _division,
            "Header": _header,
            **dict.fromkeys(UNTITLED, _untitled),
            "Image": lambda node: _image(node, document, project),
            "RawInline": lambda _: [],
            "RawBlock": lambda _: [],
        },
    )
    return out


def _division(node: Node) -> list[Node] | None:
    """Take apart what holds headings: sections begin there that do not end with it."""
    (name, _, _), blocks = node["c"]
    holds = any(block["t"] == "Header" for block in blocks)
    return list(blocks) if holds and not name.startswith(ABSTRACT) else None


def _untitled(node: Node) -> list[Node]:
    """Make bold paragraphs of headings where no section can begin: there, no title may stand."""
    return [{"t": node["t"], "c": rewrite(node["c"], {"Header": _bold})}]


def _bold(node: Node) -> list[Node]:
    _, attribute, content = node["c"]
    if content and has_class(content[0], "section-number"):
        content = [*content[0]["c"][1], *content[1:]]
    strong: Node = {"t": "Strong", "c": content}
    return [para([span([strong], attr(attribute[0]))] if attribute[0] else [strong])]


def _header(node: Node) -> list[Node] | None:
    if not has_class(node, "back-matter"):
        return None
    level, (name, classes, pairs), content = node["c"]
    return [{"t": "Header", "c": [level, [f"{BACK}{name}", classes, pairs], content]}]


def _image(node: Node, document: Document, project: Project) -> list[Node]:
    """Name a picture's file as it is found from the output; without one its text remains."""
    attribute, alternative, (target, title) = node["c"]
    path = _file(document.graphics.get(target))
    if path is None:
        return list(alternative)
    place = Path(os.path.relpath(project.root / path, project.output)).as_posix()
    return [{"t": "Image", "c": [attr(attribute[0]), alternative, [place, title]]}]


def _file(graphic: Graphic | None) -> Path | None:
    return (graphic.raster or graphic.svg or graphic.pdf) if graphic else None


def _numbers(blocks: list[Node]) -> dict[str, str]:
    """Return the numbers of the equations by their labels."""
    spans = (node for node in walk(blocks) if node["t"] == "Span" and has_class(node, "equation"))
    return {node["c"][0][0]: pair_of(node["c"][0], "number") or "" for node in spans}


def _written(blocks: list[Node], document: Document, store: Store | None) -> bytes:
    with unfinished() as folder:
        template = folder / "parts.xml"
        template.write_text(TEMPLATE, encoding="utf-8")
        return pandoc(
            "--from=json",
            "--to=jats_publishing+element_citations",
            "--standalone",
            "--wrap=none",
            files={"--template": template},
            store=store,
            data=pandoc_json(blocks, {"references": _meta([*document.works.values()])}),
        )


def _meta(value: Any) -> Node:
    """Return data as pandoc's metadata."""
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {key: _meta(inner) for key, inner in value.items()}}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_meta(inner) for inner in value]}
    return {"t": "MetaString", "c": str(value)}


def _context(document: Document, project: Project, trees: Trees) -> dict[str, Any]:
    metadata = document.metadata
    grants = metadata.funding if isinstance(metadata.funding, tuple) else ()
    first_page, last_page = metadata.journal.page_range if metadata.journal else ("", "")
    return {
        "language": metadata.language,
        "words": dict(document.words.table),
        "supplement": _supplement(document, project),
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "short_title": metadata.short_title,
        "authors": list(_authors(document)),
        "places": list(_places(document)),
        "date": metadata.date,
        "doi": metadata.doi,
        "url": metadata.url,
        "journal": metadata.journal.model_dump() if metadata.journal else {},
        "first_page": first_page,
        "last_page": last_page,
        "licence": metadata.licence,
        "licence_url": licence_url(metadata.licence),
        "abstracts": sorted(_abstracts(document, trees), key=lambda a: str(a["tag"])),
        "keywords": [
            {"language": language, "words": group}
            for language, group in metadata.keywords_by_language.items()
        ],
        "grants": grants,
        "funding": metadata.funding if isinstance(metadata.funding, str) else "",
        "body": Fragment(trees.body),
        "back": Fragment(trees.back),
    }


def _supplement(document: Document, project: Project) -> str:
    """Return the file of the article's supplement, if it has one."""
    has_one = bool(project.supplement) and document.name == "manuscript"
    return f"{SUPPLEMENT}.{FILES['jats']}" if has_one else ""


def _authors(document: Document) -> Iterator[dict[str, Any]]:
    for author in document.metadata.authors:
        roles = [_Role(role, role_text(role).capitalize()) for role in author.roles]
        places = [f"aff-{name}" for name in author.affiliations]
        parts = asdict(name_of(author))
        yield {**author.model_dump(), "parts": parts, "roles": roles, "places": places}


def _places(document: Document) -> Iterator[dict[str, Any]]:
    metadata = document.metadata
    for place in metadata.affiliations if metadata.authors else ():
        ror = (place.ror or "").removeprefix("https://ror.org/")
        yield {**place.model_dump(), "id": f"aff-{place.id}", "ror": ror}


def _abstracts(document: Document, trees: Trees) -> Iterator[dict[str, Any]]:
    own = document.metadata.language.split("-")[0]
    for number, abstract in enumerate(document.abstracts):
        if plain_text(abstract.blocks):
            yield _abstract(abstract, trees.parts[f"{ABSTRACT}{number}"], own)


def _abstract(abstract: Abstract, text: str, own: str) -> dict[str, Any]:
    translated = abstract.language.split("-")[0] != own
    return {
        "tag": Fragment("trans-abstract" if translated else "abstract"),
        "type": TYPES[abstract.kind],
        "language": abstract.language,
        "text": Fragment(text),
    }
