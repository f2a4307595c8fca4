"""The journal that a manuscript is written for."""

from __future__ import annotations

from octavo.diagnostics import Diagnostic, Faults, UsageError
from octavo.project import Project
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
