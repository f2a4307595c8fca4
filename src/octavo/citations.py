"""Citations and the list of references, formatted once by pandoc's citeproc for every format."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from octavo.bibliography import Bibliography, Entry
from octavo.document import Document
from octavo.excerpts import excerpt
from octavo.folders import unfinished
from octavo.matter import BACK_MATTER, behind_references
from octavo.nodes import (
    Node,
    attr,
    branches,
    div,
    has_class,
    header,
    para,
    plain_text,
    rewrite,
    words,
)
from octavo.pandoc import pandoc, pandoc_json
from octavo.project import Project
from octavo.styles import citeproc, find_style, identifier_of

ABSTRACT = "octavo-abstract-"
TITLES = frozenset("title subtitle booktitle booksubtitle maintitle shorttitle".split())
INITIALS = re.compile(r"(?<![\w.{\\])(?:[A-Z]\.){2,}(?: [a-z]+\b)?")
"""Letters with stops, as in “the U.S. in Asia”, which pandoc lowers, and what stands behind them,
which it then takes for the first word of a sentence."""


def cite(document: Document, bibliography: Bibliography, project: Project) -> Document:
    """Return the document with formatted citations and, where there are any, the references."""
    keys = _cited(document)
    if not keys:
        return document
    blocks = [div(a.blocks, attr(f"{ABSTRACT}{n}")) for n, a in enumerate(document.abstracts)]
    cited = _citeproc(
        [*blocks, *_with_list(document)],
        bibliography.lineage(keys),
        bibliography,
        document,
        project,
    )
    count = len(blocks)
    abstracts = zip(document.abstracts, cited[:count], strict=True)
    return replace(
        document,
        abstracts=tuple(replace(a, blocks=block["c"][1]) for a, block in abstracts),
        blocks=cited[count:],
    )


def describe(document: Document, bibliography: Bibliography, project: Project) -> Document:
    """Return the document with the data of the cited works, and the style's identifier."""
    keys = _cited(document)
    if not keys:
        return document
    entries = bibliography.lineage(keys)
    # Pandoc takes the capitals out of English titles, names and all; a German keeps his.
    listed = pandoc(
        "--from=biblatex",
        "--to=csljson",
        data=library(bibliography, entries).encode(),
        env={"LANG": "de_DE.UTF-8"},
        store=project.store,
    )
    works = {str(work["id"]): work for work in json.loads(listed)}
    return replace(
        document,
        works={key: works[key] for key in keys if key in works},
        style=identifier_of(find_style(project)) or project.metadata.build.csl,
    )


def library(bibliography: Bibliography, entries: Iterable[Entry]) -> str:
    """Return entries as BibTeX, behind the strings that they may use."""
    return "\n".join([*bibliography.strings, *map(_bibtex, entries)])


def _guarded(title: str) -> str:
    """Return a title of BibTeX with braces around such initials, which few authors write."""
    return INITIALS.sub(lambda found: f"{{{found[0]}}}", title)


def _cited(document: Document) -> list[str]:
    trees = [*(abstract.blocks for abstract in document.abstracts), document.blocks]
    return list(
        dict.fromkeys(
            citation["citationId"]
            for node in branches(trees)
            if node["t"] == "Cite"
            for citation in node["c"][0]
        )
    )


def _with_list(document: Document) -> list[Node]:
    """Add the place for the references, where the author gave them none: as a rule, the end."""
    if any(node["t"] == "Div" and node["c"][0][0] == "refs" for node in branches(document.blocks)):
        return document.blocks
    heading = header(1, words(document.words["references"]), attr("references", ["unnumbered"]))
    behind = behind_references(document.metadata.build.order)
    blocks = document.blocks
    place = next((n for n, block in enumerate(blocks) if _begins(block, behind)), len(blocks))
    return [*blocks[:place], heading, div([], attr("refs")), *blocks[place:]]


def _begins(block: Node, parts: Collection[str]) -> bool:
    """Tell whether a block is the heading of one of some parts of the back matter."""
    return block["t"] == "Header" and has_class(block, BACK_MATTER) and block["c"][1][0] in parts


def _citeproc(
    blocks: list[Node],
    entries: Iterable[Entry],
    bibliography: Bibliography,
    document: Document,
    project: Project,
) -> list[Node]:
    style = find_style(project)
    with unfinished() as folder:
        bib = folder / "cited.bib"
        bib.write_text(library(bibliography, entries), encoding="utf-8")
        meta: dict[str, Any] = {
            "lang": _inlines(document.metadata.language),
            "link-citations": {"t": "MetaBool", "c": True},
        }
        short = excerpt(blocks)
        data = pandoc_json(short.blocks, meta)
        cited = rewrite(citeproc(project, style, data, bibliography=bib), {"Cite": _with_author})
        return short.whole(cited)


def _with_author(cite: Node) -> list[Node] | None:
    """Name the author in a note too, where the sentence does so and a year alone would be left.

    Citeproc leaves an author out of a note whom the sentence names.  That is right where the note
    has a title; styles that print author and year in notes would have notes such as “2018”.
    """
    citations, inlines = cite["c"]
    *author, note = inlines or [None]
    if not author or not note or note["t"] != "Note" or note["c"][0]["t"] != "Para":
        return None
    first, *rest = note["c"]
    if not plain_text(first["c"])[:1].isdigit():
        return None
    whole = [para([*author, {"t": "Space"}, *first["c"]]), *rest]
    return [{"t": "Cite", "c": [citations, [*author, {"t": "Note", "c": whole}]]}]


def _inlines(text: str) -> Node:
    return {"t": "MetaInlines", "c": words(text)}


def _bibtex(entry: Entry) -> str:
    fields = "".join(
        f"  {name} = {_guarded(value) if name in TITLES else value},\n"
        for name, value in entry.fields.items()
    )
    return f"@{entry.type}{{{entry.key},\n{fields}}}\n"
