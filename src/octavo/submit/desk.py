"""What is to be sent, part by part: documents, each in its formats and under its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from octavo.checks import Evidence
from octavo.counting import Counts, counts_of
from octavo.document import Document
from octavo.layout import TABLES, laid_out
from octavo.pipeline import compose_whole
from octavo.project import Project
from octavo.submit.correspondence import Revised, cover_letter, highlights
from octavo.submit.limits import PARTS, listed
from octavo.submit.profile import File, Part, Profile
from octavo.submit.profiles import Journal
from octavo.submit.title_page import title_page
from octavo.supplement import NAME as SUPPLEMENT
from octavo.supplement import led

if TYPE_CHECKING:
    from octavo.blind import Blinded

SHOWN: frozenset[Part] = frozenset(
    ("anonymous", "supplement", "tables", "figures", "highlights", "source")
)
"""The parts that reviewers are shown, or what they are shown is made of."""

MARKED, RESPONSE = "marked", "response"
"""What goes beside a revised article."""

SEARCHED: frozenset[str] = SHOWN | {MARKED, RESPONSE}
"""The parts in which a name would be found."""

ELSEWHERE: frozenset[Part] = frozenset(("figures", "bibliography"))
"""The parts that are no documents."""

DRAFT = "DRAFT"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document that is to be made, and the file that it becomes."""

    part: Part
    document: Document
    form: str
    file: str
    """The name of the file."""

    project: Project


@dataclass(frozen=True)
class Desk:
    """The manuscript and a journal, and every document that the two ask for."""

    evidence: Evidence
    journal: Journal
    draft: bool = False
    revised: Revised | None = None
    """What is sent again, where it is."""

    @property
    def profile(self) -> Profile:
        """What the journal asks."""
        return self.journal.profile

    @property
    def is_blind(self) -> bool:
        """Whether reviewers must not know who wrote it."""
        wanted = any(file.part == "anonymous" for file in self.profile.files)
        return wanted or self.profile.review == "double-anonymous"

    @property
    def blinded(self) -> Blinded:
        """What the anonymous copy is made of."""
        return self._anonymous[1]

    @property
    def shown(self) -> Evidence:
        """What reviewers see is made of."""
        return self._anonymous[0] if self.is_blind else self.evidence

    @cached_property
    def _anonymous(self) -> tuple[Evidence, Blinded]:
        from octavo.anonymity import anonymous

        return anonymous(self.evidence, self.profile.anonymity.self_citations)

    @cached_property
    def named(self) -> tuple[Document, ...]:
        """The article and its supplement with everybody's names, figures and tables in the text."""
        return self._composed(self.evidence)

    @cached_property
    def whole(self) -> tuple[Document, ...]:
        """The same as reviewers see it."""
        return self._composed(self.shown) if self.is_blind else self.named

    @cached_property
    def documents(self) -> dict[str, Document]:
        """What is made of the named documents, laid out as the journal wants them, by name."""
        return self._laid_out(self.named)

    @cached_property
    def anonymous(self) -> dict[str, Document]:
        """What is made of those that reviewers see."""
        return self._laid_out(self.whole) if self.is_blind else self.documents

    @cached_property
    def counts(self) -> Counts:
        """How long it all is."""
        return counts_of(self.named)

    def _composed(self, evidence: Evidence) -> tuple[Document, ...]:
        formats = evidence.project.metadata.build.formats
        return compose_whole(evidence, formats, published=False)

    def _laid_out(self, documents: tuple[Document, ...]) -> dict[str, Document]:
        return {d.name: self._without_highlights(led(d, "")) for d in laid_out(documents)}

    def _without_highlights(self, document: Document) -> Document:
        """Return a document without its highlights, but for journals that want them only there."""
        wanted = self.profile.limits.highlights is not None
        if wanted and all(file.part != "highlights" for file in self.profile.files):
            return document
        kept = tuple(part for part in document.abstracts if part.kind != "highlights")
        return replace(document, abstracts=kept)

    def sheets(self) -> Iterator[Sheet]:
        """Yield every document in each of its formats."""
        for file in self.profile.files:
            document = self._parts[file.part]
            if document is None:
                continue
            marked = replace(document, watermark=DRAFT) if self.draft else document
            project = (self.shown if file.part in SHOWN else self.evidence).project
            for form in ("latex",) if file.part == "source" else file.formats:
                yield Sheet(file.part, marked, form, file.called(form), project)

    def missing(self) -> Iterator[File]:
        """Yield the files that the journal cannot do without and for which there is nothing."""
        for file in self.profile.files:
            if file.required and file.part not in ELSEWHERE and self._parts[file.part] is None:
                yield file

    @cached_property
    def _parts(self) -> dict[Part, Document | None]:
        return {file.part: self._document(file.part) for file in self.profile.files}

    def _document(self, part: Part) -> Document | None:
        """Return the document of a part; None where there is nothing for it, or it is none."""
        article, project = self.documents["manuscript"], self.evidence.project
        match part:
            case "main":
                return article
            case "anonymous" | "source":
                return self.anonymous["manuscript"]
            case "title-page":
                return title_page(article, self.summary)
            case "supplement":
                return self.anonymous.get(SUPPLEMENT)
            case "tables":
                return self.anonymous.get(TABLES)
            case "cover-letter":
                return cover_letter(project, article, self.journal, self.summary, self.revised)
            case "highlights":
                return highlights(project, self.whole[0]) if project.metadata.highlights else None
            case _:
                return None

    @property
    def summary(self) -> str:
        """The length of the article, as a line for editors."""
        numbers, rule = self.counts.numbers, self.profile.limits.words
        counting = rule.counting if rule else ("text",)
        named = listed([PARTS.get(part, part) for part in counting])
        counted = [
            (self.counts.of(counting).words, f"word ({named})", f"words ({named})"),
            (numbers.figures, "figure", "figures"),
            (numbers.tables, "table", "tables"),
            (numbers.references, "reference", "references"),
        ]
        said = [f"{n:,} {one if n == 1 else many}" for n, one, many in counted if n]
        return " and ".join(filter(None, (", ".join(said[:-1]), said[-1] if said else "no words")))
