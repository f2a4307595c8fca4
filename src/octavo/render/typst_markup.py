"""The tree as Typst wants it: what pandoc's Typst writer loses or does otherwise.

The writer of pandoc 3.9 drops the alternative text of images and formulas and the
language of spans; figures, formulas and headings are therefore written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from octavo.document import Graphic
from octavo.floats import HELD
from octavo.nodes import (
    SPACE,
    Node,
    attr,
    attribute_of,
    branches,
    pair_of,
    plain,
    plain_text,
    raw_block,
    rewrite,
    walk,
)
from octavo.render.held_figures import with_held_figures
from octavo.render.long_runs import LONG_RUN
from octavo.render.revisions import Moves
from octavo.render.typst_changes import around, around_blocks, side_by_side
from octavo.render.typst_code import code, goal, label_code, literal, unbroken
from octavo.render.typst_notes import Notes
from octavo.render.typst_tables import floats, table
from octavo.targets import ADDRESS

LENGTH = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+) *(%|pt|mm|cm|in|px)")
NOT_IN_LABELS = re.compile(r"[^\w.:-]")
STARTS_A_BLOCK = re.compile(r"[-+/]|=+|[0-9]+\.").fullmatch
"""What Typst takes for a list, a heading or a term where a block of content begins."""

CALLED = ("about-here", "letter", "reviewer-comment", "revised-place", "revised-text")
"""The classes of divisions that have a function of their own in the page."""

MARK = "#metadata(none)"
"""What stands unseen where a span has a name."""

PIXELS_PER_INCH = 96
COLUMN_INCHES = 3.4
"""The width of a column where the text has two."""


class Markup:
    """Rewrites the parts of one article; the pictures are numbered on the way."""

    def __init__(
        self,
        graphics: Mapping[str, Graphic],
        *,
        in_columns: bool = False,
        moves: Moves | None = None,
    ) -> None:
        self.graphics = graphics
        self.moves = moves or Moves([], {})
        self.notes = Notes()
        self.in_columns = in_columns
        self.pictures: dict[Path, str] = {}
        self.level = 0

    def rewritten(self, trees: list[list[Node]]) -> list[list[Node]]:
        """Return the parts with everything in place that the writer would lose."""
        bare: list[list[Node]] = rewrite(
            with_held_figures(trees),
            {"RawInline": _nothing, "RawBlock": _nothing, "Figure": self.widened},
        )
        labels = _Labels(bare)
        rules = {
            "Cite": lambda node: node["c"][1],
            "Code": _anonymous,
            "CodeBlock": _anonymous,
            "Div": self.division,
            "Figure": self.figure,
            "Header": self.header,
            "Image": self.image,
            "Link": labels.link,
            "Math": _math,
            "Span": _span,
            "Str": _text,
            "Table": self.table,
        }
        labels.make_unique(bare)
        out: list[list[Node]] = rewrite(bare, rules)
        return out

    def header(self, node: Node) -> list[Node]:
        """Write a heading; no level is skipped, as PDF/UA has it."""
        level, attribute, content = node["c"]
        self.level = min(level, self.level + 1)
        outline = ", outlined: false, bookmarked: false" if "unlisted" in attribute[1] else ""
        opening = f"#heading(level: {self.level}{outline})["
        if "back-matter" in attribute[1]:
            opening = f"#back-matter({self.level})["
        if "new-page" in attribute[1]:
            opening = f"#pagebreak(weak: true)\n{opening}"
        return [plain([code(opening), *content, code(f"]{label_code(attribute[0])}")])]

    def image(self, node: Node) -> list[Node]:
        """Write a picture with its alternative text; without a picture, the text alone."""
        attribute, alternative, (target, _) = node["c"]
        graphic = self.graphics.get(target)
        path = (graphic.svg or graphic.pdf or graphic.raster) if graphic else None
        if graphic is None or path is None:
            return list(alternative)
        name = self.pictures.setdefault(path, f"picture-{len(self.pictures) + 1}{path.suffix}")
        width = _length(pair_of(attribute, "width")) or (
            f"{graphic.width:g}in" if graphic.width else "auto"
        )
        alt = literal(plain_text(alternative))
        return [code(f"#picture({literal(name)}, alt: {alt}, width: {width})")]

    def figure(self, node: Node) -> list[Node]:
        """Write a figure; its caption brings its own number."""
        classes = node["c"][0][1]
        if self.in_columns and "subfigure" not in classes and HELD not in classes:
            node = {"t": "Figure", "c": self.notes.marked(node["c"])}
        attribute, caption, blocks = node["c"]
        parts = [_joined([block]) for block in blocks]
        named, wide = goal(attribute[0]), _placing(attribute[1])
        if "subfigures" in attribute[1]:
            grid = f"grid(columns: (1fr,) * {min(len(parts), 3)}, gutter: 1em, "
            cells = [
                cell for part in parts for cell in (code("align(center)["), *part, code("], "))
            ]
            opening, end = f"#float-figure({wide}[{named}#{grid}", "])"
            body = [code(opening), *cells, code(")], caption: [")]
        else:
            if any(block["t"] not in ("Plain", "Para") for block in blocks):
                return self.boxed(node)
            inner = [inline for part in parts for inline in part]
            inner = side_by_side(inner) if "versions" in attribute[1] else inner
            opening = "#sub-figure([" if "subfigure" in attribute[1] else f"#float-figure({wide}["
            body, end = [code(opening + named), *inner, code("], caption: [")], "])"
        inlines = [*body, *_joined(caption[1]), code(end)]
        if "landscape" in attribute[1]:
            inlines = [code("#turned["), *inlines, code("]")]
        return [plain([*self.notes.written(), *inlines])]

    def table(self, node: Node) -> list[Node]:
        """Set a table; the notes of one that may stand across both columns are before it."""
        blocks = table(node)
        if not (self.in_columns and floats(blocks)):
            return blocks
        blocks = self.notes.marked(blocks)
        notes = self.notes.written()
        return [*([plain(notes)] if notes else []), *blocks]

    def division(self, node: Node) -> list[Node]:
        """Write a division; one that marks a change has marks around it."""
        attribute, note = [*node["c"][0]], self.moves.note(node)
        return around_blocks(attribute, _div(node), note)

    def boxed(self, node: Node) -> list[Node]:
        """Write a figure that holds whole blocks, such as a listing."""
        attribute, caption, blocks = node["c"]
        wide = _placing(attribute[1])
        opening, end = f"#float-figure({wide}[{goal(attribute[0])}", "])"
        if "landscape" in attribute[1]:
            opening, end = f"#turned[{opening}", f"{end}]"
        told = [code("], caption: ["), *_joined(caption[1]), code(end)]
        return [plain([*self.notes.written(), code(opening)]), *blocks, plain(told)]

    def widened(self, figure: Node) -> list[Node]:
        """Mark a figure that needs the width of the page where the text has two columns."""
        attribute, _, blocks = figure["c"]
        graphics = [self.graphics.get(n["c"][2][0]) for n in walk(blocks) if n["t"] == "Image"]
        if "subfigures" in attribute[1] or any(
            g is not None and (g.width or 0) > COLUMN_INCHES for g in graphics
        ):
            attribute[1].append("wide")
        return [figure]


class _Labels:
    """The labels of a document: each once, in letters that Typst takes."""

    def __init__(self, trees: Any) -> None:
        attributes = (attribute_of(node) for node in branches(trees))
        self.known = {_safe(a[0]) for a in attributes if a and a[0]}

    def make_unique(self, trees: list[list[Node]]) -> None:
        """Keep, in place, the first of several equal labels."""
        seen = set()
        for node in branches(trees):
            attribute = attribute_of(node)
            if attribute and attribute[0]:
                name = _safe(attribute[0])
                attribute[0] = "" if name in seen else name
                seen.add(name)

    def link(self, node: Node) -> list[Node]:
        """Write a link; one that leads nowhere is its text."""
        attribute, content, (target, _) = node["c"]
        if target.startswith("#"):
            name = _safe(target[1:])
            if name not in self.known:
                return list(content)
            return [code(f"#link(label({literal(name)}))["), *content, code("]")]
        if not ADDRESS.match(target) and "elsewhere" not in attribute[1]:
            return list(content)
        return [code(f"#link({literal(target)})["), *content, code("]")]


def _placing(classes: list[str]) -> str:
    """Return the arguments that say whether a figure floats, and how wide it is."""
    if HELD in classes:
        return "held: true, "
    return "wide: true, " if "wide" in classes else ""


def _safe(name: str) -> str:
    return NOT_IN_LABELS.sub("-", name)


def _nothing(_: Node) -> list[Node]:
    """Leave out what authors wrote for one format: Typst code could read files or fetch."""
    return []


def _anonymous(node: Node) -> list[Node]:
    node["c"][0] = attr()
    return [node]


def _length(text: str | None) -> str | None:
    """Return a width as Typst writes lengths."""
    found = LENGTH.fullmatch(text or "")
    if found is None:
        return None
    if found[2] == "px":
        return f"{float(found[1]) / PIXELS_PER_INCH:g}in"
    number = min(float(found[1]), 100) if found[2] == "%" else float(found[1])
    return f"{number:g}{found[2]}"


def _joined(blocks: Iterable[Node]) -> list[Node]:
    """Return paragraphs as one run of inlines."""
    out: list[Node] = []
    for block in blocks:
        content = block["c"] if block["t"] in ("Plain", "Para") else [_inline(block)]
        out += [*([{"t": "LineBreak"}] if out else []), *content]
    return out


def _inline(block: Node) -> Node:
    return code(literal(plain_text([block])).join(("#", ";")))


def _math(node: Node) -> list[Node]:
    """Give a formula its TeX source as alternative text (PDF/UA-1, 7.7)."""
    alt = literal(" ".join(node["c"][1].split()) or "formula")
    return [code(f"#[#set math.equation(alt: {alt});"), node, code("]")]


def _text(node: Node) -> list[Node] | None:
    """Keep a sign a sign, which pandoc's writer escapes at the start of a paragraph alone.

    A run of letters and figures that no line may hold is one that breaks anywhere.
    """
    text = node["c"]
    if STARTS_A_BLOCK(text):
        return [code(f"{text[:-1]}\\." if text.endswith(".") else "\\" + "\\".join(text))]
    return list(unbroken(text)) if len(text) > LONG_RUN else None


def _span(node: Node) -> list[Node]:
    attribute, content = node["c"]
    identifier, classes, _ = attribute
    if "equation" in classes:
        return _equation(node)
    if "section-number" in classes:
        return [*content, SPACE, code("#h(0.25em)")]
    if "caption-label" in classes:
        content = [code("#caption-label["), *content, code("]")]
    if "csl-left-margin" in classes:
        content = [code("#left-margin["), *content, code("]")]
    language = pair_of(attribute, "lang")
    if language:
        content = [code(f"#{_text_of(language, pair_of(attribute, 'dir'))}["), *content, code("]")]
    content = around(classes, content)
    if identifier:
        content = [code(f"{MARK}{label_code(identifier)}"), *content]
    return [{"t": "Span", "c": [attr(classes=classes), content]}] if _meant(classes) else content


def _meant(classes: list[str]) -> bool:
    """Tell whether pandoc's writer does something about a span of these classes."""
    return bool({"smallcaps", "underline", "mark"} & set(classes))


