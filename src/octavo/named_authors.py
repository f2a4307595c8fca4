"""Authors whom a sentence names beside a citation, where the style would print none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from octavo.nodes import SPACE, Node, attr, branches, citation, para, plain_text, rewrite, span

NUMBERS = frozenset(("numeric", "label"))
"""The kinds of styles that print no author in the text (the schema of CSL, `citation-format`)."""

NAMED = "octavo-named"
"""The identifier of what holds a name and a citation while citeproc is at work."""

NAMES = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Authors</title><id>authors</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation et-al-min="3" et-al-use-first="1"><layout><names variable="author">
    <name form="short" and="text"/>
    <substitute>
      <names variable="editor"/>
      <names variable="translator"/>
      <text variable="title" form="short" quotes="true"/>
    </substitute>
  </names></layout></citation>
</style>
"""
"""The style in which sentences name authors: “Rose”, “Rose and Walt”, “Rose et al.”"""


def prints_numbers(style: Path) -> bool:
    """Tell whether a style cites by numbers or labels, and names nobody."""
    text = style.read_text(encoding="utf-8")
    kind = re.search(r'citation-format="([\w-]+)"', text)
    if kind:
        return kind[1] in NUMBERS
    citing = re.search(r"<citation\b.*?</citation>", text, re.DOTALL)
    return citing is not None and "citation-number" in citing[0]


def named_in(blocks: list[Node]) -> list[str]:
    """Return the keys of the works whose authors are named by sentences."""
    cites = (node["c"][0] for node in branches(blocks) if node["t"] == "Cite")
    return list(dict.fromkeys(key for citations in cites for key in _named(citations)))


def asked(keys: Iterable[str]) -> list[Node]:
    """Return a citation of each work, for a style that names its authors."""
    return [para([citation(key)]) for key in keys]


def with_names(blocks: list[Node], names: Mapping[str, list[Node]]) -> list[Node]:
    """Put names before the citations of those whom sentences name.

    Citeproc then sees to what stands between a name and a number, which may be a superscript.
    """

    def named(cite: Node) -> list[Node] | None:
        name = next((names.get(key, []) for key in _named(cite["c"][0])), [])
        return [span([*name, SPACE, cite], attr(NAMED))] if plain_text(name) else None

    put: list[Node] = rewrite(blocks, {"Cite": named})
    return put


def joined(inner: Node) -> list[Node] | None:
    """Make one citation of a name and the number behind it: “Rose [7]”."""
    attribute, inlines = inner["c"]
    cite = next((node for node in inlines if node["t"] == "Cite"), None)
    if attribute[0] != NAMED or cite is None:
        return None
    citations, number = cite["c"]
    content = [part for node in inlines for part in (number if node is cite else [node])]
    return [{"t": "Cite", "c": [citations, content]}]


def _named(citations: Iterable[Any]) -> Iterator[str]:
    """Yield the key of the first of some citations, if the sentence names its author."""
    first = next(iter(citations), None)
    if first is not None and first["citationMode"]["t"] == "AuthorInText":
        yield first["citationId"]


def with_author(cite: Node) -> list[Node] | None:
    """Name the author in a note too, where the sentence does so and a year alone would be left.

    Citeproc leaves an author out of a note whom the sentence names.  That is right where the note
    has a title; styles that print author and year in notes would have notes such as “2018”.
    """
    citations, inlines = cite["c"]
    *author, note = inlines or [None]
    if not author or not note or note["t"] != "Note" or note["c"][0]["t"] != "Para":
        return None
    first, *rest = note["c"]
    if not plain_text(first["c"])[:1].isdigit():
        return None
    whole = [para([*author, SPACE, *first["c"]]), *rest]
    return [{"t": "Cite", "c": [citations, [*author, {"t": "Note", "c": whole}]]}]
