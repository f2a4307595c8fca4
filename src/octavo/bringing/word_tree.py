"""What pandoc reads in a Word file, with stand-ins, as a tree of ours.

Captions meet their figures and tables, equations their numbers, references what they refer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.bringing.tree_text import picture, slug
from octavo.bringing.word_blocks import (
    Piece,
    alt,
    bare_div,
    bare_span,
    cells,
    images,
    is_picture,
    kind_of,
    pieces_of,
    rows,
    size,
    slim,
    stripped,
    style_of,
    without_bold_head,
    words_beside,
)
from octavo.bringing.word_citations import Citation
from octavo.bringing.word_cites import cite, cited, cited_item
from octavo.bringing.word_fields import StandIns
from octavo.bringing.word_stories import Anchor, Reference, Series, Thing
from octavo.labels import label_of
from octavo.nodes import (
    GAPS,
    SPACE,
    Node,
    branches,
    div,
    para,
    plain_text,
    raw_inline,
    rewrite,
    string,
    walk,
    words,
)

CAPTIONS = frozenset(
    "captionlegend imagecaptionlegend tablecaptionlegend figurecaption legend".split()
)
NUMBER = r"[\s\u00a0]*(?P<number>[A-Z]{0,2}[.-]?\d+(?:[.-]\d+)*)"
LONGEST_LABEL = 60
"""Characters in which a caption's label and number must be."""

MARKS = re.compile(r"^[\s.:|–—-]+")
BARE_NUMBER = re.compile(r"[\W_]*[A-Z]?[\d.–-]+[a-z]?[\W_]*")
EQUATION_NUMBER = re.compile(r"\s*\((?P<number>[A-Z]?\d+(\.\d+)*)\)\s*\.?")


