"""The hard article of the judges, changed at random throughout, in every format."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.diff.documents import Named, marked_document
from octavo.document import Document
from octavo.pipeline import compose, gather
from octavo.project import Project, load_project
from octavo.render import docx, html, pdf
from tests.diff.test_word import words
from tests.diff.trees import edited
from tests.diff.word import decided

HARD = Path(__file__).parents[1] / "judges" / "hard"


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Document]:
    """Return the hard article, ready for renderers."""
    root = tmp_path_factory.mktemp("hard") / "paper"
    shutil.copytree(HARD, root, ignore=shutil.ignore_patterns("build"))
    project = load_project(root)
    article, *_ = compose(gather(project), ("pdf", "docx", "html"))
    return project, article


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_both_sides_are_there(
    hard: tuple[Project, Document], tmp_path: Path, seed: int
) -> None:
    """Word gives back the new one and the old one; PDF and HTML are made."""
    project, old = hard
    blocks = old.blocks
    for step in range(8):
        blocks = edited(blocks, 1000 * seed + step)
    new = replace(old, blocks=blocks)
    named = Named(old, "old", project.root), Named(new, "new", project.root)
    marked = marked_document(*named, "Ada", "2026-01-01T00:00:00Z").document
    files = {}
    for name, document in (("old", old), ("new", new), ("marked", marked)):
        files[name] = tmp_path / f"{name}.docx"
        files[name].write_bytes(docx.render(document, project).data)
    assert words(decided(files["marked"], accept=True)) == words(decided(files["new"], accept=True))
    rejected = words(decided(files["marked"], accept=False))
    assert rejected == words(decided(files["old"], accept=True))
    assert pdf.render(marked, project).data.startswith(b"%PDF")
    assert html.render(marked, project).data
