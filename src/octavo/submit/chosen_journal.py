"""The journal that a manuscript is written for, and what it is told otherwise than others."""

from __future__ import annotations

from dataclasses import replace

from octavo.diagnostics import Diagnostic, Faults, UsageError
from octavo.project import Project, load_project
from octavo.submit.overlays import overlays_of
from octavo.submit.profiles import Journal, load_journal


def chosen_journal(project: Project, name: str | None = None) -> Journal | None:
    """Return the journal of a name, else that of `build: journal`, else none.

    Raises `UsageError` for a name that no profile has, and `Faults` for one in the metadata.
    """
    if name:
        return load_journal(project.root, name)
    named = project.metadata.build.journal
    if not named:
        return None
    try:
        return load_journal(project.root, named)
    except UsageError as error:
        span = project.source.span(("build", "journal"))
        raise Faults(Diagnostic("metadata-invalid", str(error), span, (error.hint,))) from None


def as_told(project: Project, journal: Journal) -> Project:
    """Return the project with what its files of metadata say to this journal alone."""
    overlays = overlays_of(project.root, journal)
    if not overlays:
        return project
    return replace(load_project(project.root, "", overlays), store=project.store)
