"""The build, a call a stage."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.addresses import addresses_of
from octavo.assembly import assemble
from octavo.authored import with_safe_links
from octavo.bibliography import load_bibliography
from octavo.checks import Evidence, Family, check, guard, rules
from octavo.citations import cite, describe
from octavo.crossref import resolve
from octavo.diagnostics import Diagnostic, Faults, Severity, Span
from octavo.document import Document
from octavo.excuses import excuses_of
from octavo.figures import Figures, draw_figures
from octavo.formulas import unconverted
from octavo.inquiry import Inquiry, inquire
from octavo.layout import laid_out
from octavo.manuscript import Kind, read_manuscript
from octavo.moments import today
from octavo.outputs import dangling_of
from octavo.own_citation import with_own_citation
from octavo.progress import Progress, silently
from octavo.project import Project
from octavo.prose import prose_of_sources
from octavo.publishing import put_all
from octavo.render import Rendered
from octavo.root import METADATA
from octavo.scripts import mark_scripts
from octavo.sources import Undecodable, Unopened, read_text
from octavo.supplement import led
from octavo.tools import starting_anew, stopping_all
from octavo.values import Values

Draw = Callable[[Project, Progress], Figures]
"""What draws the figures of a project, and tells of each."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file."""

    path: Path
    format: str
    digest: str
    """SHA-256 of its bytes, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left, and what it has to say."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Diagnostic, ...]
    inputs: tuple[Path, ...] = ()
    """What was read, but for what the folders of the manuscript hold."""

    repeatable: bool = True
    """Whether all that was read is known."""

    reasons: tuple[str, ...] = ()
    """Why each figure was drawn, or not."""


def build(
    project: Project,
    formats: Sequence[str] = (),
    progress: Progress = silently,
    draw: Draw = draw_figures,
) -> Built:
    """Build the manuscript; raise `Faults` for the author's mistakes, the old outputs untouched."""
    evidence = gather(project, progress, draw=draw)
    findings = guard(evidence)
    if findings:
        raise Faults(*findings)
    chosen = list(dict.fromkeys(formats or project.metadata.build.formats))
    documents = compose(evidence, chosen)
    rendered = render(project, documents, chosen, progress)
    said = tuple(finding for made in rendered.values() for finding in made.findings)
    artifacts = publish(project.output, rendered)
    figures = evidence.figures.by_name.values()
    return Built(
        artifacts,
        (*said, *_noted(evidence.figures), *_tidied(project)),
        tuple(inputs_of(evidence)),
        repeatable=all(figure.repeatable for figure in figures),
        reasons=tuple(f"figure {figure.name}: {figure.reason}" for figure in figures),
    )


def _noted(figures: Figures) -> Iterator[Diagnostic]:
    """Tell what was drawn elsewhere and is not kept."""
    for note in figures.notes:
        yield Diagnostic("figure-not-kept", note, Span(METADATA), (), Severity.NOTE)


def _tidied(project: Project) -> Iterator[Diagnostic]:
    """Keep the store within its limit, and tell what in it was damaged."""
    store = project.store
    if store is None:
        return
    store.shrink(project.metadata.build.store.bytes)
    for name in store.damaged:
        yield Diagnostic(
            "store-damaged",
            f"a result that was kept is damaged, and was made again: {name}",
            Span(METADATA),
            (),
            Severity.NOTE,
        )
    yield from _unreached(project)


def _unreached(project: Project) -> Iterator[Diagnostic]:
    """Tell of a shared store that could not be asked: all was done without it."""
    trouble = project.store.trouble if project.store else ""
    if trouble:
        place = project.source.span(("build", "store", "address"))
        yield Diagnostic("store-unreachable", trouble, place, (), Severity.NOTE)


def compose(evidence: Evidence, formats: Sequence[str]) -> tuple[Document, ...]:
    """Return the article and what stands apart from it, as renderers of formats want them.

    That is its supplement, if it has one, and its tables, where the settings want them so.
    """
    return laid_out(compose_whole(evidence, formats))


def compose_whole(
    evidence: Evidence,
    formats: Sequence[str],
    *,
    published: bool = True,
    excerpted: bool = False,
) -> tuple[Document, ...]:
    """Return the article, and its supplement if it has one, with all figures and tables in place.

    What is `published` says how to cite it, and what is to be `excerpted` has references that
    can stand alone.
    """
    project = evidence.project
    first, *others = resolve(assemble(project, evidence.manuscript, evidence.figures))
    documents = [with_own_citation(first, project) if published else first, *others]
    cited = (cite(d, evidence.bibliography, project, excerpted=excerpted) for d in documents)
    return tuple(_finished(document, evidence, project, formats) for document in cited)


def compose_text(
    project: Project, progress: Progress = silently
) -> tuple[Evidence, tuple[Document, ...]]:
    """Return what was read and the whole documents, for those who look at no pictures.

    Figures are recalled or drawn only if the text prints a value of theirs.  Raises `Faults` for
    what stops a build, but for what concerns pictures alone.
    """
    evidence = gather(project, drawing=False)
    drawn = any("figures" in value.text for value in evidence.manuscript.of(Kind.VALUE))
    if drawn:
        evidence = gather(project, progress)
    pictures = () if drawn else [code for code, r in rules().items() if r.family is Family.FIGURES]
    findings = [finding for finding in guard(evidence) if finding.code not in pictures]
    if findings:
        raise Faults(*findings)
    return evidence, compose_whole(evidence, ())


