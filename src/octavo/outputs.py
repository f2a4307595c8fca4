"""What the built files say of themselves: links within them that lead nowhere."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from octavo.diagnostics import Span, ToolError
from octavo.project import Project
from octavo.targets import SCHEME
from octavo.word_namespaces import w

XHTML = "{http://www.w3.org/1999/xhtml}"
Find: TypeAlias = "Callable[[Path, Path], Iterator[Dangling]]"


@dataclass(frozen=True, slots=True)
class Dangling:
    """A link of a built file to a place that the file has not."""

    span: Span
    target: str
    shown: str
    """What a reader clicks on, or where that is."""


def dangling_of(project: Project) -> Iterator[Dangling]:
    """Yield the dead links within every built file that is there."""
    for form, find in READERS.items():
        for name in _names(project):
            path = project.output / f"{name}.{form}"
            if path.is_file():
                yield from _found(find, path, path.relative_to(project.root))


def _names(project: Project) -> Iterator[str]:
    """Yield the names of the documents that are built."""
    yield "manuscript"
    if project.supplement:
        yield "supplement"
    if project.metadata.build.floats == "apart":
        yield "tables"


def _found(find: Find, path: Path, name: Path) -> list[Dangling]:
    """Return the dead links of a file; raise `ToolError` where it is damaged."""
    from lxml import etree
    from pikepdf import PdfError

    damage = (zipfile.BadZipFile, etree.LxmlError, PdfError, KeyError, OSError, zlib.error)
    try:
        if not path.read_bytes().strip():
            raise OSError("it is empty")
        return [*find(path, name)]
    except damage as error:
        message = f"{name.as_posix()} is damaged: {error}"
        raise ToolError(message, "build it again, or delete it") from error


def _in_html(path: Path, name: Path) -> Iterator[Dangling]:
    from lxml import html

    tree = html.parse(str(path), html.HTMLParser(encoding="utf-8"))
    targets = {*tree.xpath("//@id"), *tree.xpath("//a/@name"), ""}
    for link in tree.xpath("//a[starts-with(@href, '#')]"):
        target = str(link.get("href"))[1:]
        if target not in targets:
            line = int(link.sourceline or 1)
            yield Dangling(Span(name, line), target, " ".join(link.text_content().split()))


def _in_docx(path: Path, name: Path) -> Iterator[Dangling]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as package:
        parts = [n for n in package.namelist() if re.fullmatch(r"word/\w+notes?\.xml", n)]
        trees = [etree.fromstring(package.read(n), parser) for n in ("word/document.xml", *parts)]
    names = {b.get(w("name")) for tree in trees for b in tree.iter(w("bookmarkStart"))}
    for tree in trees:
        for link in tree.iter(w("hyperlink")):
            target = link.get(w("anchor"))
            if target and target not in names:
                shown = "".join(text.text or "" for text in link.iter(w("t")))
                yield Dangling(Span(name), target, shown)


def _in_epub(path: Path, name: Path) -> Iterator[Dangling]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as package:
        files = [n for n in package.namelist() if n.endswith(".xhtml")]
        trees: dict[str, Any] = {n: etree.fromstring(package.read(n), parser) for n in files}
        places = set(package.namelist())
    places |= {f"{file}#{i}" for file, tree in trees.items() for i in tree.xpath("//@id")}
    for file, tree in trees.items():
        for link in tree.iter(f"{XHTML}a"):
            target = str(link.get("href", ""))
            whole = (
                file + target
                if target.startswith("#")
                else posixpath.join(posixpath.dirname(file), target)
            )
            if not SCHEME.match(target) and whole not in places:
                yield Dangling(Span(name), target, " ".join("".join(link.itertext()).split()))


def _in_pdf(path: Path, name: Path) -> Iterator[Dangling]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        pages: set[Any] = {page.objgen for page in pdf.pages}
        names = {str(key) for key in pikepdf.NameTree(pdf.Root.Names.Dests)} if _named(pdf) else ()
        for number, page in enumerate(pdf.pages, 1):
            for note in page.get("/Annots", []):
                target = _destination(note)
                if target is None or _leads_somewhere(target, pages, set(names)):
                    continue
                yield Dangling(Span(name), str(target)[:80], f"page {number}")


def _named(pdf: Any) -> bool:
    return "/Names" in pdf.Root and "/Dests" in pdf.Root.Names


def _destination(note: Any) -> Any:
    """Return where a link within the file leads, or None for what is none."""
    if note.get("/Subtype") != "/Link":
        return None
    action = note.get("/A")
    if action is not None:
        return action.get("/D") if action.get("/S") == "/GoTo" else None
    return note.get("/Dest")


def _leads_somewhere(target: Any, pages: set[Any], names: set[str]) -> bool:
    import pikepdf

    if isinstance(target, pikepdf.Array):
        first = target[0] if len(target) else None
        return isinstance(first, pikepdf.Dictionary) and first.objgen in pages
    return str(target) in names


READERS: dict[str, Find] = {
    "html": _in_html,
    "docx": _in_docx,
    "pdf": _in_pdf,
    "epub": _in_epub,
}
