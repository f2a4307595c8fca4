"""Marked copies of a manuscript: two revisions read, compared, and rendered as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.checks import Evidence, guard
from octavo.diagnostics import Diagnostic, Faults, Severity
from octavo.diff.documents import Marked, Named, marked_document
from octavo.diff.summary import Summary
from octavo.document import Document
from octavo.folders import unfinished
from octavo.history import Commit, author_of, commit_of, extract
from octavo.moments import moment_of, moment_text, source_date_epoch
from octavo.pipeline import Artifact, compose, gather, publish, render
from octavo.progress import Progress, silently
from octavo.project import Project, load_project
from octavo.words import words_of

if TYPE_CHECKING:
    from octavo.blind import Blinded

FORMATS = ("pdf", "docx", "html")
FOLDER = "diff"
"""The folder of marked copies, below that of all outputs."""


def _usual(folder: Path) -> Project:
    return load_project(folder, "")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is rendered of what was read: documents, and the project that their pictures are of."""

    project: Project
    documents: tuple[Document, ...]
    blinded: Blinded | None = None
    """What was taken out, where readers must not know who wrote it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How both states of a manuscript are read, and what its readers see of them."""

    shown: Callable[[Evidence], Shown]

    load: Callable[[Path], Project] = _usual
    """The project in the folder of an earlier state."""


def reading(
    formats: Sequence[str],
    seen: Callable[[Evidence], tuple[Evidence, Blinded | None]] = lambda evidence: (evidence, None),
) -> Reading:
    """Return how a build for formats reads; `seen` is what is left when it is made anonymous."""

    def shown(evidence: Evidence) -> Shown:
        left, blinded = seen(evidence)
        return Shown(left.project, compose(left, formats), blinded)

    return Reading(shown)


@dataclass(frozen=True, slots=True)
class Copies:
    """The marked copies, and what they show."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Diagnostic, ...]
    between: tuple[str, str]
    summaries: tuple[tuple[str, Summary], ...]
    """What changed, by the name of the document."""


@dataclass(frozen=True, slots=True)
class State:
    """The manuscript at one time, and what that is called."""

    name: str
    project: Project
    documents: tuple[Document, ...]
    findings: tuple[Diagnostic, ...] = ()
    """What is told of how it was read."""

    blinded: Blinded | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of the manuscript, and the documents that show what changed."""

    old: State
    new: State
    marked: tuple[Marked, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is told of how both were read."""
        return *self.old.findings, *self.new.findings

    @property
    def blinded(self) -> tuple[Blinded, ...]:
        """What was taken out of either, so that nobody knows who wrote it then or now."""
        return tuple(made for made in (self.old.blinded, self.new.blinded) if made)


def mark_copies(
    project: Project,
    old: str,
    new: str | None = None,
    formats: Sequence[str] = FORMATS,
    author: str | None = None,
    progress: Progress = silently,
) -> Copies:
    """Show what changed between two revisions, or since one, in a copy for each format.

    Raise `Faults` for mistakes in either, which would stop a build of it too, and `UsageError`
    for a revision that there is not.
    """
    with comparing(project, old, reading(formats), new, author, progress) as found:
        documents = [m.document for m in found.marked]
        rendered = render(found.new.project, documents, formats, progress)
    return Copies(
        publish(project.output / FOLDER, rendered),
        (
            *found.findings,
            *(finding for made in rendered.values() for finding in made.findings),
        ),
        (found.old.name, found.new.name),
        tuple((m.document.name, m.summary) for m in found.marked),
    )


@contextmanager
def comparing(
    project: Project,
    old: str,
    way: Reading,
    new: str | None = None,
    author: str | None = None,
    progress: Progress = silently,
    known: Evidence | None = None,
) -> Iterator[Compared]:
    """Give the documents of two revisions with marks, as long as the pictures of both are there.

    What was read of the working copy already may be `known`.  Raise as `mark_copies` does.
    """
    before = commit_of(project.root, old)
    after = commit_of(project.root, new) if new is not None else None
    named = author or _author(project, after)
    moment = _moment(after or commit_of(project.root, "HEAD"))
    with unfinished() as folder:
        reader = _Reader(project, way, progress)
        was = reader.earlier(before, folder / "old")
        if after is None:
            read = gather(project, progress) if known is None else known
            now, _ = reader.state(_working(project), read)
        else:
            now = reader.earlier(after, folder / "new")
        pairs = list(_pairs(was, now))
        marked = tuple(marked_document(a, b, named, moment) for a, b in pairs)
        progress("comparison")
        yield Compared(was, now, marked)


def _working(project: Project) -> str:
    return words_of(project.metadata.language)["working-copy"]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the manuscript at one time and another."""

    project: Project
    way: Reading
    progress: Progress

    def earlier(self, commit: Commit, folder: Path) -> State:
        """Read the manuscript as it was, with the results that are kept for the working one."""
        folder.mkdir()
        extract(self.project.root, commit, folder)
        try:
            earlier = replace(self.way.load(folder), store=self.project.store)
            read = gather(earlier, self.progress)
            state, missing = self.state(commit.name, read, spared=("figure-failed",))
        except Faults as faults:
            raise Faults(*(_of(commit, one) for one in faults.diagnostics)) from None
        told = (replace(_of(commit, one), severity=Severity.NOTE) for one in missing)
        # authors call tags as they like, and who has a hash finds where the sources are published
        name = f"{moment_of(commit.seconds):%Y-%m-%d}" if state.blinded else commit.name
        return replace(state, name=name, findings=tuple(told))

    def state(
        self, name: str, evidence: Evidence, spared: Sequence[str] = ()
    ) -> tuple[State, tuple[Diagnostic, ...]]:
        """Return the documents, and the faults of the spared kinds; raise `Faults` for all others.

        A script of long ago may ask for what is there no more: its picture is its text then.
        """
        findings = guard(evidence)
        faults = [one for one in findings if one.code not in spared]
        if faults:
            raise Faults(*faults)
        shown = self.way.shown(evidence)
        state = State(name, shown.project, shown.documents, blinded=shown.blinded)
        return state, tuple(findings)


def _of(commit: Commit, fault: Diagnostic) -> Diagnostic:
    """Say of a fault which revision it is in, as git names its files."""
    path = Path(f"{commit.name}:{fault.span.path.as_posix()}")
    return replace(fault, span=replace(fault.span, path=path))


def _pairs(was: State, now: State) -> Iterator[tuple[Named, Named]]:
    """Yield the documents of both states by their names; one that is missing is empty."""
    olds, news = ({d.name: d for d in state.documents} for state in (was, now))
    for name in dict.fromkeys(["manuscript", *news, *olds]):
        old, new = olds.get(name), news.get(name)
        yield (
            Named(old or _empty(news[name]), was.name, was.project.root),
            Named(new or _empty(olds[name]), now.name, now.project.root),
        )


def _empty(document: Document) -> Document:
    return replace(document, blocks=[], abstracts=(), graphics={}, works={})


def _author(project: Project, commit: Commit | None) -> str:
    """Return whose the changes are: the commit's author, who is at work, or the manuscript's."""
    authors = project.metadata.authors
    corresponding = next((a.name for a in authors if a.corresponding), authors[0].name)
    return (commit.author if commit else author_of(project.root)) or corresponding


def _moment(commit: Commit) -> str:
    """Return when the changes were made: SOURCE_DATE_EPOCH, or when the commit was."""
    epoch = source_date_epoch()
    return moment_text(commit.seconds if epoch is None else epoch)
