"""The build, a call a stage."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from octavo.assembly import Values, assemble
from octavo.bibliography import load_bibliography
from octavo.checks import Evidence, check
from octavo.citations import cite
from octavo.crossref import resolve
from octavo.diagnostics import Diagnostic, Faults, Severity, ToolError
from octavo.document import Document
from octavo.figures import draw_figures
from octavo.formulas import unconverted
from octavo.manuscript import read_manuscript
from octavo.project import Project
from octavo.scripts import mark_scripts
from octavo.tools import starting_anew, stopping_all


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
    findings = check(evidence)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise Faults(*findings)
    document = assemble(project, evidence.manuscript, evidence.figures)
    document = cite(resolve(document), evidence.bibliography, project)
    document = mark_scripts(document, evidence.bibliography)
    chosen = list(dict.fromkeys(formats or project.metadata.build.formats))
    return Built(_publish(project, _render(project, document, chosen, progress)), findings)


def gather(project: Project, progress: Callable[[str], None] = lambda _: None) -> Evidence:
    """Read the manuscript and the bibliography while the figures are drawn."""
    with starting_anew(), ThreadPoolExecutor(1) as aside, stopping_all():
        drawing = aside.submit(draw_figures, project, progress)
        manuscript = read_manuscript(project)
        bibliography = load_bibliography(project)
        formulas = tuple(unconverted(manuscript))
        figures = drawing.result()
    unknown = tuple(Values(project.metadata, figures).unknown(manuscript))
    return Evidence(project, manuscript, bibliography, figures, unknown, formulas)


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
            path = project.output / f"manuscript.{form}"
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
