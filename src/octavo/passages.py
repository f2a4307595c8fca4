"""Passages: what of the text pandoc may read for itself, so that an edit costs its passage alone.

Pandoc reads all sections as one text, in which a passage may lean on another: on a link or a
note that is defined there, a heading that it names in brackets, examples that are counted on,
a macro, a block that is still open.  A passage begins where a heading stands at the margin.
Where one leans on another, or may, all are read together; otherwise the blocks are the same.
https://pandoc.org/MANUAL.html#pandocs-markdown
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from octavo.marks import LOWEST
from octavo.nodes import Node, branches
from octavo.pandoc import Warned

Read: TypeAlias = "tuple[list[Node], tuple[Warned, ...]]"
"""The blocks of a text, and what pandoc says of them."""

END = "octavo-end"
SENTINEL = f"\n\n# End {{#{END}}}\n"
"""A heading that stands behind a passage: it is the last block where nothing is left open."""

STARTS = re.compile(r"\s*^(?:#{1,6}[ \t]+\S|::: \{#octavo-)[^\n]*$(?!\s*[:~]\s)", re.MULTILINE)
"""A heading, or a division of our own; before a definition, it might be a term behind others."""

COUNTED_ON = re.compile(r"^[\s>*+\-\d.)]*\(@[\w-]*\)", re.MULTILINE)
"""An example of a numbered list."""

MACRO = re.compile(r"\\(?:(?:re)?new[a-z]|provide[a-z]|Declare[A-Z]|[egx]?def\b|let\b)")
TABLE = re.compile(r"(?:\A|\n[ \t]*\n) {0,3}-[- ]+\n(?=[ \t]*\S)")
"""The line of dashes above a table whose rows may have empty lines between them."""

FOREIGN = re.compile(r"<(?:!(?!--)|\?)")
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(?=[\s/>])([^<>]*)")
VOID = frozenset("br col hr img input link meta wbr".split())
FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})(.*)$", re.MULTILINE)
DEFINED = re.compile(r"^[ \t>*+\-]*\[([^\[\]]+)\]:", re.MULTILINE)
HEADING = re.compile(r"^[ \t>]*#{1,6}[ \t]+(.+)$", re.MULTILINE)
UNDERLINED = re.compile(r"^[ \t>]*(\S.*)\n(?=[ \t>]*(?:=+|-+)[ \t]*$)", re.MULTILINE)
CLOSING = re.compile(r"(?:[ \t]*\{[^{}]*\})?[ \t]*#*(?:[ \t]*\{[^{}]*\})?$")
"""What may stand behind the text of a heading: attributes, and signs that close it."""

BRACKETED = re.compile(r"\[([^\[\]]+)\]")


def starts(text: str) -> bool:
    """Tell whether a passage begins with a text."""
    return bool(STARTS.match(text))


def stand_alone(texts: Sequence[str]) -> bool:
    """Tell whether none of some passages leans on another, as far as their texts say."""
    return all(map(_is_closed, texts)) and not _share_names(texts)


def read_apart(texts: Sequence[str], read: Callable[[str], Read]) -> list[Read] | None:
    """Return passages that stand alone as they are read; None where it turns out that they lean."""
    found: list[Read] = []
    for text in texts:
        blocks, warnings = read(text + SENTINEL)
        if not blocks or blocks[-1]["t"] != "Header" or blocks[-1]["c"][1][0] != END:
            return None
        found.append((blocks[:-1], warnings))
    identifiers = [_identifiers(blocks) for blocks, _ in found]
    if sum(map(len, identifiers)) != len(set().union(*identifiers)):
        return None
    return found


def _is_closed(text: str) -> bool:
    """Tell whether nothing in a text, which is no Markdown of one line, is left open."""
    tags = Counter[str]()
    for end, name, rest in TAG.findall(text):
        if name.lower() not in VOID and not rest.endswith("/"):
            tags[name.lower()] += -1 if end else 1
    return not (
        any(tags.values())
        or text.count("<!--") != text.count("-->")
        or text.count("\\begin{") != text.count("\\end{")
        or any(pattern.search(text) for pattern in (COUNTED_ON, MACRO, TABLE, FOREIGN))
        or _leaves_fence(text)
    )


def _leaves_fence(text: str) -> bool:
    """Tell whether a fenced listing is left open."""
    opened = ""
    for fence, rest in FENCE.findall(text):
        if not opened:
            opened = fence
        elif fence.startswith(opened) and not rest.strip():
            opened = ""
    return bool(opened)


def _share_names(texts: Sequence[str]) -> bool:
    """Tell whether a passage has in brackets what another defines, or has as a heading."""
    plain = [_normal(text) for text in texts]
    named = [set(BRACKETED.findall(text)) for text in plain]
    for number, text in enumerate(texts):
        names = {_normal(name) for name in _names(text)}
        if any("[" in name for name in names):
            return True
        if any(names & others for n, others in enumerate(named) if n != number):
            return True
    return False


def _names(text: str) -> Iterator[str]:
    yield from DEFINED.findall(text)
    for heading in (*HEADING.findall(text), *UNDERLINED.findall(text)):
        yield CLOSING.sub("", heading.strip(), count=1)


def _normal(text: str) -> str:
    """Return a text as pandoc compares the names of references."""
    return " ".join(text.split()).casefold()


def _identifiers(blocks: list[Node]) -> set[str]:
    """Return the identifiers of headings, which must differ: pandoc counts those that do not.

    A stand-in is of its passage alone.
    """
    named = (node["c"][1][0] for node in branches(blocks) if node["t"] == "Header")
    return {name for name in named if name and max(name) < LOWEST}
