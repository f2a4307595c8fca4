"""A repository in which a round of review is answered, and its letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.pipeline import Artifact
from octavo.project import load_project
from octavo.respond.answering import Answer, respond
from tests.diff.conftest import only_ada, put, repository
from tests.respond.revised import GOOD, NEW, OLD


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter, and where it is."""

    root: Path
    answer: Answer
    artifacts: tuple[Artifact, ...]

    def file(self, name: str) -> Path:
        """Return one of the files."""
        return self.root / "build/response" / name


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a repository with a revision that was reviewed, `v1`, and a newer manuscript."""
    root = repository(tmp_path_factory.mktemp("reviewed") / "paper", OLD, NEW)
    with only_ada():
        yield root


@pytest.fixture(scope="session")
def answered(reviewed: Path) -> Answered:
    """Return a letter in which all is right."""
    put(reviewed, {"manuscript/responses/1.md": GOOD})
    return Answered(reviewed, *respond(load_project(reviewed), "1"))
