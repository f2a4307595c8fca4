"""What the page shows, as one frozen value, and the files that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from octavo.comments import Comment, Remark
from octavo.diagnostics import Diagnostic
from octavo.preview.lengths import Length
from octavo.store import digest_of
from octavo.submit.limits import Measure, listed

Form: TypeAlias = Literal["html", "pdf"]

TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """Something that somebody looks at: a document in a format."""

    name: str
    form: Form

    @classmethod
    def of(cls, text: str) -> Look | None:
        """Return the look of `manuscript.html`; of what is none, None."""
        name, _, form = text.rpartition(".")
        if name not in ("manuscript", "supplement"):
            return None
        return cls(name, "html") if form == "html" else cls(name, "pdf") if form == "pdf" else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PDF: its picture, and its size in points."""

    digest: str
    width: float
    height: float

    @classmethod
    def of(cls, svg: bytes) -> Page:
        """Return the page of a picture."""
        found = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg[:200])
        width, height = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
        return cls(digest_of(svg), width, height)


@dataclass(frozen=True, slots=True)
class Shown:
    """The last good output of a look."""

    digest: str
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What is shown.  `turn` grows with every change."""

    turn: int = 0
    building: bool = True
    title: str = ""
    documents: tuple[str, ...] = ("manuscript",)
    shown: Mapping[Look, Shown] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    trouble: tuple[str, str] = ("", "")
    """What went wrong beside the author's own mistakes, and what to do about it."""

    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)
    """What reviewers remarked and is open, by document."""

    lengths: Mapping[str, tuple[Length, ...]] = field(default_factory=dict)
    """The words, by document."""

    journal: str = ""
    """The name of the journal that is written for."""

    limits: tuple[Measure, ...] = ()
    """How the article stands to the journal's limits."""

    stale: frozenset[Look] = frozenset()
    """The outputs that are older than the sources, because these have faults."""

    def json(self) -> str:
        """Return the state as the page reads it."""
        return json.dumps(
            {
                "building": self.building,
                "title": self.title,
                "documents": self.documents,
                "shown": {f"{look.name}.{look.form}": _shown(s) for look, s in self.shown.items()},
                "stale": sorted(f"{look.name}.{look.form}" for look in self.stale),
                "findings": [_finding(finding) for finding in self.findings],
                "trouble": self.trouble,
                "comments": {
                    name: [_comment(comment) for comment in comments]
                    for name, comments in self.comments.items()
                },
                "lengths": {
                    name: [[one.name, one.words, one.level, one.limit] for one in lengths]
                    for name, lengths in self.lengths.items()
                },
                "journal": self.journal,
                "limits": [_limit(measure) for measure in self.limits],
            },
            ensure_ascii=False,
        )


def _shown(shown: Shown) -> object:
    pages = [[page.digest, page.width, page.height] for page in shown.pages]
    return {"digest": shown.digest, "pages": pages}


def _comment(comment: Comment) -> object:
    place = {"path": comment.path, "quote": comment.quote, "nth": comment.nth}
    answers = [_remark(answer) for answer in comment.answers]
    return {**place, **_remark(comment.remark), "answers": answers}


def _remark(remark: Remark) -> dict[str, str]:
    return {"author": remark.author, "date": remark.date, "text": remark.text}


def _limit(measure: Measure) -> object:
    read = [f"{origin.title} ({origin.read})" for origin in measure.origins]
    return {
        "rule": ".".join(map(str, measure.rule)),
        "value": measure.value,
        "counted": measure.counted,
        "bounds": measure.bounds,
        "most": measure.limit.most,
        "excess": measure.excess,
        "source": f"Read in {listed(read)}" if read else "Read nowhere",
    }


def _finding(finding: Diagnostic) -> object:
    return {
        "place": str(finding.span),
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hints": finding.hints,
    }


class Files:
    """What was made, by its hash: the newest, and what it replaced, which may be on its way."""

    def __init__(self) -> None:
        self._of: dict[Look, list[dict[str, tuple[str, bytes]]]] = {}

    def keep(self, look: Look, parts: Mapping[str, tuple[str, bytes]]) -> None:
        """Keep the files of a look by their hashes, each with its media type."""
        self._of[look] = [dict(parts), *self._of.get(look, [])][:2]

    def find(self, digest: str) -> tuple[str, bytes] | None:
        """Return the media type and the bytes of a file that was made."""
        kept = [parts for both in list(self._of.values()) for parts in both]
        return next((parts[digest] for parts in kept if digest in parts), None)
