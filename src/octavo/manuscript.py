"""`manuscript/*.md` as one tree, with the place of everything that is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from octavo.authored import with_bare_list, without_own_classes
from octavo.csv_tables import Rows, TableError, problem_of_table, rows_of
from octavo.diagnostics import Span
from octavo.floats import floats_of
from octavo.labels import BESIDE, label_of
from octavo.marks import Mark, Marks
from octavo.metadata import Metadata
from octavo.nodes import LEAVES, Node, attr, attribute_of, branches, rewrite, span, string
from octavo.pictures import problem_of
from octavo.project import Project
from octavo.reading import Piece, Reading, Remark, read
from octavo.root import METADATA
from octavo.sources import Undecodable, Unopened, read_text

EQUATION_LABEL = re.compile(r"\{#([^\s{}]+)\}(.*)")

BOUNDARY = "octavo-supplement"
"""The identifier of an empty division between the article and its supplement."""

PROSE = "octavo-prose-"
"""The identifier of a division that holds Markdown of the metadata begins so."""


class Kind(Enum):
    """What a mention mentions."""

    CITATION = "citation"
    REFERENCE = "reference"
    LABEL = "label"
    LINK = "link"
    IMAGE = "image"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the sources that names something elsewhere, or is named from there."""

    kind: Kind
    text: str
    span: Span
    group: int = 0
    """Citations and references of one bracket share a number."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that the manuscript shows; `path` is None when there is none in the project."""

    target: str
    span: Span
    path: Path | None
    problem: str = ""
    rows: Rows = ()
    """Of a table, the rows; the first is its header."""


@dataclass(frozen=True, slots=True)
class Section:
    """One file of the manuscript."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All sections, parsed as one text."""

    sections: tuple[Section, ...]
    blocks: list[Node]
    supplement: list[Node]
    prose: Mapping[str, list[Node]]
    """The Markdown of the metadata, parsed: `abstract-en`, `acknowledgements`, …"""

    mentions: tuple[Mention, ...]
    pictures: tuple[Picture, ...]
    remarks: tuple[Remark, ...] = ()
    undecodable: tuple[Undecodable, ...] = ()
    unopened: tuple[Unopened, ...] = ()
    nodes: tuple[Node, ...] = ()
    """Every node of `blocks` and `supplement` that is no text, in order."""

    def of(self, kind: Kind) -> Iterator[Mention]:
        """Yield the mentions of one kind, in the order of the text."""
        return (mention for mention in self.mentions if mention.kind is kind)


def place_of(manuscript: Manuscript, pattern: re.Pattern[str], nth: int = 0) -> Span:
    """Return where the sections match for the nth time, or for the last; else the metadata.

    For what pandoc's reader gives no position of.
    """
    found = [
        (section, match)
        for section in manuscript.sections
        for match in pattern.finditer(section.text)
    ]
    if not found:
        return Span(METADATA)
    section, match = found[min(nth, len(found)) - 1] if nth else found[-1]
    return Span.within(section.path, section.text, match.start(), len(match[0]))


def image_spans(manuscript: Manuscript) -> dict[int, Span]:
    """Return the place of every image by the identity of its node.

    Images of one target stand in the tree in the order of their mentions.
    """
    waiting: dict[str, list[Span]] = {}
    for mention in manuscript.of(Kind.IMAGE):
        waiting.setdefault(mention.text, []).append(mention.span)
    found = {}
    for node in manuscript.nodes:
        spans = waiting.get(node["c"][2][0], []) if node["t"] == "Image" else []
        if spans:
            found[id(node)] = spans.pop(0) if len(spans) > 1 else spans[0]
    return found


def subfigure_labels(manuscript: Manuscript) -> Iterator[str]:
    """Yield the labels of the parts of figures."""
    for node in manuscript.nodes:
        if node["t"] == "Figure" and "subfigure" in node["c"][0][1]:
            yield label_of(node["c"][0][0]) or ""


