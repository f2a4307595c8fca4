"""What a journal asks for beside limits: statements, an author to write to, a language."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.diagnostics import Diagnostic
from octavo.metadata import Metadata
from octavo.project import Project
from octavo.submit.limits import listed, origins_of, read_in
from octavo.submit.profile import Statement, StatementName
from octavo.submit.profiles import Journal

STATEMENTS: dict[StatementName, tuple[str, str]] = {
    "acknowledgements": ("acknowledgements", "acknowledgements"),
    "contributions": ("who contributed what", "authors: … roles"),
    "funding": ("funding", "funding"),
    "conflicts": ("conflicts of interest", "statements: conflicts"),
    "data": ("the availability of data", "statements: data"),
    "code": ("the availability of code", "statements: code"),
    "ethics": ("ethics", "statements: ethics"),
    "ai-use": ("the use of artificial intelligence", "statements: ai-use"),
}
"""What each statement is about, and the key of the metadata that it is written under."""

WRITTEN_TO = frozenset(("title-page", "cover-letter"))
"""The files that name an author whom editors write to."""


def unmet(journal: Journal, project: Project) -> Iterator[Diagnostic]:
    """Yield what a journal asks for and the metadata do not say."""
    yield from _statements(journal, project)
    yield from _corresponding(journal, project)
    yield from _language(journal, project)


def met(journal: Journal, project: Project) -> Iterator[str]:
    """Yield the statements that a journal asks for and the metadata have, a line each."""
    for name, statement in journal.profile.statements.items():
        if statement.required and _given(name, project.metadata):
            under = f", under “{statement.heading}”" if statement.heading else ""
            yield f"a statement on {STATEMENTS[name][0]}{under}"


def _statements(journal: Journal, project: Project) -> Iterator[Diagnostic]:
    for name, statement in journal.profile.statements.items():
        if statement.required and not _given(name, project.metadata):
            about, key = STATEMENTS[name]
            message = f"no statement on {about}, which {journal.profile.name} asks for"
            span = project.source.span((key.split(":")[0],) if ":" in key else ("title",))
            hints = (*_advice(key, statement), _source(journal, "statements", name))
            yield Diagnostic("statement-required", message, span, hints)


def _given(name: StatementName, metadata: Metadata) -> bool:
    if name == "contributions":
        return any(author.roles for author in metadata.authors)
    if name in ("acknowledgements", "funding"):
        return bool(getattr(metadata, name))
    return bool(getattr(metadata.statements, name.replace("-", "_")))


def _advice(key: str, statement: Statement) -> Iterator[str]:
    under = f"; it stands under “{statement.heading}”" if statement.heading else ""
    yield f"add `{key}`{under}"
    if statement.wording:
        yield f"its wording: “{statement.wording}”"


def _corresponding(journal: Journal, project: Project) -> Iterator[Diagnostic]:
    """Find that files are wanted which name an author to write to, and there is none."""
    wanted = [f.part for f in journal.profile.files if f.required and f.part in WRITTEN_TO]
    if not wanted or any(a.corresponding and a.email for a in project.metadata.authors):
        return
    part = wanted[0].replace("-", " ")
    message = f"no corresponding author with an address, whom the {part} must name"
    hint = "write `corresponding: true` and `email` for one author"
    span = project.source.span(("authors",))
    hints = (hint, _source(journal, "files"))
    yield Diagnostic("corresponding-required", message, span, hints)


def _language(journal: Journal, project: Project) -> Iterator[Diagnostic]:
    taken, given = journal.profile.language, project.metadata.language
    if not taken or any(_is_one_of(given, language) for language in taken):
        return
    message = f"the manuscript is in `{given}`, and {journal.profile.name} takes {listed(taken)}"
    span = project.source.span(("language",) if project.source.at(("language",)) else ("title",))
    hints = ("correct `language`, or translate the text", _source(journal, "language"))
    yield Diagnostic("language-refused", message, span, hints)


def _is_one_of(given: str, taken: str) -> bool:
    """Tell whether a language is another, or a variety of it, or the other way round (BCP 47)."""
    one, other = given.lower(), taken.lower()
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _source(journal: Journal, *place: str) -> str:
    return read_in(origins_of(journal, place), journal)
