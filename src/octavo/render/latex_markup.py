"""The tree as LaTeX wants it: what pandoc's writer leaves out or does otherwise.

Headings, figures and equations are numbered by LaTeX, to the numbers of the tree;
references to them are its own.  What authors wrote for one format alone is left out,
as are formulas that pandoc cannot read: TeX could read files, or never end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.document import Document
from octavo.floats import HELD
from octavo.formulas import unreadable
from octavo.nodes import (
    NO_BREAK_SPACE,
    Node,
    attr,
    has_class,
    pair_of,
    para,
    plain,
    plain_text,
    raw_block,
    raw_inline,
    rewrite,
    string,
    walk,
)
from octavo.pictures import TEXT_WIDTH, inches
from octavo.render.held_figures import with_held_figures
from octavo.render.latex_formulas import cleaned, joined_displays, numbered
from octavo.render.latex_names import REFERENCE, Labels, Languages, key_of
from octavo.render.latex_notes import Apart, flat, joined, lines
from octavo.render.latex_numbers import SECTIONS, Counters
from octavo.render.latex_pictures import Pictures
from octavo.render.latex_tables import set_table, turned
from octavo.render.latex_text import literal
from octavo.render.long_runs import LONG_RUN, pieces
from octavo.store import Store
from octavo.targets import ADDRESS

CODE_LETTERS = 66
"""The letters of a line of code that the page holds."""


def code(text: str) -> Node:
    """Return LaTeX within a line."""
    return raw_inline("latex", text)


class Markup:
    """Rewrites the parts of one article; numbers are counted and pictures named on the way."""

    def __init__(
        self, document: Document, trees: list[list[Node]], store: Store | None = None
    ) -> None:
        self.languages = Languages(document.metadata.language)
        self.pictures = Pictures(document.graphics)
        self.labels = Labels(trees)
        self._name = document.name
        self._trees = trees
        self._unreadable = unreadable(walk(trees), store)
        self._counters = Counters()
        self._floats_last = document.metadata.build.floats == "end"
        self._numbered: set[str] = set()

    def rewritten(self) -> list[list[Node]]:
        """Return the parts as they are given to pandoc."""
        without = {"RawInline": _nothing, "RawBlock": _nothing, "Note": flat, "Table": flat}
        bare = self.labels.unique(rewrite(with_held_figures(self._trees), without))
        rules = {
            "Cite": lambda node: node["c"][1],
            "Code": _code,
            "CodeBlock": _code_block,
            "Div": self._div,
            "Figure": self._figure,
            "Header": self._header,
            "Image": self._image,
            "LineBlock": _verse,
            "Math": self._math,
            "Span": self._span,
            "Str": _text,
            "Strikeout": lambda node: [code(r"\sout{"), *node["c"], code("}")],
            "Table": self._table,
            "Underline": lambda node: [code(r"\uline{"), *node["c"], code("}")],
        }
        counted = rewrite(bare, rules)
        # A reference may come before what it leads to.
        out: list[list[Node]] = rewrite(counted, {"Link": self._link})
        return [joined_displays(part) for part in out]

    def _header(self, node: Node) -> list[Node]:
        """Let LaTeX number a heading, or print the number that it would not arrive at."""
        level, attribute, content = node["c"]
        number = ""
        if content and has_class(content[0], "section-number"):
            number = _bare(content[0]["c"][1]).rpartition(NO_BREAK_SPACE)[2].rstrip(".")
            content = [*content[0]["c"][1], *content[1:]]
        before = self._counters.heading(level, number) if number else None
        classes = ["unnumbered"] if before is None else []
        if before is not None:
            self._numbered.add(attribute[0])
            content = content[2:]
        elif "new-page" in attribute[1] or (
            self._floats_last and attribute[0] in ("tables", "figures")
        ):
            before = r"\clearpage"
        if level > len(SECTIONS):
            return [para([*_anchor(attribute[0]), {"t": "Strong", "c": content}])]
        header = {"t": "Header", "c": [level, attr(attribute[0], classes), content]}
        return [*([raw_block("latex", before)] if before else []), header]

    def _math(self, node: Node) -> list[Node]:
        """Clean a formula; one that pandoc cannot read is no formula but its text."""
        kind, tex = node["c"]
        if tex in self._unreadable:
            return [{"t": "Code", "c": [attr(), " ".join(tex.split())]}]
        return [{"t": "Math", "c": [kind, cleaned(tex)]}]

    def _image(self, node: Node) -> list[Node]:
        """Include a picture, at most as wide as the line; without a picture, the text alone."""
        attribute, alternative, (target, _) = node["c"]
        name = self.pictures.name(target)
        if name is None:
            return list(alternative)
        width = _width(pair_of(attribute, "width"))
        alt = literal(plain_text(alternative))
        return [code(rf"\includegraphics[{width}alt={{{alt}}}]{{{name}}}")]

    def _figure(self, node: Node) -> list[Node] | None:
        """Write a figure that LaTeX numbers, its notes behind it."""
        attribute, caption, blocks = node["c"]
        if "subfigure" in attribute[1]:
            return None
        number, content = _caption(caption)
        before = self._counters.item("figure", number) if number else None
        if before is None:
            return [plain([code("\\begin{center}\n"), *joined(blocks), code("\n\\end{center}")])]
        self._numbered.add(attribute[0])
        notes = Apart()
        text = [code(_caption_command(content)), *notes.marked(content), code("}")]
        opening = f"\\begin{{figure}}[{'hbp' if self._floats_last else 'htbp'}]\n\\centering\n"
        opening = f"{before}\n{opening}" if before else opening
        closing = f"{_label(attribute[0])}\n\\end{{figure}}"
        if HELD in attribute[1]:
            opening, closing = _standing(before or "", attribute[0])
        if any(block["t"] not in ("Plain", "Para", "Figure") for block in blocks):
            told = plain([*text, code(closing), *notes.written()])
            whole = [plain([code(opening)]), *blocks, told]
            return turned(whole) if "landscape" in attribute[1] else whole
        body = self._parts(blocks) if "subfigures" in attribute[1] else joined(blocks, "\\\\\n")
        shown = plain([code(opening), *body, code("\n"), *text, code(closing), *notes.written()])
        return turned([shown]) if "landscape" in attribute[1] else [shown]

    def _parts(self, blocks: list[Node]) -> list[Node]:
        """Write the parts of a figure side by side, three at most."""
        columns = min(len(blocks), 3)
        width = r"\linewidth" if columns == 1 else rf"{0.98 / columns - 0.01:.2g}\linewidth"
        out: list[Node] = []
        for place, block in enumerate(blocks, 1):
            attribute, caption, content = block["c"]
            self._numbered.add(attribute[0])
            last = place % columns == 0
            out += [code(f"\\begin{{subfigure}}[t]{{{width}}}\n\\centering\n"), *joined(content)]
            out += [code("\n\\caption{"), *_caption(caption)[1], code("}")]
            end = "" if place == len(blocks) else "\n\n\\medskip\n" if last else "\\hfill\n"
            out.append(code(f"{_label(attribute[0])}\n\\end{{subfigure}}{end}"))
        return out

    def _table(self, node: Node) -> list[Node]:
        number, content = _caption(node["c"][1])
        before = (self._counters.item("table", number) or "") if number else ""
        if number:
            self._numbered.add(node["c"][0][0])
        return set_table(node, content, before)

    def _span(self, node: Node) -> list[Node] | None:
        attribute, content = node["c"]
        identifier, classes, _ = attribute
        if {"caption-label", "section-number"} & set(classes):
            return None
        if "equation" in classes:
            return self._equation(node)
        for name in ("underline", "mark"):
            if name in classes:
                content = [code(r"\uline{"), *content, code("}")]
        if {"csl-block", "csl-indent"} & set(classes):
            content = [code(r"\newline "), *content]
        if "smallcaps" in classes:
            content = [{"t": "SmallCaps", "c": content}]
        language = self.languages.other(pair_of(attribute, "lang"))
        if language:
            content = [code(rf"\foreignlanguage{{{language}}}{{"), *content, code("}")]
        return [*_anchor(identifier), *content]

    def _equation(self, node: Node) -> list[Node]:
        attribute, content = node["c"]
        formula = next((n for n in walk(content) if n["t"] == "Math"), None)
        if formula is None:
            return [*_anchor(attribute[0]), *content]
        before = self._counters.item("equation", pair_of(attribute, "number") or "")
        self._numbered.add(attribute[0])
        return [numbered(formula["c"][1], attribute[0], before or "")]

    def _div(self, node: Node) -> list[Node]:
        """Keep a language and a label; the references are in a file of their own."""
        attribute, blocks = node["c"]
        if attribute[0] == "refs":
            return [raw_block("latex", rf"\input{{{self._name}.bbl}}")]
        if "about-here" in attribute[1]:
            around = (raw_block("latex", rf"\{end}{{center}}") for end in ("begin", "end"))
            blocks = [next(around), *blocks, next(around)]
        language = self.languages.other(pair_of(attribute, "lang"))
        if language:
            opening = raw_block("latex", rf"\begin{{otherlanguage}}{{{language}}}")
            blocks = [opening, *blocks, raw_block("latex", r"\end{otherlanguage}")]
        return [*([plain(_anchor(attribute[0]))] if attribute[0] else []), *blocks]

    def _link(self, node: Node) -> list[Node]:
        """Write a link: a reference as LaTeX's own, one that leads nowhere as its text."""
        attribute, content, (target, _) = node["c"]
        if not target.startswith("#"):
            node["c"][0] = attr()
            is_kept = ADDRESS.match(target) or "elsewhere" in attribute[1]
            return [node] if is_kept else list(content)
        name = self.labels.of(target[1:])
        if not name:
            return list(content)
        if target.startswith(f"#{REFERENCE}"):
            return [code(rf"\citelink{{{key_of(name)}}}{{"), *content, code("}")]
        if "cross-reference" in attribute[1] and name in self._numbered:
            word, between, _ = _bare(content).rpartition(NO_BREAK_SPACE)
            shown = f"{literal(word + between)}\\ref*{{{name}}}"
            return [code(rf"\hyperref[{name}]{{{shown}}}")]
        return [code(rf"\hyperref[{name}]{{"), *content, code("}")]


