"""What pandoc reads in LaTeX as a tree of ours: labels, references, equations, pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from octavo.bringing.folder import Folder
from octavo.bringing.markdown import BEGUN, formula, labelled
from octavo.bringing.media import Media
from octavo.bringing.tree_text import picture, slug
from octavo.bringing.word_cites import cite, cited_item
from octavo.labels import label_of
from octavo.nodes import (
    SPACE,
    Node,
    div,
    para,
    plain_text,
    raw_inline,
    rewrite,
    string,
    walk,
    words,
)

ENDINGS = ("", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".eps", ".PDF", ".PNG", ".JPG")
LABEL = re.compile(r"\\label\{([^{}]+)\}")
NAMES = frozenset(("cref", "Cref", "autoref", "vref", "ref+label", "ref+Label"))
"""Commands that print the word before the number, too."""

REFERENCE = re.compile(
    r"\\(?P<command>ref|eqref|autoref|[cC]ref|vref|pageref|nameref)\*?\s*\{(?P<names>[^{}]+)\}"
)
LAYOUT = re.compile(
    r"\\(?:maketitle|tableofcontents|listoffigures|listoftables|appendix|frontmatter|mainmatter"
    r"|backmatter|doublespacing|onehalfspacing|singlespacing|linenumbers|printbibliography"
    r"|balance)(?![A-Za-z])(?:\[[^\]]*\])?"
    r"|\\(?:bibliographystyle|bibliography|addbibresource|pagestyle|thispagestyle|nocite|hypersetup"
    r"|keywords?|graphicspath|setcounter|addtocounter)(?![A-Za-z])(?:\[[^\]]*\])?(?:\{[^{}]*\})*"
)
"""Commands that say how pages look, or what is taken over apart."""


class LatexTree:
    """Makes the blocks of one paper."""

    def __init__(
        self, folder: Folder, media: Media, path: PurePosixPath, graphics: Sequence[str]
    ) -> None:
        self.folder = folder
        self.media = media
        self.path = path
        self.graphics = graphics
        self.labels: dict[str, str] = {}
        self._referred: frozenset[str] = frozenset()

    def made(self, blocks: list[Node]) -> list[Node]:
        """Return blocks in our words."""
        self._learn(blocks)
        for node in walk(blocks):
            if node["t"] == "Cite":
                node["c"][1] = [string("?")]
        done: list[Node] = rewrite(
            blocks,
            {
                "Figure": self._figure,
                "Table": self._table,
                "Para": self._paragraph,
                "Plain": self._paragraph,
                "Link": self._reference,
                "Image": self._image,
                "Header": self._heading,
                "Div": self._division,
                "Span": self._span,
                "RawInline": self._raw,
                "RawBlock": self._raw,
            },
        )
        return done

    def _learn(self, blocks: list[Node]) -> None:
        """Find out of what kind each label is."""
        for node in walk(blocks):
            match node["t"]:
                case "Figure":
                    self._known(node["c"][0][0], "fig")
                case "Table":
                    self._known(node["c"][0][0], "tbl")
                case "Header":
                    self._known(node["c"][1][0], "sec")
                case "Div":
                    inner = {child["t"] for child in node["c"][1]}
                    kind = "tbl" if "Table" in inner else "fig" if "Figure" in inner else ""
                    self._known(node["c"][0][0], kind)
                case "Math":
                    for name in LABEL.findall(node["c"][1]):
                        self._known(name, "eq")
                case "Span":
                    self._known(node["c"][0][0], "")

    def _known(self, name: str, kind: str) -> None:
        if name and kind and name not in self.labels:
            self.labels[name] = labelled(name, kind)

    def _label(self, name: str) -> str:
        return self.labels.get(name, "")

    def _heading(self, node: Node) -> list[Node]:
        level, (name, classes, _), content = node["c"]
        kept = [one for one in classes if one == "unnumbered"]
        referred = name in self._referred
        label = self._label(name) if referred else ""
        return [{"t": "Header", "c": [level, [label, kept, []], content]}]

    def refer(self, blocks: list[Node]) -> None:
        """Find out which labels are referred to: headings have many that are pandoc's own."""
        names = {
            name
            for node in walk(blocks)
            if node["t"] == "Link"
            for name in dict(node["c"][0][2]).get("reference", "").split(",")
        }
        for node in walk(blocks):
            if node["t"] in ("RawInline", "RawBlock"):
                names |= {
                    n for f in REFERENCE.finditer(node["c"][1]) for n in f["names"].split(",")
                }
        self._referred = frozenset(name.strip() for name in names)

    def _reference(self, node: Node) -> list[Node] | None:
        pairs = dict(node["c"][0][2])
        names = pairs.get("reference", "")
        return self._referring(pairs.get("reference-type", "ref"), names) if names else None

    def _referring(self, command: str, names: str) -> list[Node]:
        """Return a reference; one of LaTeX's own prints the number alone."""
        given = [name.strip() for name in names.split(",") if name.strip()]
        labels = [self.labels.get(name) or labelled(name, "") for name in given]
        if not all(label_of(label) for label in labels):
            return self._unnumbered(command, names)
        if len(labels) > 1:
            return [cite([cited_item(label, "NormalCitation") for label in labels], names)]
        mode = "AuthorInText" if command in NAMES else "SuppressAuthor"
        found = cite([cited_item(label, mode) for label in labels], names)
        return [string("("), found, string(")")] if command == "eqref" else [found]

    def _unnumbered(self, command: str, names: str) -> list[Node]:
        """Return a reference to what has no number here as code, and tell."""
        text = f"\\{command.partition('+')[0]}{{{names}}}"
        what = f"nothing that Octavo counts has the label `{names}`: {text} stays as code"
        self.folder.brought.tell(self._place(f"{{{names}}}"), what, "write what is meant")
        return [{"t": "Code", "c": [["", [], []], text]}]

    def _figure(self, node: Node) -> list[Node]:
        """Return a figure; one of several parts as a division."""
        attribute, (_, caption), content = node["c"]
        inlines = [
            i for block in caption for i in block.get("c", []) if block["t"] in ("Para", "Plain")
        ]
        label = self._label(attribute[0])
        parts = [block for block in content if block["t"] in ("Figure", "Para", "Plain", "Div")]
        images = [one for one in walk(content) if one["t"] == "Image"]
        if len(images) == 1 and not [one for one in walk(content) if one["t"] == "Emph"]:
            image = images[0]
            alt = plain_text(image["c"][1])
            width = dict(image["c"][0][2]).get("width", "")
            return [picture(label, inlines, image["c"][2][0], alt, width=width)]
        inner = [*parts, *([para(inlines)] if inlines else [])]
        return [div(inner, [label, [], []])] if label else inner

    def _table(self, node: Node) -> list[Node]:
        node["c"][0] = [self._label(node["c"][0][0]), [], []]
        return [node]

    def _division(self, node: Node) -> list[Node]:
        """Return what a division holds; the label of one around a table goes to the table."""
        (name, classes, _), content = node["c"]
        label = self._label(name)
        tables = [block for block in content if block["t"] == "Table"]
        if label and len(tables) == 1:
            tables[0]["c"][0][0] = label
            return list(content)
        if {*classes} & {"theorem", "lemma", "proof", "definition", "corollary", "proposition"}:
            return list(content)
        return [div(content, [label, [], []])] if label else list(content)

    def _span(self, node: Node) -> list[Node] | None:
        name, classes, pairs = node["c"][0]
        if "label" in dict(pairs) or (name and not classes):
            return [one for one in node["c"][1] if plain_text(one) != f"[{name}]"]
        return None if {*classes} & {"underline", "smallcaps"} else list(node["c"][1])

    def _paragraph(self, node: Node) -> list[Node] | None:
        """Return a paragraph with its labelled equations on lines of their own."""
        content = node["c"]
        if not any(n["t"] == "Math" and n["c"][0]["t"] == "DisplayMath" for n in content):
            return None
        out: list[Node] = []
        for inline in content:
            if inline["t"] != "Math":
                out.append(inline)
                continue
            kind, text = inline["c"]
            names = LABEL.findall(text)
            found = BEGUN.match(text.strip())
            inner = text.strip()[found.end() :].rpartition("\\end{")[0] if found else ""
            bare = formula(found["name"], inner) if found else LABEL.sub("", text).strip()
            out.append({"t": "Math", "c": [kind, bare]})
            if names:
                out += [SPACE, raw_inline("markdown", f"{{#{self._label(names[0])}}}")]
        return [{"t": node["t"], "c": out}]

    def _image(self, node: Node) -> list[Node]:
        target = node["c"][2][0]
        path = self._found(target)
        if path is None:
            what = f"the picture {target} is not in the folder"
            self.folder.brought.tell(self._place(target), what, "put it into `figures/`")
            return [{"t": "Emph", "c": words(f"[the picture {target}, which was not there]")}]
        data = self.folder.data(path)
        name = slug(path.stem, 8) or "picture"
        kept = self.media.keep(path.as_posix(), data, name, self._place(target))
        if not kept:
            return [{"t": "Emph", "c": words(f"[the picture {target}, which cannot be shown]")}]
        node["c"][2] = [kept, ""]
        if plain_text(node["c"][1]) == "image":  # as pandoc's reader has it, where nothing is said
            node["c"][1] = []
        width = _width(dict(node["c"][0][2]).get("width", ""))
        node["c"][0] = ["", [], [["width", width]] if width else []]
        return [node]

    def _found(self, target: str) -> PurePosixPath | None:
        for place in ("", *self.graphics):
            for ending in ENDINGS:
                name = posixpath.join(place, f"{target}{ending}")
                path = self.folder.inside(name, self.path.parent)
                if path is not None:
                    return path
        return None

    def _place(self, text: str) -> str:
        """Return where a piece of the source stands; the file alone where it is not found."""
        first = text.split("\n")[0].strip()
        for path in self.folder.find(".tex", ".ltx"):
            source = self.folder.text(path) if path in self.folder.used else ""
            at = source.find(first)
            if first and at >= 0:
                line, column = source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
                return f"{path}:{line}:{column}"
        return self.path.as_posix()

    def _raw(self, node: Node) -> list[Node]:
        """Return TeX that pandoc could not read as code, and tell; what only places text goes."""
        from octavo.checks.tex_dropped import SILENT

        text = LAYOUT.sub("", SILENT.sub("", str(node["c"][1]))).strip()
        if not text:
            return []
        found = REFERENCE.fullmatch(text)
        if found and found["command"] not in ("pageref", "nameref"):
            return self._referring(found["command"], found["names"])
        self.folder.brought.tell(
            self._place(text),
            f"TeX stays as code: {' '.join(text.split())[:70]}",
            "write it in Markdown, which every format prints",
        )
        if node["t"] == "RawInline":
            return [{"t": "Code", "c": [["", [], []], " ".join(text.split())]}]
        return [{"t": "CodeBlock", "c": [["", ["latex"], []], text]}]


def _width(given: str) -> str:
    """Return a width; a part of that of the text as a part of a hundred, as `50%`."""
    found = re.fullmatch(r"(\d*\.?\d*)\s*\\(?:text|line|column)width", given)
    return f"{float(found[1].rstrip('.') or 1) * 100:g}%" if found else given
