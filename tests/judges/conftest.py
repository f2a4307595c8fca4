"""What is judged: the reference article and the hard one, built once in every format."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from octavo.pipeline import build
from octavo.project import load_project
from octavo.root import Format

ROOT = Path(__file__).parents[2]
HARD = Path(__file__).parent / "hard"
SOURCES = ("manuscript", "bib", "figures")
SETTINGS = {
    "reference": (ROOT, ""),
    "hard": (HARD, ""),
    "columns": (HARD, "  pdf: {columns: 2}\n"),
    "review": (HARD, "  layout: manuscript\n  floats: end\n"),
    "letter": (
        HARD,
        "  spacing: one-and-a-half\n  line-numbers: true\n  page: letter\n  font-size: 13\n"
        "  floats: apart\n  order: [data, references, conflicts]\n",
    ),
}
"""The articles by name: where they are, and settings of their build."""

FORMATS: dict[str, tuple[str, ...]] = {
    "reference": get_args(Format),
    "hard": get_args(Format),
    "columns": ("pdf",),
    "review": ("pdf", "docx"),
    "letter": get_args(Format),
}

Built = Callable[[str, str], list[Path]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a function that builds an article once and returns its files of a kind."""
    folders: dict[str, Path] = {}

    def files(name: str, suffix: str) -> list[Path]:
        if name not in folders:
            folders[name] = copied(name, tmp_path_factory.mktemp(name))
            build(load_project(folders[name]), FORMATS[name])
        found = sorted((folders[name] / "build").glob(f"*{suffix}"))
        assert found
        return found

    return files


def copied(name: str, folder: Path) -> Path:
    """Copy the sources of an article to a folder, with its settings."""
    source, settings = SETTINGS[name]
    for part in (*SOURCES, *(path.name for path in source.glob("*.csv"))):
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part)
        else:
            shutil.copy(source / part, folder)
    path = folder / "manuscript" / "metadata.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nbuild:\n", f"\nbuild:\n{settings}"), encoding="utf-8")
    return folder
