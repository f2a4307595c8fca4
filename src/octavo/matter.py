"""What stands before and behind the text, made of the metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from octavo.document import Abstract
from octavo.metadata import Metadata
from octavo.nodes import Node, attr, header, para, rewrite, words
from octavo.settings import Part
from octavo.words import Words

PARTS: tuple[Part, ...] = get_args(Part)
"""What stands behind the text, in the usual order."""

BACK_MATTER = "back-matter"
"""The class of the headings of these parts, but for the references'."""


def abstracts_of(metadata: Metadata, prose: Mapping[str, list[Node]]) -> Iterator[Abstract]:
    """Yield the abstracts with their keywords, then the highlights and the plain summaries."""
    keywords = metadata.keywords_by_language
    for language in dict.fromkeys([*metadata.abstracts, *keywords]):
        yield Abstract(
            language, prose.get(f"abstract-{language}", []), tuple(keywords.get(language, ()))
        )
    if metadata.highlights:
        yield Abstract(metadata.language, prose["highlights"], kind="highlights")
    for language in metadata.summaries:
        yield Abstract(language, prose[f"summary-{language}"], kind="summary")


def arranged(order: Sequence[Part]) -> list[Part]:
    """Return all parts in the order asked for.

    Those left out stand, as usual, before the references; behind all, where these come first.
    """
    others = [part for part in PARTS if part not in order]
    place = order.index("references") if "references" in order else 0
    return [*order[:place], *others, *order[place:]] if place else [*order, *others]


def behind_references(order: Sequence[Part]) -> list[Part]:
    """Return the parts that follow the references."""
    parts = arranged(order)
    return parts[parts.index("references") + 1 :]


def back_matter(
    metadata: Metadata, prose: Mapping[str, list[Node]], table: Words
) -> Iterator[Node]:
    """Yield what stands behind the text but for the references, each under its heading."""
    contributions = [
        f"{a.name}: {', '.join(role_text(r) for r in a.roles)}."
        for a in metadata.authors
        if a.roles
    ]
    given = dict(prose)
    if contributions:
        given["contributions"] = [para(words(" ".join(contributions)))]
    if isinstance(metadata.funding, tuple):
        grants = [f"{g.funder} ({g.award})" if g.award else g.funder for g in metadata.funding]
        given["funding"] = [para(words("; ".join(grants) + "."))]
    if metadata.licence:
        given["licence"] = [para(words(metadata.licence))]
    for name in arranged(metadata.build.order):
        if name in given:
            yield header(1, words(table[name]), attr(name, ["unnumbered", BACK_MATTER]))
            yield from _untitled(given[name])


def _untitled(blocks: list[Node]) -> list[Node]:
    """Make bold paragraphs of headings: they would end the part that they stand in."""
    out: list[Node] = rewrite(
        blocks, {"Header": lambda node: [para([{"t": "Strong", "c": node["c"][2]}])]}
    )
    return out


def role_text(role: str) -> str:
    """Return a CRediT role as its vocabulary prints it."""
    special = {
        "writing-original-draft": "writing – original draft",
        "writing-review-editing": "writing – review & editing",
    }
    return special.get(role, role.replace("-", " "))
