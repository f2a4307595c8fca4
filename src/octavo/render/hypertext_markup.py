"""The tree as the page wants it: what pandoc's writer leaves out or does otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import count
from typing import Any

from octavo.document import Document
from octavo.nodes import (
    NO_BREAK_SPACE,
    Attr,
    Node,
    attr,
    attribute_of,
    branches,
    div,
    has_class,
    link,
    pair_of,
    para,
    plain,
    plain_text,
    raw_block,
    raw_inline,
    rewrite,
    span,
    string,
    walk,
)
from octavo.own_citation import OWN
from octavo.render.hypertext_pictures import Pictures
from octavo.render.revisions import Moves, with_notes_in_line

LONG_EQUATION = 32
"""Characters of TeX from which a displayed formula may be wider than a phone."""

LONG_CELL = 24
"""Characters from which a cell of a table holds prose."""

CONTENTS_DEPTH = 3


class Identifiers:
    """Names for the page's own parts that no author's identifier takes."""

    def __init__(self, blocks: Any) -> None:
        attributes = (attribute_of(node) for node in branches(blocks))
        self.taken = {a[0] for a in attributes if a and a[0]}

    def fresh(self, name: str) -> str:
        """Return `name`, or the first of `name-2`, `name-3`, … that is free, and take it."""
        candidates = (name if n == 1 else f"{name}-{n}" for n in count(1))
        free = next(c for c in candidates if c not in self.taken)
        self.taken.add(free)
        return free


class Markup:
    """Rewrites the parts of one text; notes and pictures are gathered on the way.

    `above` is the level of the heading that all others are below, 0 without one;
    `own_citation` is HTML to stand below the line that says how to cite the article.
    """

    def __init__(
        self,
        document: Document,
        identifiers: Identifiers,
        *,
        above: int = 1,
        self_links: bool = True,
        own_citation: str = "",
    ) -> None:
        self.words = document.words
        self.moves = Moves(document.blocks, document.words.table)
        self.tracked = document.tracking is not None
        self.own_citation = own_citation
        self.identifiers = identifiers
        self.pictures = Pictures(document.graphics)
        self.notes: list[tuple[str, str, list[Node]]] = []
        self.above = self.level = above
        self.self_links = self_links
        # Notes and references of a text from right to left may be in languages from left to right.
        self._automatic = ' dir="auto"' if document.words.direction == "rtl" else ""

    def rewritten(self, blocks: list[Node]) -> list[Node]:
        """Return a part's blocks as they are given to pandoc."""
        if self.tracked:
            blocks = with_notes_in_line(blocks, self.words["note"])
        new: list[Node] = rewrite(
            blocks,
            {
                "Header": self._header,
                "Image": self.pictures.image,
                "Figure": _figure,
                "Table": self._table,
                "Math": self._math,
                "Span": self._span,
                "Div": self._div,
                "CodeBlock": self._code_block,
                "Note": self._note,
            },
        )
        return [para(b["c"]) if b["t"] == "Plain" else b for b in new]

    def notes_list(self) -> list[Node]:
        """Return the notes met so far as a list, each with a link back to its mark."""
        if not self.notes:
            return []
        items: list[Node] = []
        for number, (here, mark, blocks) in enumerate(self.notes, 1):
            label = escape(f"{self.words['back-to-text']} ({number})")
            back = raw_inline(
                "html",
                f'<a class="back" href="#{mark}" role="doc-backlink" aria-label="{label}">↩︎</a>',
            )
            opening = f'<li id="{here}"{self._automatic}>'
            items += [raw_block("html", opening), *_with_last(blocks, back)]
            items.append(raw_block("html", "</li>"))
        return [raw_block("html", '<ol class="notes">'), *items, raw_block("html", "</ol>")]

    def _header(self, node: Node) -> list[Node]:
        """Make a heading a link to itself: all of it, or its number where it holds other links.

        Sections stand below the title where it is above them; no level is skipped.
        """
        level, attribute, content = node["c"]
        self.level = node["c"][0] = min(level + self.above, self.level + 1, 6)
        target = f"#{attribute[0]}"
        if not (self.self_links and attribute[0] and content):
            return [node]
        if not _holds_links(content):
            node["c"][2] = [link(content, target, ["self-link"])]
        elif has_class(content[0], "section-number"):
            node["c"][2] = [link(content[:1], target, ["self-link"]), *content[1:]]
        return [node]

    def _note(self, node: Node) -> list[Node]:
        number = len(self.notes) + 1
        here = self.identifiers.fresh(f"note-{number}")
        mark = self.identifiers.fresh(f"note-mark-{number}")
        self.notes.append((here, mark, node["c"]))
        return [
            raw_inline(
                "html",
                f'<sup class="note-mark"><a id="{mark}" href="#{here}" role="doc-noteref">'
                f"{number}</a></sup>",
            )
        ]

    def _table(self, node: Node) -> list[Node]:
        attribute, caption, columns, *_ = node["c"]
        name = self.identifiers.fresh(f"{attribute[0] or 'table'}-caption")
        node["c"][0] = attr()
        node["c"][1] = [None, []]
        for column in columns:
            column[1] = {"t": "ColWidthDefault"}
        _scope_headers(node)
        _mark_long_cells(node)
        blocks: list[Node] = caption[1]
        # Several tables may have this name, and landmarks of a page must differ in theirs.
        label = f'role="group" aria-label="{escape(_capital(self.words["table"]))}"'
        if blocks:
            label = f'role="region" aria-labelledby="{name}"'
            node["c"][0] = attr(aria_labelledby=name)
            blocks = [
                raw_block("html", f'<figcaption id="{escape(name)}">'),
                *blocks,
                raw_block("html", "</figcaption>"),
            ]
        return [
            raw_block("html", f"<figure{_attributes(attribute, 'table')}>"),
            *blocks,
            raw_block("html", f'<div class="scroll" tabindex="0" {label}>'),
            node,
            raw_block("html", "</div>\n</figure>"),
        ]

    def _math(self, node: Node) -> list[Node] | None:
        kind, tex = node["c"]
        if kind["t"] != "DisplayMath":
            return None
        attribute = attr(classes=["display-math"])
        if len(tex) >= LONG_EQUATION:
            label = _capital(self.words["equation"])
            attribute = attr(classes=["display-math"], role="group", tabindex="0", aria_label=label)
        return [span([node], attribute)]

    def _span(self, node: Node) -> list[Node]:
        attribute, content = node["c"]
        number, kept = pair_of(attribute, "number"), attribute[1]
        attribute[2] = [pair for pair in attribute[2] if pair[0] not in ("number", "kind", "width")]
        if "equation" in kept and number:
            for inner in content:
                _name_equation(inner, number)
            content.append(span([string(f"({number})")], attr(classes=["equation-number"])))
        for name, tag in (("insertion", "ins"), ("deletion", "del")):
            if name in kept:
                opening = raw_inline("html", f'<{tag} class="{name}">')
                return [opening, node, raw_inline("html", f"</{tag}>")]
        return [node]

    def _div(self, node: Node) -> list[Node]:
        attribute = node["c"][0]
        if OWN in attribute[1] and self.own_citation:
            node["c"][1].append(raw_block("html", self.own_citation))
        if self._automatic and "csl-entry" in attribute[1] and pair_of(attribute, "dir") is None:
            attribute[2].append(["dir", "auto"])
        told = self.moves.told(node)
        if told:
            node["c"][1].insert(0, told)
        attribute[2] = [pair for pair in attribute[2] if pair[0] != "number"]
        attribute[2] += [
            ["role", name] for name in ("insertion", "deletion") if name in attribute[1]
        ]
        return [node]

    def _code_block(self, node: Node) -> list[Node]:
        attribute, text = node["c"]
        return [{"t": "CodeBlock", "c": [[*attribute[:2], [["tabindex", "0"]]], text]}]


