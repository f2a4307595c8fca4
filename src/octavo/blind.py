"""The manuscript as reviewers may see it, made before anything is assembled.

Who wrote it is taken out of the project, the tree, the bibliography and the pictures, so that
no renderer can leak what it never saw.  What stands in an author's own sentences stays, and is
told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from octavo.bibliography import Bibliography, Entry
from octavo.blind_names import named_in, ordinary_words
from octavo.blind_pictures import Cleaner
from octavo.blind_tree import Anonymous
from octavo.deposits import DEPOSITS, deposits_in
from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.figures import Figures
from octavo.folding import folded
from octavo.machine import User
from octavo.manuscript import Kind, Manuscript, Mention
from octavo.metadata import Metadata, Statements
from octavo.needles import Needles, needles_of
from octavo.nodes import Node, para, words
from octavo.project import Project
from octavo.root import METADATA
from octavo.self_citations import (
    masks_of,
    named_beside,
    namesakes,
    own_works,
    voices,
    works_as_needles,
)
from octavo.sources import COMMENT
from octavo.values import Values
from octavo.words import Words, words_of
from octavo.yaml_source import Source

PRIVATE = frozenset(
    "abstract addendum-private annotation annote comment file keywords local-url owner pdf review "
    "timestamp username date-added date-modified bdsk-file-1 bdsk-url-1".split()
)
"""Fields of entries that are its owner's notes and places, and that no reference prints."""

REPLACED = "the anonymous copy has a neutral sentence or word in its place"
LEFT_OUT = ("acknowledgements", "funding")
INSTITUTION = re.compile(
    r"\b(?:universit|hochschul|institut|hospital|clinic|klinik|college|academ|akadem|facult|"
    r"fakult|department|school of|irb\b|review board|ethics committee of|ethikkommission de)"
    r"|университет|институт|академи|دانشگاه|پژوهشگاه|جامعة|معهد|大学|学院|医院|研究所",
)
"""Institutions, in folded text: an ethics board that is named tells where the authors work."""

