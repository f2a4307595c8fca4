"""Markdown as lines and paragraphs: what is code, formula or comment is left as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FENCE = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})(?P<info>[^\n]*)")
HEADING = re.compile(r"(?P<signs>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
UNDERLINED = re.compile(r"(?P<before>\A|\n[ \t]*\n)(?P<words>[^\n#>|:\s][^\n]*)\n=+[ \t]*(?:\n|\Z)")
KEPT = re.compile(
    r"(?P<ticks>`+)(?!`)(?:[^`]|(?!(?P=ticks)(?!`))`)+?(?P=ticks)(?!`)"
    r"|<!--.{0,3000}?-->"
    r"|\$\$.+?\$\$"
    r"|(?<![\\$\w])\$(?=[^\s$])(?:[^$\n\\]|\\.|\n(?!\s*\n))+?(?<=\S)\$(?!\d)",
    re.DOTALL,
)
"""Code, comments and formulas within a paragraph."""

MASK = re.compile("\ue000(\\d+)\ue001")
LONGEST = 60_000
"""Characters of a paragraph beyond which it is left alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, with its words; or what stands between two of them."""

    line: int
    """The first, from 1."""

    text: str
    info: str | None = None
    """The words behind the fence; None where there is none."""


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a text, and what is between them."""
    lines = text.split("\n")
    start, n = 0, 0
    unclosed: dict[str, int] = {}
    while n < len(lines):
        found = FENCE.fullmatch(lines[n])
        sign = found["sign"] if found else ""
        if found is None or (sign[0] == "`" and "`" in found["info"]):
            n += 1
            continue
        if len(sign) >= unclosed.get(sign[0], len(sign) + 1):
            n += 1
            continue
        closing = re.compile(rf" {{0,3}}{re.escape(sign[0])}{{{len(sign)},}}[ \t]*")
        end = next((m for m in range(n + 1, len(lines)) if closing.fullmatch(lines[m])), None)
        if end is None:
            unclosed[sign[0]] = len(sign)
            n += 1
            continue
        if n > start:
            yield Block(start + 1, "\n".join(lines[start:n]))
        yield Block(n + 1, "\n".join(lines[n : end + 1]), found["info"].strip())
        start = n = end + 1
    if start < len(lines):
        yield Block(start + 1, "\n".join(lines[start:]))


def changed(text: str, line: int, change: Callable[[str, int], str]) -> str:
    """Return a text whose paragraphs are changed, but not the code and formulas in them.

    `change` gets a paragraph, in which stand-ins stand for these, and its first line.
    """
    pieces = re.split(r"(\n[ \t]*\n+)", text)
    out = []
    for n, piece in enumerate(pieces):
        if n % 2 or not piece.strip() or len(piece) > LONGEST:
            out.append(piece)
        else:
            kept: list[str] = []

            def mask(found: re.Match[str], kept: list[str] = kept) -> str:
                kept.append(found[0])
                return f"\ue000{len(kept) - 1}\ue001"

            masked = change(KEPT.sub(mask, piece.replace("\ue000", "")), line)
            out.append(MASK.sub(lambda found, kept=kept: kept[int(found[1])], masked))  # type: ignore[misc]
        line += piece.count("\n")
    return "".join(out)


def with_signs(text: str) -> str:
    """Return a text whose underlined headings have signs before them instead."""
    return UNDERLINED.sub(lambda found: f"{found['before']}# {found['words']}\n", text)


def headings_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line, level and words of every heading."""
    for block in blocks_of(text):
        if block.info is None:
            for n, line in enumerate(block.text.split("\n")):
                found = HEADING.fullmatch(line)
                if found:
                    yield block.line + n, len(found["signs"]), found["text"]


def sections_of(text: str) -> list[tuple[str, str]]:
    """Cut a text before each heading of the highest level, which becomes the first."""
    headings = [*headings_of(text)]
    top = min((level for _, level, _ in headings), default=1)
    lines = text.split("\n")
    for line, _, _ in headings:
        lines[line - 1] = lines[line - 1][top - 1 :]
    starts = [(line, words) for line, level, words in headings if level == top]
    cuts = [(1, ""), *starts] if not starts or starts[0][0] > 1 else starts
    ends = [line for line, _ in cuts[1:]] + [len(lines) + 1]
    sections = [
        (re.sub(r"\s*\{[^{}]*\}$", "", words), "\n".join(lines[start - 1 : end - 1]).strip() + "\n")
        for (start, words), end in zip(cuts, ends, strict=True)
    ]
    return [(words, body) for words, body in sections if words or body.strip()]