def read_manuscript(project: Project, beside: Section | None = None) -> Manuscript:
    """Read and parse every section.

    What stands `beside` the article is read as a part of it, the last one, in a division of the
    name `BESIDE`, so that it may refer to all that the article has.
    """
    unread: list[Undecodable | Unopened] = []
    sections = tuple(_read_sections(project, unread))
    pieces = list(_pieces(project, sections))
    if beside is not None:
        at = len([s for s in sections if s.path not in project.supplement])
        pieces.insert(at, Piece(beside.path, beside.text, f"::: {{#{BESIDE}}}\n\n", "\n\n:::"))
        sections = (*sections[:at], beside, *sections[at:])
    readings = read([*pieces, *_prose_pieces(project)], project.store)
    resolver = _Resolver(Span(sections[0].path if sections else METADATA))
    blocks = [block for reading in readings for block in resolver.blocks(reading)]
    blocks = floats_of([*with_bare_list(blocks)])
    mentions = tuple(dict.fromkeys(resolver.mentions))
    body, supplement = _parts([block for block in blocks if not _prose_name(block)])
    return Manuscript(
        sections=sections,
        blocks=body,
        supplement=supplement,
        nodes=tuple(branches([body, supplement])),
        prose={name: block["c"][1] for block in blocks if (name := _prose_name(block))},
        mentions=mentions,
        pictures=tuple(_pictures(project, mentions)),
        remarks=tuple(remark for reading in readings for remark in reading.remarks),
        undecodable=tuple(fault for fault in unread if isinstance(fault, Undecodable)),
        unopened=tuple(fault for fault in unread if isinstance(fault, Unopened)),
    )


def _pieces(project: Project, sections: tuple[Section, ...]) -> Iterator[Piece]:
    """Yield the sections, and the boundary before the first of the supplement."""
    for section in sections:
        boundary = f"::: {{#{BOUNDARY}}}\n:::\n\n" if section.path in project.supplement[:1] else ""
        yield Piece(section.path, section.text, boundary)


def _parts(blocks: list[Node]) -> tuple[list[Node], list[Node]]:
    """Divide the blocks into the article's and the supplement's."""
    for at, block in enumerate(blocks):
        if block["t"] == "Div" and block["c"][0][0] == BOUNDARY:
            return blocks[:at], blocks[at + 1 :]
    return blocks, []


def prose_of(metadata: Metadata) -> dict[str, str]:
    """Return the Markdown texts of the metadata by name."""
    texts = {f"abstract-{language}": text for language, text in metadata.abstracts.items()}
    texts["highlights"] = "\n".join(f"- {text}" for text in metadata.highlights)
    texts |= {f"summary-{language}": text for language, text in metadata.summaries.items()}
    texts["acknowledgements"] = metadata.acknowledgements or ""
    texts["funding"] = metadata.funding if isinstance(metadata.funding, str) else ""
    statements = metadata.statements
    for name in ("conflicts", "data", "code", "ethics", "ai_use"):
        texts[name.replace("_", "-")] = getattr(statements, name) or ""
    return {name: text for name, text in texts.items() if text}


def _prose_pieces(project: Project) -> Iterator[Piece]:
    """Yield the Markdown of the metadata, each text in a division that has its name."""
    for name, text in prose_of(project.metadata).items():
        top, _, rest = name.partition("-")
        place = (top, rest) if top in ("abstract", "summary") else (top,)
        if place[0] not in ("abstract", "summary", "highlights", "acknowledgements", "funding"):
            place = ("statements", name)
        span = project.source.span(place)
        yield Piece(span.path, text, f"::: {{#{PROSE}{name}}}\n", "\n:::", span)


def _prose_name(block: Node) -> str:
    if block["t"] != "Div" or not str(block["c"][0][0]).startswith(PROSE):
        return ""
    return str(block["c"][0][0]).removeprefix(PROSE)


def _read_sections(project: Project, faults: list[Undecodable | Unopened]) -> Iterator[Section]:
    """Yield the sections that can be read; what is wrong with the others is added to `faults`."""
    for path in project.sections:
        try:
            yield Section(path, read_text(project.root, path))
        except (Undecodable, Unopened) as error:
            faults.append(error)


def _equations(node: Node) -> list[Node] | None:
    """Turn `$$ … $$ {#eq:x}`, which pandoc leaves as text, into a labelled span."""
    out: list[Node] = []
    for inline in node["c"]:
        label = EQUATION_LABEL.fullmatch(inline["c"]) if inline["t"] == "Str" else None
        at = len(out) - 1
        if out and out[at]["t"] in ("Space", "SoftBreak"):
            at -= 1
        if label and at >= 0 and out[at]["t"] == "Math" and _is_display(out[at]):
            out[at:] = [span([out[at]], attr(label[1], ["equation"]))]
            out += [string(label[2])] if label[2] else []
        else:
            out.append(inline)
    return [{"t": node["t"], "c": out}] if len(out) != len(node["c"]) else None


def _is_display(math: Node) -> bool:
    return bool(math["c"][0]["t"] == "DisplayMath")


