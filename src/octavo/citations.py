"""Citations and the list of references, formatted once by pandoc's citeproc for every format."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.bibliography import Bibliography, Entry
from octavo.diagnostics import Diagnostic, Faults, Span, ToolError
from octavo.document import Document
from octavo.excerpts import excerpt
from octavo.folders import unfinished
from octavo.matter import BACK_MATTER, behind_references
from octavo.named_authors import (
    NAMES,
    asked,
    joined,
    named_in,
    prints_numbers,
    with_author,
    with_names,
)
from octavo.nodes import (
    Node,
    Rule,
    attr,
    branches,
    div,
    has_class,
    header,
    meta_inlines,
    rewrite,
    words,
)
from octavo.pandoc import pandoc, pandoc_json
from octavo.project import Project
from octavo.store import Store
from octavo.styles import citeproc, find_style, identifier_of, with_all_authors

ABSTRACT = "octavo-abstract-"
TITLES = frozenset("title subtitle booktitle booksubtitle maintitle shorttitle".split())
STRING = re.compile(r"@string\s*[{(]\s*([^\s={}()\"#,]+)", re.IGNORECASE)
INITIALS = re.compile(r"(?<![\w.{\\])(?:[A-Z]\.){2,}(?: [a-z]+\b)?")
"""Letters with stops, as in “the U.S. in Asia”, which pandoc lowers, and what stands behind them,
which it then takes for the first word of a sentence."""


def cite(
    document: Document, bibliography: Bibliography, project: Project, *, excerpted: bool = False
) -> Document:
    """Return the document with formatted citations and, where there are any, the references.

    References that are to be `excerpted` name their authors each, although the one above is
    by the same.
    """
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
        excerpted=excerpted,
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
    with _telling(bibliography, entries):
        listed = _listed(library(bibliography, entries), project.store)
    works = {str(work["id"]): work for work in json.loads(listed)}
    return replace(
        document,
        works={key: works[key] for key in keys if key in works},
        style=identifier_of(find_style(project)) or project.metadata.build.csl,
    )


def _listed(text: str, store: Store | None = None) -> bytes:
    """Return entries as CSL data."""
    # Pandoc takes the capitals out of English titles, names and all; a German keeps his.
    env = {"LANG": "de_DE.UTF-8"}
    return pandoc("--from=biblatex", "--to=csljson", data=text.encode(), env=env, store=store)


@contextmanager
def _telling(bibliography: Bibliography, entries: Sequence[Entry]) -> Iterator[None]:
    """Raise `Faults` with the place of the entry that pandoc stops at."""
    try:
        yield
    except ToolError as error:
        if not re.search(r"\(line \d+, column \d+\)", str(error)):
            raise
        counts = range(len(entries) + 1)
        first = bisect_left(counts, True, key=lambda n: _fails(library(bibliography, entries[:n])))
        if first == len(counts):
            raise
        what = f"pandoc cannot read the entry `{entries[first - 1].key}`"
        span = entries[first - 1].span if first else Span(next(iter(bibliography.texts)))
        hints = ("look at its braces, its key and the names of its fields",)
        if not first:
            what, hints = "pandoc cannot read the `@string`s", ("look at their braces",)
        raise Faults(Diagnostic("bibliography-unreadable", what, span, hints)) from None


def _fails(text: str) -> bool:
    try:
        _listed(text)
    except ToolError:
        return True
    return False


def library(bibliography: Bibliography, entries: Iterable[Entry]) -> str:
    """Return entries as BibTeX, behind the strings that they use, and no others."""
    written = [*map(_bibtex, entries)]
    used, strings = "\n".join(written), []
    for string in reversed(bibliography.strings):  # one may use those before it
        name = STRING.match(string)
        if name is None or re.search(rf"\b{re.escape(name[1])}\b", used, re.IGNORECASE):
            strings.append(string)
            used += string
    return "\n".join([*reversed(strings), *written])


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
    entries: Sequence[Entry],
    bibliography: Bibliography,
    document: Document,
    project: Project,
    *,
    excerpted: bool,
) -> list[Node]:
    style = find_style(project)
    with unfinished() as folder:
        if excerpted:
            style = with_all_authors(style, folder)
        bib = folder / "cited.bib"
        bib.write_text(library(bibliography, entries), encoding="utf-8")
        meta: dict[str, Any] = {
            "lang": meta_inlines(document.metadata.language),
            "link-citations": {"t": "MetaBool", "c": True},
        }
        short = excerpt(blocks)
        if prints_numbers(style):
            names = _authors_of(short.blocks, bib, {"lang": meta["lang"]}, project)
            short.blocks = with_names(short.blocks, names)
        data = pandoc_json(short.blocks, meta)
        rules: dict[str, Rule] = {"Cite": with_author, "Span": joined}
        with _telling(bibliography, entries):
            made = citeproc(project, style, data, bibliography=bib)
        return short.whole(rewrite(made, rules))


def _authors_of(
    blocks: list[Node], bib: Path, meta: dict[str, Any], project: Project
) -> dict[str, list[Node]]:
    """Return the names of those whom sentences name, by the keys of their works."""
    keys = named_in(blocks)
    if not keys:
        return {}
    style = bib.with_name("authors.csl")
    style.write_text(NAMES, encoding="utf-8")
    data = pandoc_json(asked(keys), meta)
    found = citeproc(project, style, data, bibliography=bib)
    return {key: block["c"][0]["c"][1] for key, block in zip(keys, found, strict=False)}


def _bibtex(entry: Entry) -> str:
    fields = "".join(
        f"  {name} = {_guarded(value) if name in TITLES else value},\n"
        for name, value in entry.fields.items()
    )
    return f"@{entry.type}{{{entry.key},\n{fields}}}\n"