def contents(
    blocks: list[Node], more: Iterable[Node] = (), before: Iterable[Node] = ()
) -> list[Node]:
    """Return the headings as nested lists of links, between the links `before` and `more`."""
    entries = [(1, node) for node in before]
    entries += [
        (node["c"][0], link(_contents_text(node["c"][2]), f"#{node['c'][1][0]}"))
        for node in branches(blocks)
        if node["t"] == "Header"
        and node["c"][0] <= CONTENTS_DEPTH
        and node["c"][1][0]
        and "unlisted" not in node["c"][1][1]
    ]
    entries += [(1, node) for node in more]
    return [_nested(entries)] if entries else []


def _nested(entries: list[tuple[int, Node]]) -> Node:
    items: list[list[Node]] = []
    while entries:
        level, entry = entries[0]
        deeper = 1
        while deeper < len(entries) and entries[deeper][0] > level:
            deeper += 1
        below = entries[1:deeper]
        items.append([plain([entry]), *([_nested(below)] if below else [])])
        entries = entries[deeper:]
    return {"t": "BulletList", "c": items}


def _contents_text(inlines: list[Node]) -> list[Node]:
    def unlinked(node: Node) -> list[Node]:
        return list(node["c"][1])

    def anonymous(node: Node) -> list[Node]:
        node["c"][0][0] = ""
        return [node]

    new: list[Node] = rewrite(
        inlines,
        {
            "Note": lambda _: [],
            "Link": unlinked,
            "Cite": unlinked,
            "Image": unlinked,
            "Span": anonymous,
            "Code": anonymous,
            "LineBreak": lambda _: [{"t": "Space"}],
        },
    )
    return new


