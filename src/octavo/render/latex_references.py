"""The references as LaTeX's own list, each as the citation style printed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.nodes import Node, attr, has_class, pair_of, plain_text, rewrite, span, walk
from octavo.render.latex_names import Labels, Languages, key_of
from octavo.render.latex_notes import FLOWING
from octavo.render.latex_text import literal
from octavo.scripts import RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the references: its identifier, its number if the style has them, its text.

    One whose side of the page is not that of the list names its language.
    """

    identifier: str
    number: str
    blocks: list[Node]
    language: str = ""


def entries_of(blocks: list[Node], direction: str) -> list[Entry]:
    """Return the references of a document; from right to left, those in Latin run their way."""
    lists = (node for node in walk(blocks) if node["t"] == "Div" and node["c"][0][0] == "refs")
    entries = (entry for found in lists for entry in found["c"][1])
    found = [_entry(entry) for entry in entries if has_class(entry, "csl-entry")]
    return [_from_left(entry) for entry in found] if direction == "rtl" else found


def _from_left(entry: Entry) -> Entry:
    """Say of an entry without letters from right to left that it is none of those."""
    if RIGHT_TO_LEFT.search(plain_text(entry.blocks)):
        return entry
    return Entry(entry.identifier, entry.number, _said_in("en", entry.blocks))


def _said_in(language: str, blocks: list[Node]) -> list[Node]:
    return [
        {"t": block["t"], "c": [span(block["c"], attr(lang=language))]}
        if block["t"] in FLOWING
        else block
        for block in blocks
    ]


def _entry(entry: Node) -> Entry:
    margins = [node for node in walk(entry) if has_class(node, "csl-left-margin")]
    text = rewrite(entry["c"][1], {"Span": _without_margin})
    language = pair_of(entry["c"][0], "lang") or ""
    number = plain_text(margins[:1])
    if pair_of(entry["c"][0], "dir") == "rtl":
        return Entry(entry["c"][0][0], number, text, language)
    return Entry(entry["c"][0][0], number, _said_in(language, text) if language else text)


def _without_margin(node: Node) -> list[Node] | None:
    return [] if has_class(node, "csl-left-margin") else None


def bibliography(
    entries: Sequence[Entry], texts: Sequence[str], labels: Labels, languages: Languages
) -> str:
    """Return the list for a file of its own; nothing where nothing is cited."""
    if not entries:
        return ""
    widest = max((literal(entry.number) for entry in entries), key=len)
    items = []
    for entry, text in zip(entries, texts, strict=True):
        key = key_of(labels.of(entry.identifier))
        item = f"\\bibitem[{{{literal(entry.number)}}}]{{{key}}}\n{text}\n"
        language = languages.other(entry.language)
        turned = f"\\begin{{turnedentry}}{{{language}}}\n{item}\\end{{turnedentry}}\n"
        items.append(turned if language else item)
    opening, closing = f"\\begin{{thebibliography}}{{{widest}}}\n", "\\end{thebibliography}\n"
    return "\n".join([opening, *items, closing])