def _nothing(_: Node) -> list[Node]:
    """Leave out what authors wrote for one format: TeX could read files, or never end."""
    return []


def _standing(before: str, name: str) -> tuple[str, str]:
    """Return what stands around a figure that does not float."""
    return f"{before}\\begin{{heldfigure}}\n", f"{_label(name)}\n\\end{{heldfigure}}"


def _verse(node: Node) -> list[Node]:
    """Begin verse at the margin, as the lines after its first do."""
    first, *rest = node["c"]
    return [{"t": "LineBlock", "c": [[code(r"\noindent{}"), *first], *rest]}]


def _text(node: Node) -> list[Node] | None:
    """Let a run break that no line may hold."""
    return list(_breaking(node["c"])) if len(node["c"]) > LONG_RUN else None


def _code(node: Node) -> list[Node]:
    """Let a run of code break too; it is set as pandoc sets all other code."""
    node["c"][0] = attr()
    if not any(is_run for _, is_run in pieces(node["c"][1])):
        return [node]
    written = (
        code(_anywhere(piece)) if is_run else code(literal(piece))
        for piece, is_run in pieces(node["c"][1])
    )
    return [code(r"\texttt{"), *written, code("}")]


def _breaking(text: str) -> Iterator[Node]:
    for piece, is_run in pieces(text):
        yield code(_anywhere(piece)) if is_run else string(piece)


