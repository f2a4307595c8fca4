"""What is to be sent, part by part: documents, each in its formats and under its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from octavo.checks import Evidence
from octavo.counting import Counts, counts_of
from octavo.document import Document
from octavo.layout import tables_of
from octavo.pipeline import compose
from octavo.submit.anonymous import nameless
from octavo.submit.correspondence import cover_letter, highlights
from octavo.submit.profile import File, Part, Profile
from octavo.submit.profiles import Journal
from octavo.submit.tailoring import formats_of
from octavo.submit.title_page import title_page
from octavo.supplement import NAME as SUPPLEMENT
from octavo.supplement import led

FOR_REVIEWERS: frozenset[Part] = frozenset({"anonymous", "supplement", "tables", "figures"})
"""The parts that reviewers are shown."""

DRAFT = "DRAFT"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document that is to be made, and the file that it becomes."""

    part: Part
    document: Document
    form: str
    name: str


@dataclass(frozen=True)
class Desk:
    """The manuscript and a journal, and every document that the two ask for."""

    evidence: Evidence
    journal: Journal
    draft: bool = False

    @property
    def profile(self) -> Profile:
        """What the journal asks."""
        return self.journal.profile

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The article and its supplement, with everybody's names, by name."""
        return self._composed(self.evidence)

    @cached_property
    def anonymous(self) -> dict[str, Document]:
        """The same without a name."""
        return self._composed(nameless(self.evidence, self.profile.anonymity))

    @cached_property
    def counts(self) -> Counts:
        """How long it all is."""
        return counts_of([*self.documents.values()])

    @property
    def blind(self) -> bool:
        """Whether reviewers must not know who wrote it."""
        return self.profile.review == "double-anonymous"

    def _composed(self, evidence: Evidence) -> dict[str, Document]:
        documents = compose(evidence, formats_of(self.profile))
        return {document.name: led(document, "") for document in documents}

    def sheets(self) -> Iterator[Sheet]:
        """Yield every document in each of its formats."""
        for file in self.profile.files:
            document = self._document(file.part)
            if document is None:
                continue
            marked = replace(document, watermark=DRAFT) if self.draft else document
            for form in _formats(file):
                yield Sheet(file.part, marked, form, file.name or file.part)

    def missing(self) -> Iterator[File]:
        """Yield the files that the journal cannot do without and for which there is nothing."""
        for file in self.profile.files:
            made_elsewhere = file.part in ("figures", "bibliography")
            if file.required and not made_elsewhere and self._document(file.part) is None:
                yield file

    def _document(self, part: Part) -> Document | None:
        """Return the document of a part; None where the manuscript has none, or it is no one."""
        shown = self.anonymous if self.blind and part in FOR_REVIEWERS else self.documents
        article = shown["manuscript"]
        project = self.evidence.project
        match part:
            case "main" | "source":
                return self.documents["manuscript"]
            case "anonymous":
                return self.anonymous["manuscript"]
            case "title-page":
                return title_page(self.documents["manuscript"], self.summary)
            case "supplement":
                return shown.get(SUPPLEMENT)
            case "tables":
                return tables_of(article)
            case "cover-letter":
                return cover_letter(project, article, self.profile, self.summary, self.journal.id)
            case "highlights":
                return highlights(project, article) if project.metadata.highlights else None
            case _:
                return None

    @property
    def summary(self) -> str:
        """The length of the article, as a line for editors."""
        numbers = self.counts.numbers
        counting = self.profile.limits.words.counting if self.profile.limits.words else ("text",)
        counted = [
            (self.counts.of(counting).words, "word", "words"),
            (numbers.figures, "figure", "figures"),
            (numbers.tables, "table", "tables"),
            (numbers.references, "reference", "references"),
        ]
        *first, last = [f"{n:,} {one if n == 1 else many}" for n, one, many in counted if n]
        return f"{', '.join(first)} and {last}" if first else last


def _formats(file: File) -> tuple[str, ...]:
    """Return the renderers that make a file."""
    return ("latex",) if file.part == "source" else file.formats