NO_INITIALS = frozenset("AI IT US UK EU UN PI OK II III IV VI".split())
"""Capitals that are rather something else."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """What goes into an anonymous copy, and what its author must know."""

    project: Project
    manuscript: Manuscript
    bibliography: Bibliography
    figures: Figures
    findings: tuple[Diagnostic, ...]
    """What still tells who wrote it and must be reworded, and notes of what was taken out."""

    needles: Needles
    """What must not be found in the finished files; masked works among it."""

    own: frozenset[str]
    """The keys of the works that are by an author, as the bibliography has them."""

    passed: tuple[str, ...] = ()
    """Texts that name an author and that were marked as fit for reviewers."""


def blinded(
    project: Project,
    manuscript: Manuscript,
    bibliography: Bibliography,
    figures: Figures,
    self_citations: Literal["third-person", "mask"] = "third-person",
    user: User | None = None,
    usual: Metadata | None = None,
) -> Blinded:
    """Return what an anonymous copy is assembled of; `user` is who works on this machine.

    `usual` is what the metadata say where no journal is told otherwise: who is in them alone is
    looked for too, and is in nothing that is printed.
    """
    table = words_of(project.metadata.language)
    everybody = project.metadata.authors + (usual.authors if usual else ())
    own = own_works(everybody, bibliography)
    others = namesakes(everybody, bibliography)
    needles = needles_of(project, user, usual).doubting(others)
    needles = needles.doubting(ordinary_words(manuscript), capital=True)
    telling = dict(_telling_statements(project.metadata.statements, needles))
    if self_citations == "mask":
        needles = needles.also(works_as_needles(bibliography, own))
    public = _metadata(project.metadata, telling, needles, table)
    drawn = _figures(figures, needles, table)
    values = {v.text for v in _changed(manuscript, project.metadata, public, figures, drawn)}
    anonymous = Anonymous(needles, values, table)
    cleaner = Cleaner(project.root, project.output / "figures" / "anonymous")
    read = _manuscript(manuscript, anonymous, cleaner, telling, table)
    entries = _bare(bibliography)
    if self_citations == "mask":
        masks = masks_of(entries, manuscript, own, table)
        read, entries = masks.manuscript(read), masks.bibliography
        told = named_beside(masks, manuscript, needles)
    else:
        told = voices(manuscript, own, project.metadata.language)
    removed = tuple(dict.fromkeys(anonymous.links))
    kept = tuple(name for name in _statement_names() if name not in telling)
    named = named_in(project, manuscript, figures, needles, removed, kept)
    findings = [
        *named.findings,
        *told,
        *_notes(project, manuscript, telling, removed, values),
        *_doubtful(manuscript, removed),
    ]
    return Blinded(
        _project(project, public),
        read,
        entries,
        cleaner.figures(drawn),
        tuple(sorted(dict.fromkeys(findings), key=lambda d: (d.span, d.code, d.message))),
        needles,
        own,
        named.passed,
    )


def _project(project: Project, public: Metadata) -> Project:
    """Return a project that says no more than its public metadata."""
    overlays = tuple(map(_without_text, project.overlays))
    source = _without_text(project.source)
    return replace(project, metadata=public, source=source, overlays=overlays)


def _metadata(
    metadata: Metadata, telling: dict[str, str], needles: Needles, table: Words
) -> Metadata:
    """Return the metadata without people, money, and what is known of the article elsewhere."""
    said = {name.replace("-", "_"): table["removed"] for name in telling}
    gone = ("credit", "acknowledgements", "funding", "licence", "doi", "url", "journal", "version")
    return metadata.model_copy(
        update={
            "authors": (),
            "affiliations": (),
            **dict.fromkeys(gone),
            "statements": metadata.statements.model_copy(update=said),
            "values": _untold(metadata.values, needles, table),
            "checks": type(metadata.checks)(),
        }
    )


def _untold(value: JsonValue, needles: Needles, table: Words) -> JsonValue:
    """Return a value with neutral words in the place of texts that tell."""
    if isinstance(value, str):
        return table["removed-value"] if needles.hits(value) else value
    if isinstance(value, list):
        return [_untold(item, needles, table) for item in value]
    if isinstance(value, dict):
        return {key: _untold(item, needles, table) for key, item in value.items()}
    return value


def _figures(figures: Figures, needles: Needles, table: Words) -> Figures:
    """Return figures whose values do not tell, and whose scripts' messages are gone."""
    named = {
        name: replace(figure, values=_untold(figure.values, needles, table))
        for name, figure in figures.by_name.items()
    }
    return replace(figures, by_name=named, notes=())


def _statement_names() -> Iterator[str]:
    return (name.replace("_", "-") for name in Statements.model_fields)


def _telling_statements(statements: Statements, needles: Needles) -> Iterator[tuple[str, str]]:
    """Yield the statements that tell who wrote the article, and what in them does."""
    for name in _statement_names():
        text = getattr(statements, name.replace("-", "_")) or ""
        hits = needles.hits(text)
        deposit = DEPOSITS.search(text)
        place = INSTITUTION.search(folded(text)) if name == "ethics" else None
        initials = next(_initials(text, needles), None)
        if hits:
            yield name, text[hits[0].start : hits[0].end]
        elif deposit or place or initials:
            yield name, (deposit or place or initials or [""])[0]


def _initials(text: str, needles: Needles) -> Iterator[re.Match[str]]:
    """Yield the authors' initials, by which statements call them: `A.E.`, `A. E.`, `AE`."""
    for needle in needles:
        if needle.kind in ("name", "family name") and " " in needle.shown:
            letters = [word[0].upper() for word in re.findall(r"[^\W\d_]+", needle.shown)]
            if 2 <= len(letters) <= 4 and letters[0].isupper():  # not of scripts without capitals
                dotted = r"\.[\s-]?".join(map(re.escape, letters)) + r"\."
                bare = "".join(letters)
                either = dotted if bare in NO_INITIALS else f"{dotted}|{bare}"
                yield from re.finditer(rf"\b(?:{either})(?!\w)", text)