def _anywhere(run: str) -> str:
    """Return a run whose letters a line may end between, four by four."""
    parts = [literal(run[start : start + 4]) for start in range(0, len(run), 4)]
    return r"\allowbreak{}".join(parts)


def _code_block(node: Node) -> list[Node]:
    """Write code as it stands, unless its lines must be broken or could end what shows it."""
    text = node["c"][1]
    if r"\end{verbatim" in text or max(map(len, text.split("\n"))) > CODE_LETTERS:
        opening, closing = r"\begin{flushleft}\small", r"\end{flushleft}"
        return [raw_block("latex", opening), *lines(node), raw_block("latex", closing)]
    return [{"t": "CodeBlock", "c": [attr(), text]}]


def _bare(inlines: list[Node]) -> str:
    """Return words as they stand, their spaces that do not break too."""
    return "".join(node["c"] for node in inlines if node["t"] == "Str")


def _label(name: str) -> str:
    return rf"\label{{{name}}}" if name else ""


def _anchor(name: str) -> list[Node]:
    return [code(rf"\phantomsection{_label(name)}{{}}")] if name else []


def _width(text: str | None) -> str:
    """Return the width that an author asks for as an option, at most that of the line."""
    width = inches(text, TEXT_WIDTH)
    if width is None:
        return ""
    if width >= TEXT_WIDTH:
        return r"width=\linewidth,"
    relative = (text or "").strip().endswith("%")
    return rf"width={width / TEXT_WIDTH:.4g}\linewidth," if relative else f"width={width:.4g}in,"


def _caption(caption: Any) -> tuple[str, list[Node]]:
    """Return the number that a caption begins with, and what follows it."""
    blocks = caption[1]
    first = blocks[0]["c"] if blocks and blocks[0]["t"] in ("Plain", "Para") else []
    if not first or not has_class(first[0], "caption-label"):
        return "", joined(blocks)
    number = pair_of(first[0]["c"][0], "number") or ""
    rest = list(first[1:])
    if rest and rest[0] == {"t": "Str", "c": "."}:
        rest = rest[1:]
    if rest and rest[0]["t"] == "Space":
        rest = rest[1:]
    return number, joined([plain(rest), *blocks[1:]])


def _caption_command(content: list[Node]) -> str:
    """Return the beginning of a caption; notes are kept out of what LaTeX writes to files."""
    if any(node["t"] == "Note" for node in walk(content)):
        return rf"\caption[{{{literal(plain_text(content))}}}]{{"
    return r"\caption{"
