"""The repository's own article: what it must hold, and that the three formats say the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from octavo.manuscript import Kind, Manuscript, read_manuscript
from octavo.pipeline import build
from octavo.project import Project, load_project

ROOT = Path(__file__).parents[1]
PARTS = ("manuscript", "figures", "bib", "templates")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the article, built in a folder of its own."""
    folder = tmp_path_factory.mktemp("reference")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    project = load_project(folder)
    assert build(project).findings == ()
    return project


@pytest.fixture(scope="session")
def manuscript(project: Project) -> Manuscript:
    """Return the article's sections as read."""
    return read_manuscript(project)


def page(project: Project) -> html.HtmlElement:
    """Return the HTML page."""
    return html.fromstring((project.output / "manuscript.html").read_bytes())


def word(project: Project) -> etree._Element:
    """Return the text of the Word file."""
    with zipfile.ZipFile(project.output / "manuscript.docx") as package:
        return etree.fromstring(package.read("word/document.xml"))


@cache
def said(project_output: Path, form: str) -> str:
    """Return what the HTML page or the Word file says, its spaces made one."""
    name = project_output / f"manuscript.{form}"
    if form == "html":
        text = "".join(map(str, html.fromstring(name.read_bytes()).itertext()))
    else:
        with zipfile.ZipFile(name) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        paragraphs = root.iter(W + "p")
        text = " ".join("".join(str(t.text) for t in p.iter(W + "t")) for p in paragraphs)
    return re.sub(r"[\s\u00a0]+", " ", text)


def test_it_has_the_length_of_an_article(manuscript: Manuscript) -> None:
    """About six thousand words."""
    words = sum(len(section.text.split()) for section in manuscript.sections)
    assert 5_000 <= words <= 7_500


def test_it_cites_at_least_forty_works(manuscript: Manuscript) -> None:
    """The bibliography holds what the text cites, and nothing else."""
    cited = {mention.text for mention in manuscript.of(Kind.CITATION)}
    listed = set(
        re.findall(r"^@\w+\{([^,]+),", (ROOT / "bib/references.bib").read_text("utf-8"), re.M)
    )
    assert cited == listed
    assert len(cited) >= 40


def test_it_has_figures_tables_and_an_equation(project: Project) -> None:
    """At least five figures drawn by scripts, three tables, one of them from a CSV."""
    tree = page(project)
    assert len(project.scripts) >= 5
    assert len(tree.xpath("//figure//img")) >= 5
    assert len(tree.xpath("//figure//table")) >= 3
    assert len(tree.xpath("//*[local-name()='math'][@display='block']")) == 1


def test_every_format_has_the_same_references(project: Project) -> None:
    """The same entries, in the same order, in HTML and in Word."""
    entries = [
        re.sub(r"\s+", " ", "".join(entry.itertext())).strip()
        for entry in page(project).xpath("//*[contains(@class, 'csl-entry')]")
    ]
    paragraphs = [
        "".join(str(t.text) for t in p.iter(W + "t"))
        for p in word(project).iter(W + "p")
        if any(s.get(W + "val") == "Bibliography" for s in p.iter(W + "pStyle"))
    ]
    assert entries == [re.sub(r"\s+", " ", text).strip() for text in paragraphs]
    assert len(entries) >= 40


@pytest.mark.parametrize("form", ["html", "docx"])
@pytest.mark.parametrize(
    "text",
    [
        "15,092 in 2014",
        "53 per cent in 2014",
        "От Ленина до Путина",
        "داعش و پدیداری موازنه تهدید",
        "السياسة الخارجية الروسية تجاه العراق",
        "After an extended abstract of unknown authorship.",
        "Figure 4a",
    ],
)
def test_numbers_and_scripts_are_in_the_text(project: Project, form: str, text: str) -> None:
    """Values from the data, and titles in three scripts, are printed in each format."""
    assert text in said(project.output, form)


def test_cross_references_print_the_same_in_every_format(project: Project) -> None:
    """Links within the text have the same words in HTML and in Word."""
    shown = [
        re.sub(r"[\s\u00a0]+", " ", "".join(link.itertext()))
        for link in page(project).xpath("//main//a[contains(@class, 'cross-reference')]")
    ]
    assert len(shown) >= 20
    assert all(text in said(project.output, "docx") for text in shown)


def test_the_pdf_is_of_the_same_article(project: Project) -> None:
    """Title, author and number of pages are what they should be; links lead to the DOIs."""
    with pikepdf.open(project.output / "manuscript.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == project.metadata.title
        assert 12 <= len(pdf.pages) <= 24
        annotations = [a for p in pdf.pages for a in p.get("/Annots", [])]
        addresses = {str(a.A.URI) for a in annotations if "/A" in a and "/URI" in a.A}
    shown = page(project).xpath("//*[contains(@class, 'csl-entry')]//a/@href")
    assert {address for address in shown if address.startswith("http")} <= addresses


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium here")
def test_a_browser_finds_nothing_to_refuse(project: Project, tmp_path: Path) -> None:
    """Chromium opens the page without a refusal by its policy, and lays it out."""
    command = [
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--user-data-dir={tmp_path}", "--enable-logging=stderr", "--v=0"),
        *("--virtual-time-budget=3000", "--dump-dom"),
        (project.output / "manuscript.html").as_uri(),
    ]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert b"The Iraq" in ended.stdout
    assert b"Refused to" not in ended.stderr
    assert b"Content Security Policy" not in ended.stderr
