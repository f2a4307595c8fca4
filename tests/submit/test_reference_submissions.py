"""The reference article, submitted to every journal that comes along."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from octavo.figures import draw_figures
from octavo.reports import fails
from octavo.root import shipped_templates
from octavo.submit.bundle import Member
from octavo.submit.submission import Submitted, submit
from tests.test_reference import ROOT

JOURNALS = sorted(path.stem for path in (shipped_templates() / "journals").glob("*.yaml"))
KNOWN = {
    "international-security": {"limit-missed"},  # the article is 300 words too short for it
    "plos": {"limit-exceeded"},  # it has a note, and PLOS takes none
}
"""What keeps the article from some journals, in earnest."""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the sources of the article, whose figures are then drawn once for each medium."""
    root = tmp_path_factory.mktemp("article")
    for name in ("manuscript", "figures", "bib"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def opened(member: Member) -> object:
    """Open a file with a program that is not ours, whatever it is."""
    match Path(member.name).suffix:
        case ".docx" | ".zip":
            return zipfile.ZipFile(io.BytesIO(member.data)).testzip() is None
        case ".pdf":
            return pikepdf.open(io.BytesIO(member.data)).pages[0]
        case ".tif" | ".png" | ".jpg":
            return Image.open(io.BytesIO(member.data)).load()
        case ".eps":
            return member.data.startswith(b"%!PS-Adobe")
        case _:
            return member.data.decode()


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_journal_is_sent_what_it_wants(article: Path, journal: str) -> None:
    """All of it is made and opens; what a check finds is known, and no name is among it."""
    done: Submitted = submit(article, journal, draw_figures, draft=journal in KNOWN)
    assert {found.code for found in done.findings if fails(found)} == KNOWN.get(journal, set())
    assert done.folder is not None
    names = {member.name for member in done.members}
    assert names == {path.name for path in done.folder.iterdir()}
    assert all(opened(member) for member in done.members)
