"""Marked copies as PDF and HTML: what changed is told otherwise than by colour alone."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from octavo.cli import run
from octavo.diff.copies import mark_copies
from octavo.project import load_project
from octavo.render.title_block import title_block
from octavo.words import words_of
from tests.conftest import BIBLIOGRAPHY, METADATA, WAVE, Files
from tests.diff.conftest import Revised, repository
from tests.diff.revised import NEW, OLD
from tests.printed import printed

PERSIAN = """\
title: همسویی عراق و روسیه
language: fa
authors: [آدا نمونه]
abstract: این مقاله {} است.
"""


def page(revised: Revised, name: str = "manuscript") -> html.HtmlElement:
    """Return the marked page."""
    return html.fromstring((revised.marked / f"{name}.html").read_bytes())


def text_of(path: Path) -> str:
    """Return the text of a PDF, its lines joined."""
    return " ".join(printed(path).split())


def texts(root: html.HtmlElement, path: str) -> list[str]:
    """Return the texts of what a path finds."""
    return [" ".join(e.text_content().split()) for e in root.xpath(path)]


def test_the_lines_of_the_summary_begin_where_its_table_does(revised: Revised) -> None:
    """The rule of the page that takes their indent away concerns both."""
    root = page(revised)
    assert '.abstract[aria-labelledby^="changes"] p { text-indent: 0; }' in root.text_content()
    path = "//div[@class='abstract'][starts-with(@aria-labelledby, 'changes')]//p"
    assert texts(root, path)[-1] == "inserted, deleted, moved"


def test_words_are_marked_by_elements_of_their_own(revised: Revised) -> None:
    """A screen reader tells `ins` and `del`, and both have a line beside their colour."""
    root = page(revised)
    assert "perceived" in texts(root, "//div[@class='text']//ins")
    assert "others" in texts(root, "//blockquote//del")
    assert "partners" in texts(root, "//blockquote//ins")


def test_the_title_page_is_marked(revised: Revised) -> None:
    """Title, subtitle, authors, affiliations and keywords are compared word by word."""
    root = page(revised)
    assert texts(root, "//h1//ins") == ["many"]
    assert texts(root, "//p[@class='subtitle']//del") == ["A first reading"]
    authors = texts(root, "//p[@class='authors']//*[self::ins or self::del]")
    assert authors == ["Ben Sample", "Cleo Newcomer"]
    assert texts(root, "//ul[@class='affiliations']//del") == ["Institute of There"]
    assert texts(root, "//p[@class='keywords']//del") == ["threat"]
    assert root.findtext(".//title") == "Alignment and its many limits"


def test_moved_text_leads_from_one_place_to_the_other(revised: Revised) -> None:
    """Both ends of a move have a link to the other."""
    root = page(revised)
    for here, there in (("moved-from", "moved-to"), ("moved-to", "moved-from")):
        (division,) = root.xpath(f"//div[contains(@class, '{here}')]")
        assert division.xpath(".//a/@href")[0] == f"#{there}-1"
        assert root.get_element_by_id(f"{there}-1") is not None


def test_rows_columns_and_cells_are_marked(revised: Revised) -> None:
    """The table has what both tables have, each in its place."""
    (table,) = page(revised).xpath("//figure[@id='tbl-cases']//table")
    assert texts(table, ".//tr[contains(@class, 'deletion')]") == ["Syria 2015 bases"]
    assert texts(table, ".//tr[contains(@class, 'insertion')]") == ["Yemen 2016 none press"]
    assert texts(table, ".//th[contains(@class, 'insertion')]") == ["Source"]
    assert "and training" in texts(table, ".//ins")


def test_both_versions_of_a_picture_are_shown(revised: Revised) -> None:
    """They stand side by side in the one figure, each in its mark."""
    (figure,) = page(revised).xpath("//figure[contains(@class, 'versions')]")
    assert figure.get("id") == "fig-chart"
    assert [len(figure.xpath(f"./{tag}//img")) for tag in ("del", "ins")] == [1, 1]


def test_numbers_follow_the_new_manuscript(revised: Revised) -> None:
    """The chart, once the second, is Figure 1, and nothing is marked for that."""
    root = page(revised)
    (caption,) = texts(root, "//figure[@id='fig-chart']/figcaption")
    assert caption.startswith("Figure\u00a01. The chart".replace("\u00a0", " "))
    assert "Figure 2" not in texts(root, "//del")
    marks = texts(root, "//sup[@class='note-mark']")
    assert marks == [str(n) for n in range(1, len(marks) + 1)]


def test_no_label_is_there_twice_and_no_link_leads_nowhere(revised: Revised) -> None:
    """The old and the new stand together in one page."""
    root = page(revised)
    names = root.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")} <= set(names)


def test_the_box_at_the_beginning_says_how_much(revised: Revised) -> None:
    """It names both revisions, shows what the marks mean, and counts section by section."""
    (box,) = page(revised).xpath("//div[@class='abstract'][.//h2[text()='Changes']]")
    assert "v1 → working copy" in box.text_content()
    rows = [tuple(texts(row, "./*")) for row in box.xpath(".//tr")]
    assert rows[0] == ("Changes", "Words added", "Words removed", "Places", "Passages moved")
    assert rows[-1][0] == "In all"
    assert any(row[0] == "2 Methods and data" and row[4] == "1" for row in rows)


def test_the_pdf_has_old_and_new(revised: Revised) -> None:
    """It is tagged, has the new title for its own, and says where moved text went."""
    path = revised.marked / "manuscript.pdf"
    text = text_of(path)
    assert "perceived threats" in text
    assert "A first reading" in text
    assert re.search(r"Moved to . page \d \(1\)", text)
    assert "[Note: This note will not be there.]" in text
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Alignment and its many limits"
        assert "/StructTreeRoot" in pdf.Root
        outline = [str(item.title) for item in pdf.open_outline().root]
        assert all(title != "Method" for title in outline)


def test_the_supplement_has_its_own_copies(revised: Revised) -> None:
    """Its words are compared with those of the old supplement."""
    assert "something else" in texts(page(revised, "supplement"), "//ins")
    assert "something else" in text_of(revised.marked / "supplement.pdf")


def test_copies_are_the_same_every_time(revised: Revised) -> None:
    """Equal revisions give equal bytes."""
    again = mark_copies(load_project(revised.root), "v1", None, ["docx"])
    made = {a.path.name: a.digest for a in revised.copies.artifacts}
    assert {a.path.name: a.digest for a in again.artifacts}.items() <= made.items()


def test_a_revision_and_itself_have_no_marks(tmp_path: Path) -> None:
    """Nothing is marked, and the box says so."""
    root = repository(tmp_path / "paper", OLD, {})
    copies = mark_copies(load_project(root), "v1", "v2", ["html"])
    assert all(not summary.parts for _, summary in copies.summaries)
    text = (root / "build/diff/manuscript.html").read_text(encoding="utf-8")
    assert not re.search("<(ins|del) ", text)
    assert "Nothing changed." in text


def test_a_persian_manuscript(tmp_path: Path) -> None:
    """Words of Persian are compared as words, and the box is in Persian."""
    old: Files = {
        "manuscript/metadata.yaml": PERSIAN.format("کهنه"),
        "manuscript/01-a.md": "# مقدمه\n\nدولت‌ها در برابر تهدید همسو می‌شوند.\n",
    }
    new: Files = {
        "manuscript/metadata.yaml": PERSIAN.format("تازه"),
        "manuscript/01-a.md": "# مقدمه\n\nدولت‌ها در برابر خطر همسو نمی‌شوند.\n",
    }
    root = repository(tmp_path / "paper", old, new)
    mark_copies(load_project(root), "v1", None)
    marked = html.fromstring((root / "build/diff/manuscript.html").read_bytes())
    assert texts(marked, "//div[@class='text']//ins") == ["خطر", "نمی‌شوند"]
    assert "تغییرات" in texts(marked, "//h2")


def test_a_fault_in_the_old_revision_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its place is written as git writes it."""
    old = {**OLD, "manuscript/01-text.md": "# A\n\nSee [@nobody].\n"}
    root = repository(tmp_path / "paper", old, NEW)
    assert run(["diff", "v1", "-C", str(root)]) == 1
    assert "v1:manuscript/01-text.md:3:7: error:" in capsys.readouterr().err
    assert not (root / "build/diff").exists()