def inputs_of(evidence: Evidence) -> Iterator[Path]:
    """Yield the files that settings, the text and scripts name, wherever they are."""
    root, settings = evidence.project.root, evidence.project.metadata.build
    named = [*settings.bibliography, settings.csl, settings.docx.reference]
    yield from (root / name for name in named if name and (root / name).is_file())
    yield from (picture.path for picture in evidence.manuscript.pictures if picture.path)
    yield from (path for figure in evidence.figures.by_name.values() for path in figure.reads)


def _finished(
    document: Document, evidence: Evidence, project: Project, formats: Sequence[str]
) -> Document:
    """Return a document as its renderers want it."""
    for blocks in (document.blocks, *(abstract.blocks for abstract in document.abstracts)):
        with_safe_links(blocks)
    document = mark_scripts(document, evidence.bibliography)
    live = "docx" in formats and project.metadata.build.docx.citations == "zotero"
    if live or "jats" in formats:
        document = describe(document, evidence.bibliography, project)
    return document


def inspect(
    project: Project,
    families: Collection[Family] = (),
    progress: Progress = silently,
    inquiry: Inquiry | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the manuscript, and with what was built of it.

    Servers are asked only by an `inquiry`.
    """
    evidence = examine(project, families, progress)
    if inquiry is not None:
        evidence = inquire(evidence, inquiry, families)
    return (*check(evidence, families), *_unreached(project))


def examine(
    project: Project,
    families: Collection[Family] = (),
    progress: Progress = silently,
) -> Evidence:
    """Return what the rules of some families, or of all, look at; figures only if they do."""
    drawing = _wanted(Family.FIGURES, families)
    evidence = read_closely(gather(project, progress, drawing=drawing))
    linked = _wanted(Family.LINKS, families)
    return replace(evidence, dangling=tuple(dangling_of(project))) if linked else evidence


def read_closely(evidence: Evidence) -> Evidence:
    """Return evidence with what rules look at beyond what a build needs, but for built files."""
    project = evidence.project
    texts = [(s.path, s.text) for s in evidence.manuscript.sections]
    texts += list(_texts(project))
    return replace(
        evidence,
        today=today(),
        prose=tuple(prose_of_sources(project, evidence.manuscript)),
        excuses=tuple(excuse for path, text in texts for excuse in excuses_of(path, text)),
        addresses=tuple(addresses_of(evidence.manuscript, evidence.bibliography)),
    )


def _wanted(family: Family, families: Collection[Family]) -> bool:
    return not families or family in families


def _texts(project: Project) -> Iterator[tuple[Path, str]]:
    """Yield the sources that are no sections; those that cannot be read are a rule's matter."""
    yield from ((layer.path, layer.text) for layer in project.layers)
    for path in (*project.bibliographies, *project.scripts):
        try:
            yield path, read_text(project.root, path)
        except (Undecodable, Unopened):
            continue


def gather(
    project: Project,
    progress: Progress = silently,
    *,
    drawing: bool = True,
    draw: Draw = draw_figures,
) -> Evidence:
    """Read the manuscript and the bibliography while the figures, if wanted, are drawn."""
    with starting_anew(), ThreadPoolExecutor(1) as aside, stopping_all():
        figures = aside.submit(draw, project, progress) if drawing else None
        manuscript = read_manuscript(project)
        bibliography = load_bibliography(project)
        formulas = tuple(unconverted(manuscript, project.store))
        drawn = figures.result() if figures else Figures({})
    unknown = tuple(Values(project.metadata, drawn).unknown(manuscript)) if drawing else ()
    return Evidence(
        project, manuscript, bibliography, drawn, unknown_values=unknown, formulas=formulas
    )


def render(
    project: Project,
    documents: Sequence[Document],
    formats: Sequence[str],
    progress: Progress,
) -> dict[tuple[str, str], Rendered]:
    """Return the finished files by the name of the document and the format."""
    chosen = [(document, form) for document in documents for form in formats]
    # an article without a supplement has no links to lead to one
    alone = len(documents) == 1
    wanted = [(d if alone else led(d, form), form, project) for d, form in chosen]

    def step(document: Document, form: str) -> None:
        progress(form if document.name == documents[0].name else f"{document.name}, {form}")

    made = render_each(wanted, step)
    return {(d.name, form): one for (d, form, _), one in zip(wanted, made, strict=True)}


def render_each(
    wanted: Sequence[tuple[Document, str, Project]],
    progress: Callable[[Document, str], None] = lambda _document, _form: None,
) -> list[Rendered]:
    """Return each document in its format, in order; several are made at once."""

    def one(document: Document, form: str, project: Project) -> Rendered:
        module = importlib.import_module(f"octavo.render.{form}")
        made: Rendered = module.render(document, project)
        progress(document, form)
        return made

    with starting_anew(), ThreadPoolExecutor() as pool, stopping_all(KeyboardInterrupt):
        return list(pool.map(lambda each: one(*each), wanted))


def publish(folder: Path, rendered: dict[tuple[str, str], Rendered]) -> tuple[Artifact, ...]:
    """Put finished files in the places of the old ones, each whole, once all are written."""
    places = put_all(folder, {known: made.data for known, made in rendered.items()})
    return tuple(
        Artifact(places[known], known[1], hashlib.sha256(made.data).hexdigest())
        for known, made in rendered.items()
    )
