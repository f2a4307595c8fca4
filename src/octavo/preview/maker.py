"""Builds that follow each other in one process: what did not change is not made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.checks import Evidence, check, guard
from octavo.comments import Comment
from octavo.counting import counts_of
from octavo.diagnostics import Diagnostic, Faults, Severity
from octavo.document import Document
from octavo.layout import laid_out
from octavo.pipeline import compose_whole, gather, inputs_of, read_closely
from octavo.preview.contents import Contents
from octavo.preview.drawings import Drawings
from octavo.preview.lengths import Length, lengths_of
from octavo.preview.state import TYPES, Look, Page, Shown
from octavo.project import load_project
from octavo.record import FOLDERS
from octavo.render import Rendered, html, pdf
from octavo.store import digest_of
from octavo.submit.chosen_journal import chosen_journal
from octavo.submit.limits import Measure, measures
from octavo.supplement import led

FORMATS = ("html", "pdf")
SWEPT = 50
"""Saves after which the store, which each makes larger, is held to its limit."""


class Maker:
    """Makes the outputs of one manuscript, step by step."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.others: tuple[Path, ...] = ()
        """The files outside the manuscript's folders that the last build read."""

        self._contents = Contents()
        self._drawings = Drawings(self._contents)
        self._sources: dict[Path, str] = {}
        self._evidence: Evidence | None = None
        self._reads = 0
        self._whole: tuple[Document, ...] = ()
        """The article and its supplement with their floats in the text, for those who count."""

        self._documents: dict[str, Document] = {}

    @property
    def documents(self) -> Sequence[Document]:
        """The article, and its supplement if it has one, as last read."""
        return tuple(self._documents.values())

    def is_new(self) -> bool:
        """Tell whether the sources differ from those that were last read, or had faults then."""
        now = self._contents.snapshot(self.root, self.others)
        return not self._documents or now != self._sources

    def read(self) -> None:
        """Read the sources; raise `Faults` for what stops a build."""
        self._evidence = None
        self._documents = {}
        self._reads += 1
        self._sources = self._contents.snapshot(self.root, self.others)
        evidence = gather(load_project(self.root, store=""), draw=self._drawings.draw)
        self.others = tuple(_outside(self.root, dict.fromkeys(inputs_of(evidence))))
        for path in self.others:  # those that were known were hashed before they were read
            self._sources.setdefault(path, self._contents.digest(path))
        findings = guard(evidence)
        if findings:
            raise Faults(*findings)
        self._evidence = evidence
        self._whole = compose_whole(evidence, FORMATS)
        self._documents = {d.name: d for d in laid_out(self._whole)}

    def make(self, look: Look) -> tuple[Shown, dict[str, tuple[str, bytes]], Sequence[Diagnostic]]:
        """Return what is shown of a document in a format, its files, and what is to be said."""
        made = self._rendered(look)
        files = {digest_of(made.data): (TYPES[look.form], made.data)}
        files |= {digest_of(page): (TYPES["svg"], page) for page in made.pages}
        shown = Shown(digest_of(made.data), tuple(map(Page.of, made.pages)))
        return shown, files, made.findings

    def _rendered(self, look: Look) -> Rendered:
        evidence, document = self._evidence, self._documents[look.name]
        assert evidence is not None
        if look.form == "html":
            return html.render(led(document, "html"), evidence.project)
        return pdf.render(led(document, "pdf"), evidence.project, paged=True)

    def comments(self) -> dict[str, tuple[Comment, ...]]:
        """Return the open remarks on each document."""
        return {
            document.name: tuple(comment for comment in document.comments if not comment.done)
            for document in self.documents
        }

    def lengths(self) -> dict[str, tuple[Length, ...]]:
        """Return the words of each document."""
        counted = {document.name: counts_of([document]) for document in self.documents}
        return {
            name: lengths_of(counts, self._documents[name].metadata)
            for name, counts in counted.items()
        }

    def limits(self) -> tuple[str, tuple[Measure, ...]]:
        """Return the name of the journal that is written for, if any, and how its limits stand.

        Raises `Faults` where the journal is unknown or its profile is wrong.
        """
        assert self._evidence is not None
        project = self._evidence.project
        journal = chosen_journal(project)
        if journal is None:
            return "", ()
        found = measures(counts_of(self._whole), journal, project, self._evidence.manuscript)
        return journal.profile.name, tuple(found)

    def check(self) -> tuple[Diagnostic, ...]:
        """Return what all rules find in the sources; errors first."""
        assert self._evidence is not None
        store = self._evidence.project.store
        if store is not None and self._reads % SWEPT == 0:
            store.shrink(self._evidence.project.metadata.build.store.bytes)
        return worst_first(check(read_closely(self._evidence)))


def worst_first(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return errors before warnings, and warnings before notes."""
    order = list(Severity)
    return tuple(sorted(findings, key=lambda d: order.index(d.severity)))


def _outside(root: Path, paths: dict[Path, None]) -> Iterator[Path]:
    """Yield what is in none of the manuscript's folders."""
    folders = [root / name for name in FOLDERS]
    yield from (p for p in paths if not any(p.is_relative_to(folder) for folder in folders))
