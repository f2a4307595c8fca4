"""What is judged: the reference article and the hard one, built once in every format."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from octavo.diff.copies import mark_copies
from octavo.pipeline import build
from octavo.project import Project, load_project
from octavo.root import Format
from tests.diff.conftest import git

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
    "marked": (HARD, ""),
    "marked-columns": (HARD, "  pdf: {columns: 2}\n"),
}
"""The articles by name: where they are, and settings of their build."""

FORMATS: dict[str, tuple[str, ...]] = {
    "reference": get_args(Format),
    "hard": get_args(Format),
    "columns": ("pdf",),
    "review": ("pdf", "docx"),
    "letter": get_args(Format),
    "marked": ("pdf", "docx", "html"),
    "marked-columns": ("pdf",),
}

Built = Callable[[str, str], list[Path]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a function that builds an article once and returns its files of a kind."""
    folders: dict[str, Path] = {}

    def files(name: str, suffix: str) -> list[Path]:
        if name not in folders:
            folders[name] = copied(name, tmp_path_factory.mktemp(name))
            make = _marked if name.startswith("marked") else build
            make(load_project(folders[name]), FORMATS[name])
        place = "build/diff" if name.startswith("marked") else "build"
        found = sorted((folders[name] / place).glob(f"*{suffix}"))
        assert found
        return found

    return files


def _marked(project: Project, formats: tuple[str, ...]) -> None:
    """Revise an article throughout, and make marked copies."""
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "First"), ("tag", "v1")):
        git(project.root, *words)
    for section in project.sections:
        path = project.root / section
        path.write_text(revised(path.read_text(encoding="utf-8")), encoding="utf-8")
    metadata = project.root / "manuscript/metadata.yaml"
    text = metadata.read_text(encoding="utf-8").replace("A hard article", "A harder article")
    metadata.write_text(text.replace("Two & three", "Two & four"), encoding="utf-8")
    mark_copies(load_project(project.root), "v1", None, formats)


def revised(text: str) -> str:
    """Return a text in which every third passage is changed, left out, or comes later."""
    passages = text.split("\n\n")
    out: list[str] = []
    later: list[str] = []
    for number, passage in enumerate(passages):
        bare = not re.search(r"[{}|>`:$+]|^ |\[\^|^[#*-]", passage, re.MULTILINE)
        if number % 3 == 1:
            passage = re.sub(r"\b(the|a|one|first|and|is|with|می)\b", "each", passage)
        if bare and number % 5 == 2:
            later.append(passage)
        elif not bare or number % 5 != 3:
            out.append(passage)
        if later and number % 7 == 6:
            out.append(later.pop())
    return "\n\n".join([*out, *later, "A last passage that is new, with $x^3$.^[And its note.]\n"])


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
