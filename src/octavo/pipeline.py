"""The build, a call a stage."""

from __future__ import annotations

import datetime
import hashlib
import importlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.addresses import addresses_of
from octavo.assembly import Values, assemble, source_date_epoch
from octavo.bibliography import load_bibliography
from octavo.checks import Evidence, Family, check, guard
from octavo.citations import cite, describe
from octavo.crossref import resolve
from octavo.diagnostics import Diagnostic, Faults, ToolError
from octavo.document import Document
from octavo.excuses import excuses_of
from octavo.figures import Figures, draw_figures
from octavo.formulas import unconverted
from octavo.inquiry import Inquiry, inquire
from octavo.layout import floats_last
from octavo.manuscript import read_manuscript
from octavo.outputs import dangling_of
from octavo.project import METADATA, Project
from octavo.prose import prose_of_sources
from octavo.scripts import mark_scripts
from octavo.sources import Undecodable, read_text
from octavo.tools import starting_anew, stopping_all

FILES = {"jats": "manuscript.xml", "latex": "manuscript-latex.zip"}
"""The files of the formats that do not end as the format is named."""


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


def build(
    project: Project,
    formats: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build the manuscript; raise `Faults` for the author's mistakes, the old outputs untouched."""
    evidence = gather(project, progress)
    findings = guard(evidence)
    if findings:
        raise Faults(*findings)
    document = assemble(project, evidence.manuscript, evidence.figures)
    document = cite(resolve(document), evidence.bibliography, project)
    document = mark_scripts(document, evidence.bibliography)
    if project.metadata.build.floats == "end":
        document = floats_last(document)
    chosen = list(dict.fromkeys(formats or project.metadata.build.formats))
    live = "docx" in chosen and project.metadata.build.docx.citations == "zotero"
    if live or "jats" in chosen:
        document = describe(document, evidence.bibliography, project)
    return Built(_publish(project, _render(project, document, chosen, progress)), findings)


def inspect(
    project: Project,
    families: Collection[Family] = (),
    progress: Callable[[str], None] = lambda _: None,
    inquiry: Inquiry | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the manuscript, and with what was built of it.

    Servers are asked only by an `inquiry`.
    """
    evidence = examine(project, families, progress)
    if inquiry is not None:
        evidence = inquire(evidence, inquiry, families)
    return check(evidence, families)


def examine(
    project: Project,
    families: Collection[Family] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Evidence:
    """Return what the rules of some families, or of all, look at; figures only if they do."""
    drawing = _wanted(Family.FIGURES, families)
    evidence = gather(project, progress, drawing=drawing)
    texts = [(s.path, s.text) for s in evidence.manuscript.sections]
    texts += list(_texts(project))
    return replace(
        evidence,
        today=_today(),
        prose=tuple(prose_of_sources(project, evidence.manuscript)),
        excuses=tuple(excuse for path, text in texts for excuse in excuses_of(path, text)),
        addresses=tuple(addresses_of(evidence.manuscript, evidence.bibliography)),
        dangling=tuple(dangling_of(project)) if _wanted(Family.LINKS, families) else (),
    )


def _wanted(family: Family, families: Collection[Family]) -> bool:
    return not families or family in families


def _texts(project: Project) -> Iterator[tuple[Path, str]]:
    """Yield the sources that are no sections; those that are not UTF-8 are a rule's matter."""
    yield METADATA, project.source.text
    for path in (*project.bibliographies, *project.scripts):
        try:
            yield path, read_text(project.root, path)
        except Undecodable:
            continue


def _today() -> datetime.date:
    """Return the day of SOURCE_DATE_EPOCH, or today."""
    epoch = source_date_epoch()
    if epoch is None:
        return datetime.datetime.now(tz=datetime.UTC).date()
    return datetime.datetime.fromtimestamp(epoch, datetime.UTC).date()


def gather(
    project: Project, progress: Callable[[str], None] = lambda _: None, *, drawing: bool = True
) -> Evidence:
    """Read the manuscript and the bibliography while the figures, if wanted, are drawn."""
    with starting_anew(), ThreadPoolExecutor(1) as aside, stopping_all():
        figures = aside.submit(draw_figures, project, progress) if drawing else None
        manuscript = read_manuscript(project)
        bibliography = load_bibliography(project)
        formulas = tuple(unconverted(manuscript))
        drawn = figures.result() if figures else Figures({})
    unknown = tuple(Values(project.metadata, drawn).unknown(manuscript)) if drawing else ()
    return Evidence(
        project, manuscript, bibliography, drawn, unknown_values=unknown, formulas=formulas
    )


def _render(
    project: Project, document: Document, formats: Sequence[str], progress: Callable[[str], None]
) -> dict[str, bytes]:
    def render(form: str) -> bytes:
        module = importlib.import_module(f"octavo.render.{form}")
        data: bytes = module.render(document, project)
        progress(form)
        return data

    with ThreadPoolExecutor() as pool:
        return dict(zip(formats, pool.map(render, formats), strict=True))


def _publish(project: Project, rendered: dict[str, bytes]) -> tuple[Artifact, ...]:
    """Put finished files in the places of the old ones, each whole, once all are written."""
    artifacts = []
    aside: list[tuple[Path, Path]] = []
    try:
        project.output.mkdir(parents=True, exist_ok=True)
        for form, data in rendered.items():
            path = project.output / FILES.get(form, f"manuscript.{form}")
            waiting = path.with_name(f".{path.name}.{os.getpid()}")
            aside.append((waiting, path))
            with waiting.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            artifacts.append(Artifact(path, form, hashlib.sha256(data).hexdigest()))
        for waiting, path in aside:
            waiting.replace(path)
    except OSError as error:
        raise ToolError(
            f"cannot write {error.filename or project.output}: {error.strerror}"
        ) from error
    finally:
        for waiting, _ in aside:
            waiting.unlink(missing_ok=True)
    return tuple(artifacts)
