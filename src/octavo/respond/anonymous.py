"""The letter and the copy that it quotes where reviewers must not know who wrote them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from octavo.blind import Blinded, blinded
from octavo.checks import Evidence
from octavo.diagnostics import Diagnostic
from octavo.document import Document
from octavo.leaks import allowed_of, diagnostic_of, scan
from octavo.machine import user_of
from octavo.render import Rendered
from octavo.root import file_of
from octavo.submit.overlays import with_everybody


def anonymous(evidence: Evidence) -> tuple[Evidence, Blinded]:
    """Return what was read without its authors, and what was taken out."""
    project = with_everybody(evidence.project)
    user = user_of(evidence.project.root)
    made = blinded(project, evidence.manuscript, evidence.bibliography, evidence.figures, user=user)
    shown = replace(
        evidence,
        project=made.project,
        manuscript=made.manuscript,
        bibliography=made.bibliography,
        figures=made.figures,
    )
    return shown, made


def names_left(
    rendered: Mapping[tuple[str, str], Rendered], documents: Iterable[Document], made: Blinded
) -> Iterator[Diagnostic]:
    """Yield what the finished files tell of who wrote them."""
    allowed = allowed_of(documents, made.passed)
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for (document, form), one in rendered.items():
            path = Path(name, file_of(document, form))
            path.write_bytes(one.data)
            paths.append(path)
        for leak in scan(paths, made.needles, allowed):
            yield diagnostic_of(leak, Path(name))
