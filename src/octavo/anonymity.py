"""What reviewers see of a manuscript, and what the finished files still tell of who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from octavo.blind import Blinded, blinded
from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic
from octavo.document import Document
from octavo.folders import unfinished
from octavo.leaks import allowed_of, diagnostic_of, scan
from octavo.machine import user_of
from octavo.needles import Needles
from octavo.submit.overlays import usual_metadata


def anonymous(
    evidence: Evidence, self_citations: Literal["third-person", "mask"] = "third-person"
) -> tuple[Evidence, Blinded]:
    """Return what was read without its authors, and what was taken out."""
    project = evidence.project
    made = blinded(
        project,
        evidence.manuscript,
        evidence.bibliography,
        evidence.figures,
        self_citations,
        user_of(project.root),
        usual_metadata(project),
    )
    shown = replace(
        evidence,
        project=made.project,
        manuscript=made.manuscript,
        bibliography=made.bibliography,
        figures=made.figures,
    )
    return shown, made


def names_left(
    files: Iterable[tuple[str, bytes]], documents: Iterable[Document], made: Sequence[Blinded]
) -> Iterator[Diagnostic]:
    """Yield what finished files tell of who wrote them, but for what the documents may say.

    Files that show two states tell of who wrote either.
    """
    allowed = allowed_of(documents, [text for one in made for text in one.passed])
    needles = Needles(()).also(needle for one in reversed(made) for needle in one.needles)
    with unfinished() as folder:
        paths = [_written(folder / file, data) for file, data in files]
        for leak in scan(paths, needles, allowed):
            yield diagnostic_of(leak, folder)


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