def _equation(node: Node) -> list[Node]:
    attribute, content = node["c"]
    formula = next((n for n in walk(content) if n["t"] == "Math"), None)
    if formula is None:
        return list(content)
    alt = literal(" ".join(formula["c"][1].split()))
    number = literal(f"({pair_of(attribute, 'number')})")
    opening = f"#[{_places(content)}#set math.equation(alt: {alt}, numbering: (..) => {number});"
    return [code(goal(attribute[0]) + opening), formula, code("]")]


def _places(content: list[Node]) -> str:
    """Return what keeps the places in a formula with it: behind it might be the next page."""
    raw = [node["c"][1] for node in walk(content) if node["t"] == "RawInline"]
    marks = "".join(text for text in raw if text.startswith(MARK))
    return f"#show math.equation.where(block: true): it => [{marks}] + it;" if marks else ""


def _text_of(language: str, direction: str | None) -> str:
    """Return Typst's setting for a language; of what is none, nothing becomes code."""
    base, _, rest = language.partition("-")
    name = f"lang: {literal(base.lower())}" if re.fullmatch("[A-Za-z]{2,3}", base) else ""
    region = f"region: {literal(rest)}" if name and re.fullmatch("[A-Z]{2}", rest) else ""
    way = f"dir: {direction}" if direction in ("rtl", "ltr") else ""
    return f"text({', '.join(part for part in (name, region, way) if part)})"


def _div(node: Node) -> list[Node]:
    attribute, blocks = node["c"]
    language, direction = pair_of(attribute, "lang"), pair_of(attribute, "dir")
    if any(n["t"].startswith("Raw") and n["c"][1].startswith("#turned") for n in branches(blocks)):
        return list(blocks)  # a page cannot begin within a block
    if language:
        setting = _text_of(language, direction).replace("text(", "set text(")
        opening = raw_block("typst", f"#block(width: 100%)[#{setting}")
        return [opening, *blocks, raw_block("typst", f"]{label_code(attribute[0])}")]
    call = next((name for name in CALLED if name in attribute[1]), None)
    if call:
        opening = raw_block("typst", f"{goal(attribute[0])}#{call}[")
        return [opening, *blocks, raw_block("typst", "]")]
    node["c"][0] = [attribute[0], attribute[1], []]
    return [node]
