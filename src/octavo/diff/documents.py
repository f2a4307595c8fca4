"""Two documents become one, and a box at its beginning says how much changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.alignment import align
from octavo.characters import without
from octavo.diff.box import box_of, lines_of
from octavo.diff.comparison import Comparison
from octavo.diff.labels import labelled
from octavo.diff.likeness import Likeness
from octavo.diff.marking import DELETION, INSERTION, OLD_PICTURE, marked_blocks
from octavo.diff.summary import Summary, summary_of
from octavo.document import Abstract, Document, Graphic
from octavo.nodes import Node
from octavo.tracking import Tracking, compared, marked


@dataclass(frozen=True, slots=True)
class Named:
    """A document, what people call its revision, and where its pictures are."""

    document: Document
    revision: str
    root: Path


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with marks, and how much changed."""

    document: Document
    summary: Summary


def marked_document(old: Named, new: Named, author: str, date: str) -> Marked:
    """Return the new document with marks against the old one."""
    was, now = old.document, new.document
    comparison = Comparison(Likeness(was.graphics, old.root), Likeness(now.graphics, new.root))
    abstracts = list(_abstracts(was.abstracts, now.abstracts, comparison))
    text = comparison.text(was.blocks, now.blocks)
    trees = labelled(
        [*(a.blocks for a in abstracts), text], [*(a.blocks for a in now.abstracts), now.blocks]
    )
    abstracts = [replace(a, blocks=b) for a, b in zip(abstracts, trees[:-1], strict=True)]
    summary = _summary(was, now, abstracts, trees[-1])
    between = (old.revision, new.revision)
    box = Abstract(now.metadata.language, box_of(summary, between, now.words), (), "changes")
    tracking = Tracking(
        was, now, without(author), date, tuple(lines_of(summary, between, now.words))
    )
    return Marked(
        replace(
            now,
            abstracts=(box, *abstracts),
            blocks=trees[-1],
            graphics={**now.graphics, **dict(_pictures(old))},
            works={**was.works, **now.works},
            tracking=tracking,
        ),
        summary,
    )


def _pictures(old: Named) -> Iterator[tuple[str, Graphic]]:
    """Yield the old pictures under names of their own, with their places on the disk."""
    for name, graphic in old.document.graphics.items():
        yield (
            OLD_PICTURE + name,
            replace(
                graphic,
                name=OLD_PICTURE + graphic.name,
                svg=graphic.svg and old.root / graphic.svg,
                pdf=graphic.pdf and old.root / graphic.pdf,
                raster=graphic.raster and old.root / graphic.raster,
            ),
        )


def _abstracts(
    old: Sequence[Abstract], new: Sequence[Abstract], comparison: Comparison
) -> Iterator[Abstract]:
    """Yield the abstracts of both documents, those that were left out last."""
    known = {a.name: a for a in old}
    for abstract in new:
        was = known.pop(abstract.name, None)
        if was is None:
            yield _as_whole(abstract, INSERTION)
            continue
        yield replace(
            abstract,
            blocks=comparison.blocks(was.blocks, abstract.blocks),
            keywords=listed(was.keywords, abstract.keywords),
        )
    for abstract in known.values():
        yield _as_whole(abstract, DELETION)


def _as_whole(abstract: Abstract, change: str) -> Abstract:
    kind = INSERTION if change == INSERTION else DELETION
    return replace(
        abstract,
        blocks=marked_blocks(kind, abstract.blocks),
        keywords=tuple(marked(change, word) for word in abstract.keywords),
        change=kind,
    )


def listed(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return the values of two lists, each marked where it is in one of them alone."""
    out: list[str] = []
    for stretch in align(list(old), list(new), lambda _: 1.0):
        news = new[stretch.new.start : stretch.new.stop]
        if stretch.equal:
            out += news
        else:
            out += [marked(DELETION, one) for one in old[stretch.old.start : stretch.old.stop]]
            out += [marked(INSERTION, one) for one in news]
    return tuple(out)


def _summary(old: Document, new: Document, abstracts: list[Abstract], text: list[Node]) -> Summary:
    words = new.words
    values = [compared(*pair) for pair in zip(_values(old), _values(new), strict=True)]
    parts: list[tuple[str, list[Node]]] = [
        (words[a.kind] if a.blocks else words["keywords"], a.blocks) for a in abstracts
    ]
    keywords = [word for a in abstracts for word in a.keywords]
    return summary_of([*values, *keywords], [*parts, ("", text)], words["title-page"])


def _values(document: Document) -> list[str]:
    """Return what the title page says."""
    metadata = document.metadata
    return [
        metadata.title,
        metadata.subtitle or "",
        metadata.credit or "",
        "; ".join(author.name for author in metadata.authors),
        "; ".join(place.name for place in metadata.affiliations),
    ]
