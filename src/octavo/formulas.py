"""Formulas that pandoc cannot convert: they would be printed as TeX, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from octavo.diagnostics import Span
from octavo.manuscript import Manuscript
from octavo.nodes import Node, plain, walk
from octavo.pandoc import pandoc_json, pandoc_log
from octavo.root import METADATA
from octavo.store import Store

PLAIN = re.compile(r"[A-Za-z0-9\s+=()<>,.;:/*-]+")
"""Formulas of these characters alone can always be converted."""


MAX_DEPTH = 40
"""Word's readers take 256 elements within each other, and a pair of braces makes up to five."""

MAX_SCRIPTS = 8
"""Pandoc takes at least twice as long for each index of an index: 12 s for 20 of them."""

PIECE = re.compile(
    r"(?P<open>\\(?:begin|left)\b|(?P<script>[_^]\s*(?:\\[A-Za-z]+\s*)*)?\{)"
    r"|(?P<close>\\(?:end|right)\b|\})|\\.",
    re.DOTALL,
)
"""What opens and closes a part of a formula, and what is escaped."""


@dataclass(frozen=True, slots=True)
class Unconverted:
    """A formula: what pandoc says of it, and its place."""

    reason: str
    span: Span


def unconverted(manuscript: Manuscript, store: Store | None) -> Iterator[Unconverted]:
    """Yield the formulas that are beyond pandoc, each text of them once."""
    nodes = chain(manuscript.nodes, walk([*manuscript.prose.values()]))
    for tex, reason in unreadable(nodes, store).items():
        yield Unconverted(reason, _place(manuscript, tex))


def unreadable(nodes: Iterable[Node], store: Store | None) -> dict[str, str]:
    """Return the formulas among nodes that pandoc cannot read, each with what it says of it."""
    texts = {node["c"][1]: node for node in nodes if node["t"] == "Math"}
    deep = {tex: reason for tex in texts if (reason := _too_deep(tex))}
    formulas = [n for tex, n in texts.items() if tex not in deep and not PLAIN.fullmatch(tex)]
    if not formulas:
        return deep
    messages = pandoc_log(
        "--from=json", "--to=html5", "--mathml", data=pandoc_json([plain(formulas)]), store=store
    )
    said = {str(m["contents"]): m for m in messages if m["type"] == "CouldNotConvertTeXMath"}
    return deep | {tex: _reason(str(message.get("message", ""))) for tex, message in said.items()}


def _too_deep(tex: str) -> str:
    """Return why a formula is too deep for the engines, which crash or never end, or nothing."""
    scripts: list[bool] = []
    deepest = deepest_script = 0
    for piece in PIECE.finditer(tex):
        if piece["open"]:
            scripts.append(bool(piece["script"]))
            deepest = max(deepest, len(scripts))
            deepest_script = max(deepest_script, sum(scripts) if piece["script"] else 0)
        elif piece["close"] and scripts:
            scripts.pop()
        if deepest > MAX_DEPTH:
            return f"its parts hold each other more than {MAX_DEPTH} deep"
        if deepest_script > MAX_SCRIPTS:
            return f"its indices and exponents hold each other more than {MAX_SCRIPTS} deep"
    return ""


def _reason(message: str) -> str:
    """Return the line of pandoc's message that says what is wrong."""
    found = [line for line in message.splitlines() if line.startswith("unexpected")]
    return found[0] if found else "it cannot be read"


def _place(manuscript: Manuscript, tex: str) -> Span:
    """Return where a formula first stands in the sections."""
    for section in manuscript.sections:
        at = section.text.find(tex)
        if at >= 0:
            return Span.within(section.path, section.text, at, len(tex.split("\n")[0]))
    return Span(METADATA)
