"""Where figures and tables stand: in the text, behind it, or in files of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from octavo.document import Document
from octavo.nodes import (
    SPACE,
    Node,
    attr,
    attribute_of,
    branches,
    div,
    has_class,
    header,
    para,
    plain_text,
    rewrite,
    span,
    string,
    words,
)
from octavo.supplement import metadata_of
from octavo.words import Words

TABLES = "tables"
"""The name of the document that holds the tables where they are apart."""

ABOUT_HERE = "about-here"
"""The class of the line that stands in the place of what is apart."""

LISTED_CAPTION = "listed-caption"
"""The class of a figure's caption in the list of captions."""

NEW_PAGE = "new-page"
"""The class of a heading that begins a page, where there are pages."""


def laid_out(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return documents with their floats where the settings want them, and the tables if apart.

    A supplement keeps its own in its text: it is a file apart already.
    """
    return tuple(part for document in documents for part in _laid_out(document))


def _laid_out(document: Document) -> Iterator[Document]:
    floats = document.metadata.build.floats
    if document.name != "manuscript":
        yield document
    elif floats == "end":
        yield floats_last(document)
    elif floats in ("apart", "figures-apart"):
        kinds = ("Figure", "Table") if floats == "apart" else ("Figure",)
        yield from filter(None, floats_apart(document, kinds))
    else:
        yield document


def floats_last(document: Document) -> Document:
    """Return the document with its numbered tables and figures behind all else, tables first.

    Numbers stay as they are, for they follow the order of the text.
    """
    moved: list[Node] = []
    text = _without_floats(document.blocks, None, moved)
    for kind, word in (("Table", "tables"), ("Figure", "figures")):
        found = [block for block in moved if block["t"] == kind]
        if found:
            text += [header(1, words(document.words[word]), attr(word, ["unnumbered"])), *found]
    return replace(document, blocks=text)


def floats_apart(
    document: Document, kinds: Collection[str] = ("Figure", "Table")
) -> tuple[Document, Document | None]:
    """Return the document without its numbered floats of such kinds, and the tables among them.

    A line says where each belongs.  The captions of figures are listed behind all else, and
    references to figures lead there, those to tables to their lines.  Numbers and citations stay
    as they are; in the tables, what led into the text is text.
    """
    taken: list[Node] = []
    text = _without_floats(document.blocks, document.words, taken, kinds)
    figures = [block for block in taken if block["t"] == "Figure"]
    tables = [block for block in taken if block["t"] == "Table"]
    if figures:
        name = "figure-captions"
        title = words(document.words[name])
        text += [header(1, title, attr(name, ["unnumbered", NEW_PAGE])), *map(_listed, figures)]
    return replace(document, blocks=text), _tables(document, tables) if tables else None


def self_contained(blocks: list[Node], others: Iterable[Node] = ()) -> list[Node]:
    """Return blocks in which links that lead out of them, and of other blocks, are their text."""
    known = {a[0] for node in branches([*blocks, *others]) if (a := attribute_of(node)) and a[0]}

    def link(node: Node) -> list[Node] | None:
        _, content, (target, _) = node["c"]
        return list(content) if target.startswith("#") and target[1:] not in known else None

    out: list[Node] = rewrite(blocks, {"Link": link})
    return out


def _floats(block: Node) -> bool:
    """Tell whether a block is a figure or table with a caption, which holds its number."""
    return block["t"] in ("Figure", "Table") and bool(block["c"][1][1])


def _without_floats(
    blocks: list[Node],
    table: Words | None,
    taken: list[Node],
    kinds: Collection[str] = ("Figure", "Table"),
) -> list[Node]:
    """Take each float, in divisions and quotations too; a line of `table` stands in its place."""
    out = []
    for block in blocks:
        if _floats(block) and block["t"] in kinds:
            taken.append(block)
            out += [_about_here(block, table)] if table else []
        elif block["t"] in ("Div", "BlockQuote"):
            inner = block["c"][1] if block["t"] == "Div" else block["c"]
            left = _without_floats(inner, table, taken, kinds)
            if left or not inner:
                is_div = block["t"] == "Div"
                out.append(div(left, block["c"][0]) if is_div else {"t": "BlockQuote", "c": left})
        else:
            out.append(block)
    return out


def _about_here(block: Node, table: Words) -> Node:
    """Return the line in the place of a float; a table's has its label, as it is nowhere else."""
    named = block["c"][0][0] if block["t"] == "Table" else ""
    line = table[ABOUT_HERE].replace("{}", _label(block["c"][1]))
    return div([para(words(line))], attr(named, [ABOUT_HERE]))


def _label(caption: Any) -> str:
    """Return what a caption begins with, such as `Figure 1`, its spaces as they are."""
    found = (node for node in branches(caption) if has_class(node, "caption-label"))
    return next(("".join(inline["c"] for inline in node["c"][1]) for node in found), "")


def _listed(figure: Node) -> Node:
    """Return the caption of a figure for a list, those of its parts behind it."""
    attribute, (_, blocks), content = figure["c"]
    said = [para(_marked(block["c"])) if _is_text(block) else block for block in blocks]
    parts = list(_parts(content))
    if parts and said[-1]["t"] == "Para":
        said[-1]["c"] += [SPACE, *parts]
    return div(said, attr(attribute[0], [LISTED_CAPTION]))


def _marked(inlines: list[Node]) -> list[Node]:
    """Return a caption with a label that is bold in every format."""
    return [
        {"t": "Strong", "c": [node]} if has_class(node, "caption-label") else node
        for node in inlines
    ]


def _parts(content: list[Node]) -> Iterator[Node]:
    """Yield `(a) One; (b) another.` of the captions of subfigures, each with its label."""
    told = [part for part in content if has_class(part, "subfigure") and plain_text(part["c"][1])]
    for part in told:
        inlines = [inline for block in part["c"][1][1] if _is_text(block) for inline in block["c"]]
        yield span(_without_stop(inlines), attr(part["c"][0][0]))
        yield string("." if part is told[-1] else ";")
        if part is not told[-1]:
            yield SPACE


def _without_stop(inlines: list[Node]) -> list[Node]:
    """Return a caption without the full stop at its end, if it has one."""
    *before, last = inlines
    if last["t"] != "Str" or not last["c"].endswith("."):
        return inlines
    return [*before, string(last["c"][:-1])]


def _is_text(block: Node) -> bool:
    return block["t"] in ("Plain", "Para")


def _tables(document: Document, tables: list[Node]) -> Document:
    """Return the document that holds the tables, under the article's people.

    There are no lines in it to be numbered.
    """
    build = document.metadata.build.model_copy(update={"line_numbers": False})
    own = {"title": document.words["tables"], "build": build}
    return replace(
        document,
        name=TABLES,
        metadata=metadata_of(document.metadata, document.words).model_copy(update=own),
        abstracts=(),
        blocks=self_contained(tables),
    )
