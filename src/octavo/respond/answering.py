"""The response to reviewers, a call a step: `answer` makes it, `respond` puts it in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from octavo.anonymity import anonymous, names_left
from octavo.blind import Blinded
from octavo.checks import Evidence, guard
from octavo.diagnostics import Diagnostic, Faults, UsageError
from octavo.diff.copies import Compared, Reading, comparing, reading
from octavo.document import Document
from octavo.formulas import unconverted
from octavo.history import commit_of
from octavo.labels import BESIDE
from octavo.layout import TABLES, self_contained
from octavo.manuscript import read_manuscript
from octavo.nodes import Node, attr, branches, div, header, words
from octavo.pipeline import Artifact, compose_whole, gather, publish, render_each
from octavo.progress import Progress, silently
from octavo.project import Project
from octavo.render import Rendered, pdf
from octavo.render.title_block import date_text
from octavo.reports import fails
from octavo.respond.claims import Quotes, quotes_of
from octavo.respond.letter import Letter, Writer, letter_of
from octavo.respond.lines import fresh
from octavo.respond.placing import place_of, put_places
from octavo.respond.rounds import Round, read_round, revision_unknown
from octavo.root import file_of
from octavo.submit.correspondence import filled
from octavo.supplement import NAME as SUPPLEMENT
from octavo.supplement import led
from octavo.values import Values
from octavo.words import Words

Form = Literal["docx", "pdf", "html"]
FORMATS: tuple[Form, ...] = ("pdf", "docx", "html")
FOLDER = "response"
"""The folder of letters, below that of all outputs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter to reviewers and the marked copies whose pages it names; nothing is written yet."""

    name: str
    """What the files of the letter are called, without the ending."""

    letter: Mapping[str, Rendered]
    """By format."""

    copies: Mapping[tuple[str, str], Rendered]
    """By the name of the document and the format."""

    findings: tuple[Diagnostic, ...]

    @property
    def rendered(self) -> dict[tuple[str, str], Rendered]:
        """All files, by their names and formats."""
        letter = {(self.name, form): one for form, one in self.letter.items()}
        return letter | {
            (f"{self.name}-marked-{document}", form): one
            for (document, form), one in self.copies.items()
        }

    @property
    def failing(self) -> tuple[Diagnostic, ...]:
        """The findings that keep a letter from being sent."""
        return tuple(finding for finding in self.findings if fails(finding))


@dataclass(frozen=True, slots=True)
class _Read:
    """The answers as they were read together with the manuscript, and what is wrong with them."""

    article: Document
    beside: list[Node]
    project: Project
    findings: tuple[Diagnostic, ...]
    blinded: Blinded | None


def respond(
    project: Project,
    name: str | None = None,
    formats: Sequence[Form] = FORMATS,
    progress: Progress = silently,
    *,
    draft: bool = False,
    anonymously: bool = False,
) -> tuple[Answer, tuple[Artifact, ...]]:
    """Make the letter of a round and put it into `build/response/`, if it holds or is a draft."""
    round_ = read_round(project.root, name)
    evidence = gather(project, progress)
    made = answer(evidence, round_, formats, progress, draft=draft, anonymously=anonymously)
    if made.failing and not draft:
        return made, ()
    return made, publish(project.output / FOLDER, made.rendered)


def answer(
    evidence: Evidence,
    round_: Round,
    formats: Sequence[Form] = FORMATS,
    progress: Progress = silently,
    *,
    draft: bool = False,
    anonymously: bool = False,
    way: Reading | None = None,
    copies: Sequence[Form] = ("pdf",),
) -> Answer:
    """Return the letter that answers the reviewers of a round.

    The marked copies, in their formats, are of what is read in the usual `way`, or in that of a
    journal.  The PDF is always among them, since the letter names its pages.

    What is wrong with the answers is among the findings; a draft bears that it is one.  Raise
    `Faults` where the manuscript cannot be built, now or as the reviewers saw it.
    """
    project = evidence.project
    _refuse_unknown(project, round_)
    read = _read(evidence, round_, anonymously=anonymously)
    letter = letter_of(read.beside, round_)
    way = way or (reading(copies, anonymous) if anonymously else reading(copies))
    author = read.article.words["author"] if anonymously else None
    revision = round_.settings.revision
    with comparing(
        project, revision, way, author=author, progress=progress, known=evidence
    ) as found:
        marked = [_with_fresh_nodes(m.document) for m in found.marked]
        quotes = quotes_of(read.beside, round_.claims, marked)
        printed = _copies(marked, quotes, found, progress)
        places = dict(_places(quotes, printed.values(), marked[0].words))
        document = _document(read, letter, quotes, places, round_, marked, draft=draft)
        letters = {form: (document, form, read.project) for form in dict.fromkeys(formats)}
        others = {
            (m.document.name, form): (m.document, form, found.new.project)
            for m, form in product(found.marked, copies)
            if form != "pdf"
        }
        wanted = [*letters.values(), *others.values()]
        made = iter(render_each(wanted, lambda _, form: progress(form)))
    done = Answer(
        document.name,
        {form: next(made) for form in letters},
        {**printed, **{known: next(made) for known in others}},
        (*read.findings, *letter.unanswered(), *quotes.findings, *found.findings),
    )
    return replace(done, findings=tuple(_told(done, read, found, [document, *marked])))


def _told(
    done: Answer, read: _Read, found: Compared, documents: Sequence[Document]
) -> Iterator[Diagnostic]:
    """Yield all findings in the order of their places, with what the finished files tell."""
    findings = [*done.findings]
    findings += [finding for one in done.rendered.values() for finding in one.findings]
    if read.blinded is not None:
        files = ((file_of(*known), one.data) for known, one in done.rendered.items())
        findings += names_left(files, documents, [*found.blinded, read.blinded])
    yield from sorted(dict.fromkeys(findings), key=lambda finding: finding.span)


def _refuse_unknown(project: Project, round_: Round) -> None:
    try:
        commit_of(project.root, round_.settings.revision)
    except UsageError as error:
        raise Faults(revision_unknown(round_, error.hint)) from None


def _read(evidence: Evidence, round_: Round, *, anonymously: bool) -> _Read:
    """Read the answers as a part of the manuscript: numbers and citations are those of it."""
    project = evidence.project
    manuscript = read_manuscript(project, round_.section)
    values = Values(project.metadata, evidence.figures)
    evidence = replace(
        evidence,
        manuscript=manuscript,
        unknown_values=tuple(values.unknown(manuscript)),
        formulas=tuple(unconverted(manuscript, project.store)),
    )
    faults = guard(evidence)
    if foreign := [fault for fault in faults if fault.span.path != round_.path]:
        raise Faults(*foreign)
    made = None
    if anonymously:
        evidence, made = anonymous(evidence)
    article, *_ = compose_whole(evidence, (), published=False, excerpted=True)
    found = [n for n in article.blocks if n["t"] == "Div" and n["c"][0][0] == BESIDE]
    beside = [block for division in found for block in division["c"][1]]
    told = (*faults, *(made.findings if made else ()))
    return _Read(article, beside, evidence.project, told, made)


def _with_fresh_nodes(document: Document) -> Document:
    abstracts = tuple(replace(a, blocks=fresh(a.blocks)) for a in document.abstracts)
    return replace(document, blocks=fresh(document.blocks), abstracts=abstracts)


def _copies(
    marked: Sequence[Document], quotes: Quotes, found: Compared, progress: Progress
) -> dict[tuple[str, str], Rendered]:
    """Return the marked copies as PDF, with the places of all that is quoted."""
    for number, quote in enumerate(quotes.by_tag.values()):
        if quote.found is not None:
            put_places(quote.found, number)
    made = {}
    for document in marked:
        made[document.name, "pdf"] = pdf.render(document, found.new.project)
        progress(f"marked {document.name}, pdf")
    return made


def _places(quotes: Quotes, copies: Iterable[Rendered], table: Words) -> Iterator[tuple[str, str]]:
    """Yield where each quotation stands, in words."""
    places = {name: place for copy in copies for name, place in copy.places.items()}
    for number, (tag, quote) in enumerate(quotes.by_tag.items()):
        if quote.found is None:
            continue
        told = place_of(quote.found, number, places, table)
        file = {TABLES: table["tables"], SUPPLEMENT: table["supplement"]}
        where = file.get(quote.found.document)
        if told:
            yield tag, f"{where}, {told}" if where else told


def _document(
    read: _Read,
    letter: Letter,
    quotes: Quotes,
    places: Mapping[str, str],
    round_: Round,
    marked: Sequence[Document],
    *,
    draft: bool,
) -> Document:
    """Return the letter as a document: its head, its text, and the references of the answers."""
    table, settings = read.article.words, round_.settings
    metadata = read.project.metadata
    context = {
        "date": date_text(metadata.model_copy(update={"date": settings.date})),
        "editor": settings.editor or "",
        "journal": settings.journal or "",
        "manuscript": settings.manuscript or "",
        "authors": [author.name for author in metadata.authors],
    }
    head = filled(
        read.project, read.article, "response.md", context, table["response"], metadata.full_title
    )
    blocks = Writer(quotes.by_tag, places, table).blocks(letter)
    references = _references(read, table)
    said = self_contained(blocks, references)
    pictures = {name: graphic for m in marked for name, graphic in m.graphics.items()}
    whole = replace(
        head,
        name=f"response-{round_.number}",
        blocks=[div([*head.blocks, *said], attr(classes=["letter"])), *references],
        graphics={**read.article.graphics, **pictures},
        origin=None,
        comments=(),
        watermark=table["draft"] if draft else "",
    )
    return led(whole, "")


def _references(read: _Read, table: Words) -> list[Node]:
    """Return the references of what the answers cite, as the manuscript's list has them."""
    cited = {
        f"ref-{citation['citationId']}"
        for node in branches(read.beside)
        if node["t"] == "Cite"
        for citation in node["c"][0]
    }
    entries = [
        entry
        for node in branches(read.article.blocks)
        if node["t"] == "Div" and node["c"][0][0] == "refs"
        for entry in node["c"][1]
        if entry["c"][0][0] in cited
    ]
    if not entries:
        return []
    title = header(1, words(table["references"]), attr("references", ["unnumbered"]))
    return [title, div(entries, attr("refs"))]
