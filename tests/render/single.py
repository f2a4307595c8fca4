"""One document, composed as a build composes it, changed and given to one renderer."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from octavo.document import Document
from octavo.pipeline import compose, gather
from octavo.project import Project, load_project
from octavo.supplement import led


def composed(root: Path, formats: Sequence[str]) -> tuple[Project, tuple[Document, ...]]:
    """Return the project in a folder, and its documents as renderers of formats want them."""
    project = load_project(root)
    return project, compose(gather(project), formats)


def rendered(document: Document, project: Project, form: str) -> bytes:
    """Return the finished file of a document."""
    data: bytes = (
        importlib.import_module(f"octavo.render.{form}").render(led(document, form), project).data
    )
    return data