def _changed(
    manuscript: Manuscript, before: Metadata, after: Metadata, drawn: Figures, public: Figures
) -> Iterator[Mention]:
    """Yield the values of the text that print what is no longer known."""
    old, new = Values(before, drawn), Values(after, public)
    for mention in manuscript.of(Kind.VALUE):
        try:
            printed = old[mention.text]
        except ValueError:
            continue
        try:
            same = new[mention.text] == printed
        except ValueError:
            same = False
        if not same:
            yield mention


def _manuscript(
    manuscript: Manuscript,
    anonymous: Anonymous,
    cleaner: Cleaner,
    telling: dict[str, str],
    table: Words,
) -> Manuscript:
    """Return the manuscript rewritten; its sources, which hold all of it, do not come along."""
    prose: dict[str, list[Node]] = {}
    for name, blocks in manuscript.prose.items():
        if name in telling:
            prose[name] = [para(words(table["removed"]))]
        elif name not in LEFT_OUT:
            prose[name] = anonymous.tree(blocks)
    return replace(
        manuscript,
        sections=(),
        blocks=anonymous.tree(manuscript.blocks),
        supplement=anonymous.tree(manuscript.supplement),
        prose=prose,
        pictures=tuple(map(cleaner.picture, manuscript.pictures)),
        remarks=(),
        nodes=(),
    )


def _bare(bibliography: Bibliography) -> Bibliography:
    """Return the bibliography without its owner's notes."""
    entries = {key: _bare_entry(entry) for key, entry in bibliography.entries.items()}
    return replace(bibliography, entries=entries, duplicates=(), texts={})


def _bare_entry(entry: Entry) -> Entry:
    fields = {name: value for name, value in entry.fields.items() if name not in PRIVATE}
    return replace(entry, fields=fields)


def _without_text(source: Source) -> Source:
    """Keep the places of the metadata's keys, not what is written there."""
    return Source({}, source.keys, source.values)


def _notes(
    project: Project,
    manuscript: Manuscript,
    telling: dict[str, str],
    removed: tuple[str, ...],
    values: set[str],
) -> Iterator[Diagnostic]:
    """Yield what was taken out of what is printed, with its place."""
    for name, what in telling.items():
        place = project.source.span(("statements", name))
        yield _note("statement-removed", f"the statement tells who wrote this: “{what}”", place)
    for address in removed:
        for place in _places_of(project, manuscript, address):
            yield _note("link-removed", f"the address tells who wrote this: {address}", place)
    for mention in manuscript.of(Kind.VALUE):
        if mention.text in values:
            message = f"the value tells who wrote this: {mention.text}"
            yield _note("value-removed", message, mention.span)


def _doubtful(manuscript: Manuscript, removed: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield the addresses of deposits that stay: nothing says that they are the authors' own."""
    for section in manuscript.sections:
        for address in deposits_in(COMMENT.sub("", section.text)):
            if address not in removed:
                for place in _places(section.path, section.text, address):
                    message = f"the address stays, and may tell whose it is: {address}"
                    hint = "if it is yours, give it in the statement on data or code"
                    yield _note("link-kept", message, place, hint)


def _note(code: str, message: str, place: Span, hint: str = REPLACED) -> Diagnostic:
    return Diagnostic(code, message, place, (hint,), Severity.NOTE)


def _places_of(project: Project, manuscript: Manuscript, address: str) -> Iterator[Span]:
    texts = [(section.path, section.text) for section in manuscript.sections]
    texts.append((METADATA, project.source.text))
    found = [place for path, text in texts for place in _places(path, text, address)]
    yield from found or [Span(texts[0][0])]


def _places(path: Path, text: str, words: str) -> Iterator[Span]:
    for found in re.finditer(re.escape(words), text):
        yield Span.within(path, text, found.start(), len(words))