def test_the_command_counts_and_names_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Section by section, then the files."""
    old: Files = {"manuscript/metadata.yaml": METADATA, "manuscript/01-a.md": "One.\n"}
    root = repository(tmp_path / "paper", old, {"manuscript/01-a.md": "One two.\n"})
    assert run(["diff", "v1", "v2", "-C", str(root), "--to", "html"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["v1 → v2", "text  +1 −0 words, 1 place"]
    assert lines[2].startswith("build/diff/manuscript.html  ")
    assert run(["diff", "nothing", "-C", str(root)]) == 2


def test_the_values_of_a_title_block_are_the_same_without_a_comparison(revised: Revised) -> None:
    """A build prints what it did."""
    metadata = load_project(revised.root).metadata
    assert title_block(metadata, words_of("en"))["title"] == "Alignment and its many limits"


def test_references_follow_the_order_of_the_new_manuscript(tmp_path: Path) -> None:
    """Where numbers order them, one that is cited earlier now is neither left out nor put in."""
    numbers = "title: T\nauthors: [Ada]\nbuild: {csl: ieee}\n"
    old: Files = {
        "manuscript/metadata.yaml": numbers,
        "manuscript/01-a.md": "As one said [@walt1987]. As another said [@rose1998].\n",
        "bib/references.bib": BIBLIOGRAPHY,
    }
    new: Files = {"manuscript/01-a.md": "As another said [@rose1998]. As one said [@walt1987].\n"}
    root = repository(tmp_path / "paper", old, new)
    mark_copies(load_project(root), "v1", None, ["html"])
    marked = html.fromstring((root / "build/diff/manuscript.html").read_bytes())
    assert len(texts(marked, "//div[@id='refs']/div")) == 2
    assert not texts(marked, "//div[@id='refs']//*[self::ins or self::del]")
    assert not texts(marked, "//div[@id='refs']//*[contains(@class, 'insertion')]")


def test_a_figure_that_can_be_drawn_no_more_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its text stands for the old picture, and a note says so."""
    told = "![A wave.](wave){#fig:wave}\n"
    old: Files = {
        "manuscript/metadata.yaml": METADATA,
        "manuscript/01-a.md": told,
        "figures/wave.py": "import package_of_long_ago\n",
    }
    root = repository(tmp_path / "paper", old, {"figures/wave.py": WAVE})
    assert run(["diff", "v1", "-C", str(root), "--to", "html"]) == 0
    assert "v1:figures/wave.py:1:1: note:" in capsys.readouterr().err


def test_what_the_page_says_of_itself_is_the_new_manuscript(revised: Revised) -> None:
    """No word that was left out is in its head."""
    (description,) = [m for m in page(revised).iter("meta") if m.get("name") == "description"]
    assert (
        description.get("content")
        == "We ask whether perceived threat explains alignment, and when."
    )


def test_an_own_template_of_before_is_given_values_without_marks(tmp_path: Path) -> None:
    """Its title is the new one; the text is marked all the same."""
    page = "<!DOCTYPE html><title>{{ title }}</title><style>{{ style }}</style>{{ body }}"
    root = repository(tmp_path / "paper", {**OLD, "templates/html/article.html": page}, NEW)
    mark_copies(load_project(root), "v1", None, ["html"])
    text = (root / "build/diff/manuscript.html").read_text(encoding="utf-8")
    assert "<title>Alignment and its many limits</title>" in text
    assert '<ins class="insertion">' in text