class _Resolver:
    """Takes the stand-ins out of a tree and notes what they turned out to be."""

    marks: Marks

    def __init__(self, fallback: Span) -> None:
        self.fallback = fallback
        self.mentions: list[Mention] = []
        self.cited: set[Span] = set()
        self._group = 0

    def blocks(self, reading: Reading) -> list[Node]:
        """Return the blocks of a passage; those before it are behind us."""
        self.marks = reading.marks
        blocks = without_own_classes(reading.blocks)
        out = self.value(rewrite(blocks, {"Para": _equations, "Plain": _equations}))
        assert isinstance(out, list)
        return out

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if value.isascii() else self.marks.restore(value)
        if isinstance(value, list):
            out: list[Any] = []
            if not value:
                return out
            for item in value:
                kind = item.get("t") if isinstance(item, dict) else None
                if kind == "Str":
                    out.extend([item] if item["c"].isascii() else self.text(item["c"]))
                elif kind in LEAVES:
                    out.append(item)
                elif kind:
                    out.append(self.node(item))
                else:
                    out.append(self.value(item))
            return out
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def node(self, node: Node) -> Node:
        attribute = attribute_of(node)
        if attribute is not None and attribute[0]:
            self.label(attribute[0])
        if node["t"] == "Cite":
            return self.cite(node)
        if node["t"] in ("Link", "Image"):
            kind = Kind.LINK if node["t"] == "Link" else Kind.IMAGE
            self.note(kind, node["c"][2][0])
        out = {"t": node["t"], "c": self.value(node["c"])} if "c" in node else dict(node)
        if node["t"] == "Image":
            out["c"][2][0] = unquote(out["c"][2][0])
        return out

    def text(self, text: str) -> Iterator[Node]:
        for piece in self.marks.split(text):
            if isinstance(piece, Mark):
                self.mentions.append(Mention(Kind.VALUE, piece.text, piece.span))
                yield span([string(piece.whole)], attr("", ["value"], expression=piece.text))
            elif piece:
                yield string(piece)

    def cite(self, node: Node) -> Node:
        self._group += 1
        for citation in node["c"][0]:
            key = self.marks.restore(citation["citationId"])
            kind = Kind.REFERENCE if label_of(key) else Kind.CITATION
            mark = next(self.marks.find(citation["citationId"]), None)
            where = mark.span if mark else self.fallback
            if where not in self.cited or not mark:  # an image's text repeats its caption
                self.cited.add(where)
                self.mentions.append(Mention(kind, key, where, self._group))
        return {"t": "Cite", "c": self.value(node["c"])}

    def label(self, identifier: str) -> None:
        for mark in self.marks.find(identifier):
            if mark.kind == "label" and self.marks.restore(identifier) == mark.text:
                self.mentions.append(Mention(Kind.LABEL, mark.text, mark.span))

    def note(self, kind: Kind, target: str) -> None:
        mark = next(self.marks.find(target), None)
        if kind is Kind.IMAGE:
            name = unquote(self.marks.restore(target))
            self.mentions.append(Mention(kind, name, mark.span if mark else self.fallback))
        elif mark is not None:
            self.mentions.append(Mention(kind, self.marks.restore(target), mark.span))


def _pictures(project: Project, mentions: tuple[Mention, ...]) -> Iterator[Picture]:
    root = project.root.resolve()
    seen = set()
    for mention in mentions:
        target = mention.text
        if mention.kind is not Kind.IMAGE or mention.text in seen:
            continue
        if not PurePosixPath(target).suffix and "/" not in target:
            continue  # the name of a figure script
        seen.add(mention.text)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target):
            problem = "a picture must be a file of the project: nothing is fetched"
            yield Picture(mention.text, mention.span, None, problem)
            continue
        found = [root / target, root / mention.span.path.parent / target]
        path = next((p for p in found if p.is_file()), None)
        if path is None:
            yield Picture(mention.text, mention.span, None)
        elif not path.resolve().is_relative_to(root):
            yield Picture(mention.text, mention.span, None, "the file is outside the project")
        else:
            yield _shown(mention, path)


def _shown(mention: Mention, path: Path) -> Picture:
    """Return a file that is there, a table with its rows."""
    if path.suffix.lower() != ".csv":
        return Picture(mention.text, mention.span, path.resolve(), problem_of(path))
    try:
        rows = rows_of(path)
    except TableError as error:
        return Picture(mention.text, mention.span, path.resolve(), str(error))
    return Picture(mention.text, mention.span, path.resolve(), problem_of_table(rows), rows)
