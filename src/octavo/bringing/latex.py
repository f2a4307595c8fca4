"""A folder of LaTeX, read by pandoc: text that has no counterpart there is told, not dropped.

Files are put together here, within the folder alone: pandoc's reader would take any file of the
machine.  (https://pandoc.org/MANUAL.html#a-note-on-security)
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

from octavo.bringing.brought import Brought, refuse
from octavo.bringing.entries import REFERENCES, take_bibliographies
from octavo.bringing.folder import Folder
from octavo.bringing.latex_tree import LatexTree
from octavo.bringing.media import Media
from octavo.bringing.parts import take_sections
from octavo.bringing.people import authors_of
from octavo.bringing.tree_text import parts_of, written
from octavo.characters import tree_without
from octavo.diagnostics import ToolError
from octavo.nodes import Node, plain_text
from octavo.pandoc import pandoc
from octavo.yaml_source import Value

INPUT = re.compile(r"(?<!\\)\\(?P<command>input|include|subfile)\s*\{(?P<name>[^{}]+)\}")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
BIBLIOGRAPHY = re.compile(r"\\(?:bibliography|addbibresource)(?:\[[^\]]*\])?\{(?P<names>[^{}]+)\}")
ORCID = re.compile(r"\\orcid(?:link|ID|A|icon)?\s*\{(?P<orcid>[\dX-]{19})\}")
DEFINED = re.compile(r"\\begin\{document\}")
ITEM = re.compile(
    r"\\bibitem\s*(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\])?\s*\{(?P<key>[^{}]+)\}"
    r"(?P<text>(?:[^\\]|\\(?!bibitem|end\{the))*)"
)
MAX_DEPTH = 10
"""Characters of all files together."""


def bring_latex(folder: Folder, main: PurePosixPath | None = None) -> Brought:
    """Return the paper that a folder of LaTeX holds."""
    brought = folder.brought
    path = main or _main(folder)
    source = _joined(folder, path, folder.text(path))
    source = _typed_references(source, folder, path)
    document = _read(source, path)
    media = Media(brought)
    tree = LatexTree(folder, media, path, graphic_paths(source))
    tree.refer(document["blocks"])
    blocks = tree.made(document["blocks"])
    _front(document["meta"], source, brought, path)
    parts = parts_of(blocks)
    abstract = tree.made([*_blocks(document["meta"].get("abstract"))])
    texts = written([abstract, *(part for _, part in parts)])
    if texts[0].strip():
        brought.metadata["abstract"] = texts[0].strip()
    take_sections(zip([heading for heading, _ in parts], texts[1:], strict=True), brought)
    named = [n.strip() for f in BIBLIOGRAPHY.finditer(source) for n in f["names"].split(",")]
    names = [name if name.endswith(".bib") else f"{name}.bib" for name in named]
    take_bibliographies(names, path.parent, folder, brought, path.as_posix())
    return brought


def _main(folder: Folder) -> PurePosixPath:
    """Return the file that begins the document; the nearest, and then the first by name."""
    paths = folder.find(".tex", ".ltx")
    found = [path for path in paths if DEFINED.search(COMMENT.sub("", folder.text(path)))]
    if not found:
        raise refuse(str(folder.root), "no file with \\begin{document} is there")
    main = sorted(
        found, key=lambda p: (len(p.parts), p.stem not in ("main", "paper", "article"), p)
    )
    for other in main[1:]:
        folder.brought.tell(other.as_posix(), f"another document than {main[0]}, which is left out")
    return main[0]


def _joined(folder: Folder, path: PurePosixPath, held: str, depth: int = 0) -> str:
    """Return a file, which holds a text, with those that it takes in, each within the folder."""
    text = COMMENT.sub("%", held)

    def put(found: re.Match[str]) -> str:
        name = found["name"].strip()
        inner = folder.inside(name, path.parent) or folder.inside(f"{name}.tex", path.parent)
        line = text.count("\n", 0, found.start()) + 1
        if inner is None or depth >= MAX_DEPTH:
            why = "is not in the folder" if inner is None else "takes itself in"
            folder.brought.tell(f"{path}:{line}:1", f"the file `{name}` {why}, and is left out")
            return ""
        return _joined(folder, inner, folder.include(inner, f"{path}:{line}:1"), depth + 1)

    return INPUT.sub(put, text)


def _typed_references(source: str, folder: Folder, path: PurePosixPath) -> str:
    """Return a source without its typed list of references, whose items become entries."""
    listed = _list_in(source)
    if listed is None:
        result = path.with_suffix(".bbl")
        if result in folder.files and not folder.find(".bib"):
            listed = _list_in(folder.text(result))
    if listed is None:
        return source
    entries = []
    for found in ITEM.finditer(listed):
        text = " ".join(
            re.sub(r"\\newblock|[{}]|\\(?:em|it|bf|textit|emph)\b", " ", found["text"]).split()
        )
        entries.append(f"@misc{{{found['key'].strip()},\n  title = {{{{{text}}}}},\n}}\n")
    if entries:
        folder.brought.files[REFERENCES] = "\n".join(entries).encode()
        what = f"{len(entries)} references are typed: each is an entry with all its words as title"
        folder.brought.tell(path.as_posix(), what, f"divide them into fields in {REFERENCES}")
    return source.replace(listed, "", 1)


def _list_in(text: str) -> str | None:
    start, closing = text.find("\\begin{thebibliography}"), "\\end{thebibliography}"
    end = text.find(closing, start) if start >= 0 else -1
    return text[start : end + len(closing)] if end >= 0 else None


def _read(source: str, path: PurePosixPath) -> Any:
    asked = ("--from=latex+raw_tex", "--to=json", "--sandbox")
    try:
        return tree_without(json.loads(pandoc(*asked, data=source.encode())))
    except ToolError as error:
        if not str(error).startswith("pandoc failed ("):
            raise
        said = " ".join(str(error).partition(": ")[2].split())
        place = re.search(r"\(line (\d+), column (\d+)\):? ", said)
        where = f"{path}:{place[1]}:{place[2]}" if place else path.as_posix()
        what = said[place.end() :] if place else said
        hint = "mend it, or leave the part out; lines count the files that are taken in"
        raise refuse(where, f"this cannot be read as LaTeX: {what[:200]}", hint) from None


def graphic_paths(source: str) -> list[str]:
    """Return the folders in which pictures are looked for."""
    found = re.search(r"\\graphicspath\s*\{((?:\s*\{[^{}]*\}\s*)+)\}", source)
    return re.findall(r"\{([^{}]*)\}", found[1]) if found else []


def _front(meta: Any, source: str, brought: Brought, path: PurePosixPath) -> None:
    for key in ("title", "subtitle"):
        if key in meta:
            brought.metadata[key] = plain_text(meta[key])
    lines = [_inlines(one) for one in (meta.get("author") or {"c": []})["c"]]
    affiliations = re.findall(
        r"\\(?:affil|affiliation|address|institute)(?:\[([^\]]*)\])?\s*\{([^{}]+)\}", source
    )
    places = [[*_raised(mark), *_said(text)] for mark, text in affiliations]
    marked = _marked_names(source)
    authors, where = authors_of(marked or _without_notes(lines), places, _notes(lines))
    for author, found in zip(authors, ORCID.finditer(source), strict=False):
        if isinstance(author, dict):
            author.setdefault("orcid", found["orcid"])
    if authors:
        brought.metadata["authors"] = authors
    if where:
        brought.metadata["affiliations"] = where
    words = re.search(
        r"\\keywords?\s*\{([^{}]+)\}|\\begin\{keywords?\}(.*?)\\end\{keywords?\}", source, re.DOTALL
    )
    if words:
        listed = re.split(r"\\sep|[;,]|\\and", words[1] or words[2])
        brought.metadata["keywords"] = [
            " ".join(one.split()).strip(" .") for one in listed if one.strip()
        ]
    instead: dict[str, Value] = {"title": path.stem, "authors": [{"name": "Author"}]}
    for key, what in instead.items():
        if not brought.metadata.get(key):
            brought.metadata[key] = what
            hint = "write it into `manuscript/metadata.yaml`"
            brought.tell(path.as_posix(), f"no {key} found: a stand-in is there", hint)


def _marked_names(source: str) -> list[list[Node]]:
    """Return the authors of authblk, whose marks stand in brackets."""
    found = re.findall(r"\\author\[([^\]]*)\]\s*\{([^{}]+)\}", source)
    return [[*_said(name), *_raised(mark)] for mark, name in found]


def _said(text: str) -> list[Node]:
    bare = re.sub(r"\\[A-Za-z]+\*?|[{}~]", " ", text.replace("\\\\", ", "))
    return [{"t": "Str", "c": " ".join(bare.split())}]


def _raised(mark: str) -> list[Node]:
    return [{"t": "Superscript", "c": [{"t": "Str", "c": mark}]}] if mark else []


def _inlines(value: Any) -> list[Node]:
    return (
        list(value["c"])
        if value["t"] == "MetaInlines"
        else [
            node for block in value["c"] if block["t"] in ("Para", "Plain") for node in block["c"]
        ]
    )


def _without_notes(lines: list[list[Node]]) -> list[list[Node]]:
    return [[node for node in line if node["t"] not in ("Note", "RawInline")] for line in lines]


def _notes(lines: list[list[Node]]) -> list[Any]:
    """Return what stands in notes to the names: addresses, and who is to be written to."""
    return [
        [{"t": "Str", "c": plain_text(_without_notes([line])[0])}, *note["c"]]
        for line in lines
        for note in line
        if note["t"] == "Note"
    ]


def _blocks(value: Any) -> list[Node]:
    if value is None:
        return []
    if value["t"] == "MetaBlocks":
        return list(value["c"])
    return [{"t": "Para", "c": value["c"]}] if value["t"] == "MetaInlines" else []
