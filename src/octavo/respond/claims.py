"""Every passage that an author quotes, looked up in what the diff holds: found, or told why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.diagnostics import Diagnostic
from octavo.diff.summary import summary_of
from octavo.document import Document
from octavo.nodes import Node, attribute_of, branches, has_class, plain_text, rewrite
from octavo.respond.cutting import quoted
from octavo.respond.finding import Finder, Named, Passage, Side
from octavo.respond.rounds import Claim

HELD = 60
"""The letters of a quotation that a message shows."""

MORE = "quote more words, so that there is one place alone"
UNCHANGED = "`quote` in the place of `change` quotes what stands as it stood"

CITED = "write a citation as `[@key]`: journals' styles print it in other ways"
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(slots=True)
class Quote:
    """What became of a claim; without `found` it holds what the author wrote alone."""

    claim: Claim
    written: str
    found: Passage | Named | None = None
    blocks: list[Node] = field(default_factory=list)
    called: str = ""
    """What the manuscript calls it, such as `Section 2`, if a label was given."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """All claims of a round by their classes, and what is wrong with them."""

    by_tag: Mapping[str, Quote]
    findings: tuple[Diagnostic, ...]


def quotes_of(
    beside: Sequence[Node], claims: Mapping[str, Claim], marked: Sequence[Document]
) -> Quotes:
    """Look up each claim of a text in the marked documents."""
    finder = Finder(marked)
    found: dict[str, Quote] = {}
    findings: list[Diagnostic] = []
    for node in branches(beside):
        attribute = attribute_of(node) if node["t"] in ("Div", "Span") else None
        for tag in attribute[1] if attribute else ():
            if tag in claims and tag not in found:
                quote = Quote(claims[tag], plain_text(node["c"][1]))
                findings += _looked_up(quote, node["c"][1], finder)
                found[tag] = quote
    note = marked[0].words["note"]
    for quote in found.values():
        if quote.found is not None:
            quote.blocks = quoted(quote.found, note)
    return Quotes(found, tuple(findings))


def _looked_up(quote: Quote, content: list[Node], finder: Finder) -> Iterator[Diagnostic]:
    """Find what a claim quotes, and yield what is wrong with it."""
    label = _label(content)
    if label is not None:
        quote.called = plain_text(content)
        quote.found = finder.named(label)
        if quote.found is None:
            yield _wrong(quote, "quote-missing", "the label names nothing that can be quoted")
    elif not _is_unresolved(content):
        printed = bool(YEAR.search(plain_text(rewrite(content, {"Cite": lambda _: []}))))
        yield from _by_words(quote, finder, CITED if printed else "")
    if quote.found is not None and quote.claim.kind == "change" and not _changed(quote.found):
        what = quote.called or f"“{_short(quote.written)}”"
        yield _wrong(quote, "change-missing", f"nothing changed in {what}", UNCHANGED)


def _by_words(quote: Quote, finder: Finder, more: str) -> Iterator[Diagnostic]:
    side: Side = "old" if quote.claim.kind == "removed" else "new"
    passage, count = finder.passages(quote.written, side)
    shown = _short(quote.written)
    if passage is None:
        where = "manuscript as reviewers saw it" if side == "old" else "manuscript"
        hint = _hint(finder.nearest(quote.written, side))
        yield _wrong(quote, "quote-missing", f"the {where} has no “{shown}”", hint, more)
        return
    if count > 1:
        yield _wrong(quote, "quote-ambiguous", f"“{shown}” is there {count} times", MORE)
    quote.found = passage
    if side == "old" and not all(
        atom.change == "deletion" for atom in passage.atoms if atom.text.strip()
    ):
        message = f"“{shown}” was not removed, or not all of it"
        yield _wrong(quote, "change-missing", message, "quote what went, and nothing else")


def _hint(nearest: str) -> str:
    if nearest:
        return f"it has “… {nearest} …”"
    return "copy the words from the section, or its first and last ones with … between"


def _label(content: list[Node]) -> str | None:
    """Return the label that is all that a claim holds."""
    links = [n for n in branches(content) if n["t"] == "Link" and has_class(n, "cross-reference")]
    if len(links) != 1 or plain_text(content) != plain_text(links[0]["c"][1]):
        return None
    return str(links[0]["c"][2][0]).rpartition("#")[2]


def _is_unresolved(content: list[Node]) -> bool:
    """Tell whether a claim holds a label that nothing has: another rule tells of it."""
    cites = [node for node in branches(content) if node["t"] == "Cite"]
    return len(cites) == 1 and plain_text(content) == plain_text(cites[0])


def _changed(found: Passage | Named) -> bool:
    if isinstance(found, Passage):
        return any(atom.change for atom in found.atoms)
    if any(change for _, change in found.blocks):
        return True
    return bool(summary_of([], [("", [block for block, _ in found.blocks])], "").parts)


def _short(text: str) -> str:
    return text if len(text) <= HELD else f"{text[:HELD].rsplit(' ', 1)[0]} …"


def _wrong(quote: Quote, code: str, message: str, *hints: str) -> Diagnostic:
    return Diagnostic(code, message, quote.claim.span, tuple(filter(None, hints)))
