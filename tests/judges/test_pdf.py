"""PDF/UA-1 and PDF/A-2a by veraPDF, syntax by qpdf, and what neither asks."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html

from tests.judges.conftest import SETTINGS, Built
from tests.judges.java import verapdf
from tests.render.test_pdf import elements

MARGIN = 28
"""Points at the edges of a page in which nothing stands: 10 mm."""

OVERLAP = 2
"""Points by which words may touch: those of italics and of raised figures do."""

every_article = pytest.mark.parametrize("name", SETTINGS)


@every_article
def test_verapdf_finds_nothing(built: Built, name: str) -> None:
    """Both standards hold, for the article and its supplement."""
    for path in built(name, ".pdf"):
        judged = verapdf(path, "ua1", "2a")
        assert judged.returncode == 0, judged.stdout + judged.stderr


def test_verapdf_finds_what_is_planted(built: Built, tmp_path: Path) -> None:
    """The judge is awake: without its language and its alternative texts the file fails."""
    path = tmp_path / "broken.pdf"
    with pikepdf.open(built("hard", "manuscript.pdf")[0]) as pdf:
        del pdf.Root["/Lang"]
        for element in elements(pdf):
            if element.get("/S") == "/Formula":
                del element["/Alt"]
        pdf.save(path)
    judged = verapdf(path, "ua1")
    assert judged.returncode == 1
    assert "7.7-1" in judged.stdout, judged.stdout + judged.stderr


@every_article
def test_qpdf_finds_nothing(built: Built, name: str) -> None:
    """The file is whole, and its streams and references are."""
    for path in built(name, ".pdf"):
        judged = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
        assert judged.returncode == 0, judged


@every_article
def test_every_table_has_header_cells(built: Built, name: str) -> None:
    """VeraPDF passes a table without any."""
    for path in built(name, ".pdf"):
        with pikepdf.open(path) as pdf:
            tables = [e for e in elements(pdf) if e.get("/S") == "/Table"]
            assert all(any(c.get("/S") == "/TH" for c in below(t)) for t in tables)


def below(element: Any) -> list[Any]:
    """Return the elements below one of the structure tree."""
    found, waiting = [], [element.get("/K")]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting += list(item)
        elif isinstance(item, pikepdf.Dictionary):
            found.append(item)
            waiting.append(item.get("/K"))
    return found


@every_article
def test_no_reference_is_open(built: Built, name: str) -> None:
    """No question marks stand for a number, and no letter was lost."""
    for path in built(name, ".pdf"):
        done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
        assert "??" not in done.stdout
        assert "\ufffd" not in done.stdout


@every_article
def test_nothing_is_cut_off_or_printed_over(built: Built, name: str) -> None:
    """Every word stands on its page, and beside its neighbours: long runs, tables, formulas."""
    for path in built(name, ".pdf"):
        done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
        with pikepdf.open(path) as pdf:
            turned = ["/Rotate" in page for page in pdf.pages]
        pages = html.document_fromstring(done.stdout).iter("page")
        for page, is_turned in zip(pages, turned, strict=True):
            words = [Word.of(word) for word in page.iter("word")]
            edge = float(page.get("height" if is_turned else "width", "")) - MARGIN
            assert [w for w in words if w.right > edge] == []
            assert [w for w in words if w.left < MARGIN] == []
            assert [(a.text, b.text) for a, b in pairwise(sorted(words)) if a.covers(b)] == []


@dataclass(frozen=True, order=True)
class Word:
    """A word of a page; its place in points from the page's corner."""

    line: float
    left: float
    right: float
    text: str

    @classmethod
    def of(cls, word: Any) -> Word:
        """Read what pdftotext writes of a word."""
        left, right, line = (float(word.get(name)) for name in ("xmin", "xmax", "ymin"))
        return cls(round(line, 1), left, right, word.text_content())

    def covers(self, other: Word) -> bool:
        """Tell whether another word of the line, to the right, is printed over this one."""
        return self.line == other.line and self.right - other.left > OVERLAP