class Tree:
    """Makes the blocks of one paper."""

    def __init__(self, stand_ins: StandIns[Thing]) -> None:
        self.stand_ins = stand_ins
        self.labels: dict[str, str] = {}
        """The labels of bookmarks."""

        self.missed: list[Reference] = []
        self.alone: list[str] = []
        """Captions of which nothing is there."""

        self.taken: set[str] = set()
        self.numbered = False
        """Whether headings bear numbers of their own, so that one without is to have none."""

    def things(self, value: object) -> Iterator[Thing]:
        """Yield what stand-ins within a piece of the tree stand for."""
        for node in walk(value):
            if node["t"] == "Str":
                for thing in self.stand_ins.split(node["c"]):
                    if not isinstance(thing, str):
                        yield thing

    def text(self, value: object) -> str:
        """Return what a reader sees of a piece of the tree, but for citations."""
        return "".join(
            piece if isinstance(piece, str) else getattr(piece, "shown", "")
            for piece in self.stand_ins.split(plain_text(value))
        )

    def anchors(self, value: object) -> list[str]:
        """Return the names of the places in a piece of the tree."""
        return [thing.name for thing in self.things(value) if isinstance(thing, Anchor)]

    def label(self, kind: str, text: str, names: list[str]) -> str:
        """Return a new label, which the bookmarks then stand for: the paper's own if it has one."""
        given = next((name for name in names if (label_of(name) or "").startswith(f"{kind}-")), "")
        wanted = given or f"{kind}:{slug(text, 3) or 'one'}"
        label, number = wanted, 1
        while label in self.taken:
            number += 1
            label = f"{wanted}-{number}"
        self.taken.add(label)
        self.labels |= dict.fromkeys(names, label)
        return label

    # Captions, figures, tables and equations.

    def joined(self, pieces: list[Piece]) -> list[Node]:
        """Return the blocks of the paper, with captions at what they are captions of."""
        out: list[Node] = []
        used: set[int] = set()
        headings = [p.block["c"][2] for p in pieces if p.block["t"] == "Header"]
        self.numbered = any(style_of(node) == "sectionnumber" for h in headings for node in h)
        for n, piece in enumerate(pieces):
            if n in used:
                continue
            kind = self.caption_kind(piece)
            if kind is None and images(piece.block) and is_picture(piece.block):
                behind = n + 1 if n + 1 < len(pieces) else n
                caption = pieces[behind] if self.caption_kind(pieces[behind]) == "fig" else None
                if caption is not None:
                    used.add(behind)
                shown = self._table if piece.block["t"] == "Table" else self._figure
                out += shown(piece.block, caption)
            elif kind is None:
                out += self._plain(piece)
            else:
                out += self._captioned(kind, piece, pieces, n, used, out)
        return out

    def _plain(self, piece: Piece) -> list[Node]:
        """Return a block that has no caption of its own before or behind it."""
        block = piece.block
        if block["t"] == "Header":
            return [self._heading(block)]
        if block["t"] == "Table":
            return self._table(block, None)
        if block["t"] in ("Para", "Plain"):
            return [self._equation(block) or block]
        return [block]

    def _captioned(
        self, kind: str, piece: Piece, pieces: list[Piece], n: int, used: set[int], out: list[Node]
    ) -> list[Node]:
        """Return a caption that stands before its figure or table, or alone."""
        after = pieces[n + 1].block if n + 1 < len(pieces) else None
        is_table = after is not None and after["t"] == "Table"
        if kind == "tbl" and after is not None and is_table:
            used.add(n + 1)
            return self._table(after, piece)
        if (
            kind == "fig"
            and after is not None
            and images(after)
            and (is_table or is_picture(after))
        ):
            used.add(n + 1)
            shown = self._table if is_table else self._figure
            return shown(after, piece)
        if kind == "tbl" and out and out[-1]["t"] == "Table" and not out[-1]["c"][0][0]:
            return self._table(out.pop(), piece)
        names = self.anchors(piece.block)
        if not names:
            return [piece.block]
        content, text = self._caption(piece.block)
        self.alone.append(self.text(piece.block))
        missing = [{"t": "Emph", "c": words("[what stood here did not come over]")}]
        return [div([para(missing), para(content)], [self.label(kind, text, names), [], []])]

    def caption_kind(self, piece: Piece) -> str | None:
        """Return what a block is the caption of, or None where it is none."""
        if piece.block["t"] not in ("Para", "Plain") or images(piece.block):
            return None
        for thing in self.things(piece.block):
            if isinstance(thing, Series):
                kind = kind_of(thing.name)
                return None if kind == "eq" else kind
        if piece.style in CAPTIONS:
            by_style = {"image": "fig", "figur": "fig", "table": "tbl"}
            return kind_of(self.text(piece.block)) or by_style.get(piece.style[:5])
        found = re.match(rf"(?P<word>[^\W\d]+)\.?{NUMBER}\s*[.:|–—]", self.text(piece.block))
        return kind_of(found["word"]) if found and len(self.text(piece.block)) < 600 else None

    def _caption(self, block: Node) -> tuple[list[Node], str]:
        """Return the caption without its label and number, and its text."""
        content = self._without_anchors(block["c"])
        shown = ""
        for n, node in enumerate(content):
            shown += " " if node["t"] in GAPS else self.text(node)
            if len(shown) > LONGEST_LABEL:
                break
            found = re.match(rf"\s*[^\W\d_]+\.?{NUMBER}(?P<rest>.*)$", shown)
            ended = found is not None and (
                n + 1 == len(content) or not self.text(content[n + 1])[:1].isalnum()
            )
            if found and ended:
                rest = MARKS.sub("", found["rest"])
                behind = [*([string(rest)] if rest else []), *content[n + 1 :]]
                return stripped(behind), MARKS.sub("", self.text(behind))
        return content, self.text(content)

    def _without_anchors(self, content: list[Node]) -> list[Node]:
        """Return inlines without the stand-ins of places, which are read before."""
        found: list[Node] = []
        for node in content:
            if node["t"] == "Str":
                pieces = [*self.stand_ins.split(node["c"])]
                kept = [
                    p if isinstance(p, str) else self.stand_ins.word(p)
                    for p in pieces
                    if not isinstance(p, Anchor)
                ]
                found += [string("".join(kept))] if kept else []
            elif node["t"] == "Span":
                found.append(
                    {"t": "Span", "c": [node["c"][0], self._without_anchors(node["c"][1])]}
                )
            else:
                found.append(node)
        return found

    def _figure(self, block: Node, caption: Piece | None) -> list[Node]:
        """Return figures; several in one paragraph share a caption as parts of one."""
        shown = images(block)
        names = self.anchors(block) + (self.anchors(caption.block) if caption else [])
        if caption is None:
            label = self.label("fig", "", names) if names else ""
            return [
                picture(label, [], image["c"][2][0], alt(image), **size(image)) for image in shown
            ]
        content, text = self._caption(caption.block)
        label = self.label("fig", text, names)
        if len(shown) == 1:
            image = shown[0]
            return [picture(label, content, image["c"][2][0], alt(image), **size(image))]
        parts = [picture("", [], i["c"][2][0], alt(i), **size(i)) for i in shown]
        return [div([*parts, para(content)], [label, [], []])]

    def _table(self, table: Node, caption: Piece | None) -> list[Node]:
        """Return a table with its caption; one that holds nothing but pictures is a figure."""
        own = [
            piece for piece in pieces_of(table["c"][1][1]) if piece.block["t"] in ("Plain", "Para")
        ]
        piece = caption or (own[0] if own else None)
        shown = images(table["c"][3:])
        names = self.anchors(table["c"][1]) + (self.anchors(caption.block) if caption else [])
        content, text = self._caption(piece.block) if piece else ([], "")
        equation = self._equation_table(table)
        if equation is not None:
            return [equation]
        if shown and not words_beside(table):
            return [self._subfigures(table, content, text, names)]
        label = self.label("tbl", text, names) if piece or names else ""
        table["c"][0] = [label, [], []]
        table["c"][1] = [None, [{"t": "Plain", "c": content}] if content else []]
        return [table]

    def _subfigures(self, table: Node, content: list[Node], text: str, names: list[str]) -> Node:
        parts: list[Node] = []
        names = [*(name for name in self.anchors(table["c"][3:]) if self._of_all(name)), *names]
        for cell in cells(table):
            shown = images(cell)
            anchors = [name for name in self.anchors(cell) if name not in names]
            said = [b for b in cell if not images(b)]
            said_text = re.sub(r"^\s*\(?[a-z]\)[\s.:]*", "", self.text(said))
            for image in shown:
                label = self.label("fig", said_text or text, anchors) if anchors else ""
                parts.append(picture(label, words(said_text), image["c"][2][0], alt(image)))
        label = self.label("fig", text, names)
        return div([*parts, *([para(content)] if content else [])], [label, [], []])

    def _of_all(self, name: str) -> bool:
        """Tell whether references to a place show a number that no letter follows."""
        things = self.stand_ins.things
        shown = [t.shown for t in things if isinstance(t, Reference) and name in t.targets]
        return bool(shown) and all(text.rstrip()[-1:].isdigit() for text in shown)

    def _heading(self, block: Node) -> Node:
        level, attribute, content = block["c"]
        numbered = any(style_of(node) == "sectionnumber" for node in content)
        number = "".join(self.text(n) for n in content if style_of(n) == "sectionnumber").strip()
        content = [node for node in content if style_of(node) != "sectionnumber"]
        content = stripped(self._without_anchors(content))
        names = self.anchors(block["c"][2])
        classes = ["appendix"] if number and not re.fullmatch(r"[\d.\s]+", number) else []
        plain = "unnumbered" in attribute[1] or (self.numbered and not numbered and level == 1)
        classes += ["unnumbered"] if plain else []
        label = self.label("sec", self.text(content), names) if names else ""
        return {"t": "Header", "c": [level, [label, classes, []], content]}

    def _equation(self, block: Node) -> Node | None:
        """Return a paragraph that is a formula with a number as a labelled equation."""
        content = [node for node in block["c"] if node["t"] not in GAPS]
        formulas = [node for node in content if node["t"] == "Math"]
        others = [node for node in content if node["t"] != "Math"]
        said = self.text(others)
        if len(formulas) != 1 or (said.strip() and not EQUATION_NUMBER.fullmatch(said)):
            return None
        if not said.strip() and formulas[0]["c"][0]["t"] != "DisplayMath":
            return None
        names = self.anchors(block)
        formula = {"t": "Math", "c": [{"t": "DisplayMath"}, formulas[0]["c"][1]]}
        if not said.strip() and not names:
            return para([formula])
        found = EQUATION_NUMBER.fullmatch(said)
        label = self.label("eq", found["number"] if found else "", names)
        return para([formula, SPACE, raw_inline("markdown", f"{{#{label}}}")])

    def _equation_table(self, table: Node) -> Node | None:
        """Return a table of one row that sets a formula beside its number as an equation."""
        blocks = [block for cell in cells(table) for block in cell]
        inlines = [i for block in blocks if block["t"] in ("Para", "Plain") for i in block["c"]]
        if len(rows(table)) != 1 or not any(node["t"] == "Math" for node in inlines):
            return None
        return self._equation(para(inlines))

    # Inlines.

    def resolved(self, blocks: list[Node]) -> list[Node]:
        """Return blocks in which every stand-in is what it stands for."""
        done: list[Node] = rewrite(
            blocks,
            {
                "Str": self._resolved,
                "Code": self._code,
                "CodeBlock": self._code,
                "Note": self._cited_note,
                "Span": bare_span,
                "Div": bare_div,
            },
        )
        for table in [node for node in branches(done) if node["t"] == "Table"]:
            without_bold_head(table)
            slim(table)
        return done

    def _resolved(self, node: Node) -> list[Node] | None:
        if not self.stand_ins.pattern.search(node["c"]):
            return None
        out: list[Node] = []
        for piece in self.stand_ins.split(node["c"]):
            match piece:
                case str():
                    out.append(string(piece))
                case Citation():
                    out += cited(piece)
                case Series():
                    out.append(string(piece.shown))
                case Reference():
                    out += self._referred(piece)
        return out

    def _code(self, node: Node) -> list[Node]:
        """Return code with the words of what stood in it."""
        attribute, text = node["c"]
        pieces = self.stand_ins.split(text)
        shown = "".join(p if isinstance(p, str) else getattr(p, "shown", "") for p in pieces)
        return [{"t": node["t"], "c": [attribute, shown]}]

    def _referred(self, reference: Reference) -> list[Node]:
        label = next((self.labels[name] for name in reference.targets if name in self.labels), None)
        if label is None:
            self.missed.append(reference)
            return words(reference.shown)
        mode = "SuppressAuthor" if BARE_NUMBER.fullmatch(reference.shown) else "AuthorInText"
        kind = label[:3]
        if kind == "sec" and not re.search(r"\d", reference.shown):
            link: Node = {
                "t": "Link",
                "c": [["", [], []], words(reference.shown), [f"#{label}", ""]],
            }
            return [link]
        return [cite([cited_item(label, mode)], reference.shown)]

    def _cited_note(self, node: Node) -> list[Node] | None:
        """Take the citation out of a note that holds nothing else: the style makes the note."""
        blocks = node["c"]
        if len(blocks) != 1 or blocks[0]["t"] not in ("Para", "Plain"):
            return None
        content = [n for n in blocks[0]["c"] if n["t"] != "Space" and n != string(".")]
        return content if [n["t"] for n in content] == ["Cite"] else None
