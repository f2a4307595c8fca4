"""A paper that was written in Word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from octavo.bringing.brought import Brought, refuse
from octavo.bringing.entries import REFERENCES
from octavo.bringing.media import Media
from octavo.bringing.parts import take_sections
from octavo.bringing.tree_text import parts_of, slug, written
from octavo.bringing.word_blocks import pieces_of
from octavo.bringing.word_front import Front
from octavo.bringing.word_package import Package, opened
from octavo.bringing.word_stories import Stories
from octavo.bringing.word_tree import Tree
from octavo.characters import tree_without
from octavo.diagnostics import ToolError
from octavo.nodes import Node, plain_text, rewrite, words
from octavo.pandoc import pandoc

STYLE = re.compile(r'<style id="(?:http://www\.zotero\.org/styles/)?([\w-]+)"')


def bring_word(name: str, data: bytes) -> Brought:
    """Return the paper that a Word file holds; raise `UsageError` where it cannot be read."""
    brought = Brought()
    package = opened(name, data)
    stories = Stories(package, brought)
    stories.prepare()
    document = _read(package)
    tree = Tree(stories.stand_ins)
    front = Front(name, document["meta"], package.tree("docProps/core.xml"))
    pieces = front.taken([*pieces_of(document["blocks"])])
    blocks = tree.joined(pieces)
    abstract = front.fill(brought)
    blocks, abstract = tree.resolved(blocks), tree.resolved(abstract)
    _pictures((abstract, blocks), package, Media(brought), brought)
    _write(blocks, abstract, brought)
    for reference in tree.missed:
        what = f"a reference stays as the text “{reference.shown}”: nothing with a number is there"
        brought.tell(name, what)
    for caption in tree.alone:
        what = f"of “{caption[:60]}” nothing but the caption came over"
        brought.tell(name, what, "put the figure or table into the division that waits for it")
    _left(package, brought)
    brought.files[REFERENCES] = stories.works.bibtex().encode()
    _style(package, brought)
    return brought


def _read(package: Package) -> Any:
    data = package.packed()
    try:
        answer = pandoc("--from=docx+styles", "--to=json", "--sandbox", data=data)
    except ToolError as error:
        if not re.match(r"pandoc failed \(\d", str(error)):
            raise
        what = " ".join(str(error).partition(": ")[2].split())[:200]
        raise refuse(package.name, f"pandoc cannot read it: {what}", "save it anew") from None
    return tree_without(json.loads(answer))


def _pictures(
    texts: Iterable[list[Node]], package: Package, media: Media, brought: Brought
) -> None:
    """Give every picture its place in the manuscript; one that cannot be shown is words."""
    count = 0

    def kept(image: Node) -> list[Node] | None:
        nonlocal count
        count += 1
        attribute, caption, (target, _) = image["c"]
        part = f"word/{target}"
        where = f"{package.name}, picture {count}" + (
            f" “{plain_text(caption)[:40]}”" if caption else ""
        )
        if part not in package.parts:
            brought.tell(where, f"the picture {target} is not in the file", "nothing is fetched")
            return [
                {"t": "Emph", "c": words("[a picture that was not in the file]")},
                *_behind(caption),
            ]
        name = (
            slug(attribute[0].partition(":")[2] or attribute[0].partition("-")[2])
            or f"picture-{count}"
        )
        path = media.keep(target, package.parts[part], name, where)
        if not path:
            said = f"[the picture {PurePosixPath(target).name}, which cannot be shown]"
            return [{"t": "Emph", "c": words(said)}, *_behind(caption)]
        image["c"][2] = [path, ""]
        return [image]

    for blocks in texts:
        blocks[:] = rewrite(blocks, {"Image": kept})


def _behind(caption: list[Node]) -> list[Node]:
    return [{"t": "Space"}, *caption] if caption else []


def _write(blocks: list[Node], abstract: list[Node], brought: Brought) -> None:
    """Write the sections, and put those that are metadata there."""
    parts = parts_of(blocks)
    texts = written([abstract, *(part for _, part in parts)])
    if texts[0].strip():
        brought.metadata["abstract"] = texts[0].strip()
    headings = [heading for heading, _ in parts]
    take_sections(zip(headings, texts[1:], strict=True), brought)


def _left(package: Package, brought: Brought) -> None:
    for address in package.outside:
        what = f"a picture stands elsewhere, at {address}, and is not fetched"
        brought.tell(package.name, what, "put a copy of it into `figures/`")
    for part in package.left:
        if re.search(r"embeddings/|charts/chart\d|activeX|vbaProject|diagrams/data", part):
            brought.tell(package.name, f"the part {part} is left out")
        elif ".." in part or part.startswith("/") or "\\" in part:
            brought.tell(package.name, f"the part {part!r}, whose name is no place, is left out")
    headers = [part for part in package.left if re.search(r"word/(header|footer)\d*\.xml", part)]
    if headers:
        brought.note(package.name, "running heads and feet are left out: Octavo makes its own")


def _style(package: Package, brought: Brought) -> None:
    """Take over the citation style that Zotero has in the file's properties."""
    from octavo.styles import shipped_styles

    tree = package.trees.get("docProps/custom.xml")
    text = "".join("".join(map(str, p.itertext())) for p in tree) if tree is not None else ""
    found = STYLE.search(text)
    if found and found[1] in shipped_styles():
        brought.metadata["build"] = {"csl": found[1]}
