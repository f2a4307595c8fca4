"""Data of works as programs and accidents leave them: what has no shape of CSL's is left out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from octavo.bringing.brought import Brought
from octavo.bringing.media import Media
from octavo.bringing.word import bring_word
from octavo.bringing.works import Works
from octavo.cli import run
from tests.bringing.word_files import ROSE, docx, paragraph, zotero

BROKEN: list[dict[str, Any]] = [
    {"issued": "1998"},
    {"issued": ["1998"]},
    {"issued": {"date-parts": [1998]}},
    {"issued": {"date-parts": ["1998"]}},
    {"issued": {"date-parts": [[{}]]}},
    {"author": "Rose"},
    {"author": {"family": "Rose"}},
    {"author": [{"family": {}}, "Rose", 7]},
    {"title": [{"family": "Rose"}]},
    {"volume": {"raw": "51"}},
    {"accessed": [{"family": "Rose"}]},
    {"type": {"raw": "book"}},
    {"type": "nonsense"},
]


@pytest.mark.parametrize("wrong", BROKEN, ids=str)
def test_data_of_the_wrong_shape_are_left_out(wrong: dict[str, Any]) -> None:
    """The work has its entry all the same, with what else is said of it."""
    works = Works()
    key = works.key({**ROSE, **wrong})
    text = works.bibtex()
    assert f"{{{key}," in text
    assert "10.1017/S0043887100007814" in text


def test_a_citation_with_data_of_the_wrong_shape_comes_over() -> None:
    """A Word file with it is brought in, and not refused."""
    body = paragraph("Words ", zotero({**ROSE, "issued": "1998", "author": "Rose"}))
    brought = bring_word("a.docx", docx(body))
    (_, text), *_ = brought.sections
    assert "[@" in text


def test_a_month_of_word_that_is_no_number_is_left_out() -> None:
    """A raised two is a digit for some, and no number."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    source = (
        f'<b:Sources xmlns:b="{namespace}"><b:Source><b:Tag>Ros98</b:Tag><b:Title>T</b:Title>'
        "<b:Year>1998</b:Year><b:Month>\u00b2</b:Month></b:Source></b:Sources>"
    )
    brought = bring_word("a.docx", docx(paragraph("Words."), {"customXml/item1.xml": source}))
    assert brought.sections


def test_a_date_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be written as a text, which YAML does not look at."""
    (tmp_path / "a.md").write_text('---\ndate: "2026-02-30"\n---\n\nWords.\n', encoding="utf-8")
    assert run(["init", str(tmp_path / "new"), "--from", str(tmp_path / "a.md")]) == 1
    assert "the date `2026-02-30` is left out" in capsys.readouterr().err


def test_a_date_in_words_comes_over(tmp_path: Path) -> None:
    """In front matter as in Word."""
    text = "---\ndate: 23 November 2026\n---\n\nWords.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    run(["init", str(tmp_path / "new"), "--from", str(tmp_path / "a.md")])
    metadata = (tmp_path / "new/manuscript/metadata.yaml").read_text(encoding="utf-8")
    assert "date: 2026-11-23\n" in metadata


def test_a_picture_with_impossible_dots_is_kept_without_them() -> None:
    """So many to the inch go into no PNG."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "TIFF", dpi=(4e9, 4e9))
    brought = Brought()
    assert Media(brought).keep("media/a.tiff", out.getvalue(), "a", "a.docx") == "figures/a.png"
    assert brought.remarks == []


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"raw": "1998-10"}, "1998-10"),
        ({"raw": "1998/2001"}, "1998/2001"),
        ({"literal": "c. 1998"}, "1998"),
        ("published in May 1998", "1998"),
        ({"year": 1998, "month": 10}, "1998-10"),
        ([{"year": 1998}, {"year": "2001"}], "1998/2001"),
    ],
    ids=str,
)
def test_a_date_in_words_or_in_pandocs_older_form_keeps_its_year(issued: Any, date: str) -> None:
    """An entry with an empty date would be one without a year."""
    works = Works()
    works.key({**ROSE, "issued": issued})
    assert f"date = {{{date}}}" in works.bibtex()


def test_a_date_without_a_year_is_left_out() -> None:
    """As of a work that is in press."""
    works = Works()
    works.key({**ROSE, "issued": {"literal": "in press"}})
    assert "date =" not in works.bibtex()


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ({"type": "report", "genre": "Working paper"}, ["@report{", "type = {Working paper}"]),
        ({"type": "report", "publisher": "A Bank"}, ["institution = {A Bank}"]),
        ({"type": "thesis", "genre": "PhD thesis"}, ["@phdthesis{"]),
        ({"type": "book", "genre": "A {brace}"}, ["type = {A brace}"]),
    ],
    ids=str,
)
def test_the_kind_of_a_report_or_thesis_is_said_once(work: dict[str, str], said: list[str]) -> None:
    """By the kind of the entry, or in a field that pandoc leaves out."""
    works = Works()
    works.key({**ROSE, **work})
    entry = works.bibtex()
    assert all(one in entry for one in said), entry
    assert entry.count("type = ") == sum("type = " in one for one in said)