def _holds_links(inlines: list[Node]) -> bool:
    return any(
        node["t"] == "Link" or (node["t"] == "RawInline" and "<a " in node["c"][1])
        for node in walk(inlines)
    )


def _figure(node: Node) -> list[Node]:
    attribute, caption, blocks = node["c"]
    if "subfigures" in attribute[1]:
        node["c"][2] = [div(blocks, attr(classes=["subfigure-grid"]))]
    return [{"t": "Figure", "c": [attribute, [None, caption[1]], node["c"][2]]}]


def _name_equation(node: Node, number: str) -> None:
    attribute = attribute_of(node) or attr()
    for pair in attribute[2]:
        if pair[0] == "aria-label":
            pair[1] = f"{pair[1]} {number}"


def _mark_long_cells(table: Node) -> None:
    """Give cells of many words a class, so that their columns are not squeezed on a phone."""
    for body in table["c"][4]:
        for row in body[3]:
            for cell in row[1]:
                if len(plain_text(cell[4])) >= LONG_CELL:
                    cell[0][1].append("long")


def _scope_headers(table: Node) -> None:
    _, _, _, head, bodies, _ = table["c"]
    for row in (*head[1], *(row for body in bodies for row in body[2])):
        for cell in row[1]:
            cell[0][2].append(["scope", "colgroup" if cell[3] > 1 else "col"])
    for body in bodies:
        for row in body[3]:
            column = 0
            for cell in row[1]:
                if column >= body[1]:
                    break
                cell[0][2].append(["scope", "rowgroup" if cell[2] > 1 else "row"])
                column += cell[3]


def _attributes(attribute: Attr, *classes: str) -> str:
    identifier, given, pairs = attribute
    named = [("id", identifier), ("class", " ".join([*classes, *given]))]
    named += [(key, value) for key, value in pairs if key in ("lang", "dir", "title")]
    return "".join(f' {key}="{escape(value)}"' for key, value in named if value)


def _with_last(blocks: list[Node], inline: Node) -> list[Node]:
    """Return blocks with an inline at the end of the last paragraph, or in one of its own."""
    if blocks and blocks[-1]["t"] in ("Para", "Plain"):
        last = blocks[-1]
        gap = string(NO_BREAK_SPACE)
        return [*blocks[:-1], {"t": last["t"], "c": [*last["c"], gap, inline]}]
    return [*blocks, para([inline])]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
