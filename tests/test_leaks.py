"""Leaks that are planted are found, each with its place; where there are none, none are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from octavo.diagnostics import Severity
from octavo.leaks import UNREAD, Allowed, allowed_of, diagnostic_of, scan
from octavo.leaks.allowed import Quote
from octavo.machine import User
from octavo.pipeline import build
from octavo.project import load_project
from tests.anonymous import FORMATS, Copy, SelfCitations, anonymous_copy, files
from tests.conftest import Load
from tests.plants import PLANTED, Planted, overprinted

STYLES = (
    "chicago-author-date",
    "apa",
    "vancouver-nlm",
    "modern-language-association",
    "chicago-notes-bibliography",
)


def built(
    root: Path,
    style: str = STYLES[0],
    mode: SelfCitations = "third-person",
    formats: tuple[str, ...] = FORMATS,
) -> Copy:
    """Build the anonymous copy of the manuscript."""
    for name, content in files(style).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not isinstance(content, Path)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return anonymous_copy(root, mode, formats)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return an anonymous copy in every format."""
    return built(tmp_path_factory.mktemp("article"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_copy_is_clean(copy: Copy, form: str) -> None:
    """Innocent words, others of the same name, and works in the third person are no leaks."""
    assert copy.leaks(copy.files[form]) == []


@pytest.mark.parametrize("mode", ["third-person", "mask"])
@pytest.mark.parametrize("style", STYLES[1:])
def test_copies_of_every_kind_of_style_are_clean(
    tmp_path: Path, style: str, mode: SelfCitations
) -> None:
    """Numbers, notes, authors alone: wherever a style prints names, they may stand."""
    copy = built(tmp_path, style, mode, ("pdf", "docx", "latex"))
    assert copy.leaks() == []


PERSIAN = """\
title: اتحادها بدون پیمان
language: fa
authors: [{name: مریم حسینی‌نژاد, affiliations: a}, محمد آل‌طه]
affiliations: [{id: a, name: دانشگاه کووکس}]
"""
BOOK = "@book{h2019, author={حسینی‌نژاد, مریم}, title={ایستادن}, date={1398}, langid={persian}}\n"


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_names_of_another_script_are_found_and_let_pass(load: Load, form: str) -> None:
    """Joined letters that run from right to left are read; a like name is another."""
    text = "# مقدمه\n\nدر [@h2019] آمده است که حسینی نام دیگری است.\n"
    project = load(
        {
            "manuscript/metadata.yaml": PERSIAN,
            "manuscript/01-a.md": text,
            "bib/references.bib": BOOK,
        }
    )
    copy = anonymous_copy(project.root, formats=(form,))
    assert copy.leaks() == []
    (open_copy,) = build(project, [form]).artifacts
    kinds = {leak.kind for leak in copy.leaks(open_copy.path) if leak.place.startswith(PAGES[form])}
    assert kinds >= {"name", "affiliation"}


PAGES = {"pdf": "page 1", "docx": "word/document.xml", "html": "line"}


def test_accounts_that_are_names_pass_in_references(load: Load) -> None:
    """A mailbox and an account are called like another who is cited, and no leak there."""
    book = "@book{johnson1999, author={Johnson, Boris}, title={T}, date={1999}}\n"
    people = "[{name: Amy Johnson, email: johnson@quux.example.edu}]"
    project = load(
        {
            "manuscript/metadata.yaml": f"title: T\nauthors: {people}\n",
            "manuscript/01-a.md": "Text [@johnson1999].\n",
            "bib/references.bib": book,
        }
    )
    copy = anonymous_copy(project.root, formats=FORMATS, user=User(name="johnson"))
    assert copy.leaks() == []


def test_masked_copies_hold_no_name_of_an_own_work(tmp_path: Path) -> None:
    """Not even a scan that allows nothing but the works of others finds one."""
    copy = built(tmp_path, mode="mask")
    found = {(leak.kind, leak.shown) for leak in scan(copy.files.values(), copy.needles)}
    assert {shown for kind, shown in found if kind in ("name", "family name")} <= {
        "van der Mühlenbrock",  # the editor of another's chapter
        "van der Muehlenbrock",
        "Jürgen van der Mühlenbrock",
        "Stone",  # another's name
    }


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case.form}: {case.what}")
def test_what_is_planted_is_found(copy: Copy, case: Planted, tmp_path: Path) -> None:
    """The scan names the file, the place in it, and the kind of thing."""
    if case.form in copy.files:
        path = tmp_path / copy.files[case.form].name
        shutil.copy(copy.files[case.form], path)
    else:
        path = tmp_path / case.form
    case.plant(path)
    leaks = copy.leaks(path)
    assert [leak for leak in leaks if case.place in leak.place and leak.kind == case.kind], leaks
    assert all(leak.path == path for leak in leaks)


def test_there_are_enough_of_them() -> None:
    """Every reader has its cases."""
    assert len(PLANTED) >= 60
    assert {case.form for case in PLANTED} > set(FORMATS)


def test_an_open_copy_leaks_everywhere(tmp_path: Path) -> None:
    """The same article with its authors is told in every format."""
    copy = built(tmp_path)
    for artifact in build(load_project(tmp_path), FORMATS).artifacts:
        kinds = {leak.kind for leak in copy.leaks(artifact.path)}
        assert {"name", "affiliation"} <= kinds, artifact.format


def test_a_name_is_allowed_only_beside_what_it_was_printed_with(copy: Copy, tmp_path: Path) -> None:
    """The words of a reference elsewhere are that reference; the name alone is a leak."""
    fine, bad = tmp_path / "fine.txt", tmp_path / "bad.txt"
    fine.write_text("Quillfeather, Z., and Ludovica Brightwater. 2019. ‘Standing by’\n")
    bad.write_text("Quillfeather, Z., who wrote this\n")
    assert copy.leaks(fine) == []
    assert len(copy.leaks(bad)) == 1


def test_a_supplement_is_blinded_too(tmp_path: Path) -> None:
    """It has the title page and the comments of the article's authors."""
    given = tmp_path / "manuscript/supplement/01-more.md"
    given.parent.mkdir(parents=True)
    given.write_text("# More\n\nText [@quill2019]. <!-- Zoë Quillfeather -->\n")
    copy = built(tmp_path)
    assert {name for name in copy.files if name.startswith("supplement")} == {
        f"supplement {form}" for form in FORMATS
    }
    assert copy.leaks() == []


def test_the_deposit_of_a_statement_is_looked_for(copy: Copy, tmp_path: Path) -> None:
    """Where the article's own data are is nobody else's address."""
    path = tmp_path / "a.txt"
    path.write_text("https://osf.io/q7x9z/files and https://osf.io/other\n")
    assert [leak.kind for leak in copy.leaks(path)] == ["repository"]


def test_a_text_that_was_marked_as_fit_may_name_an_author(copy: Copy, tmp_path: Path) -> None:
    """What the author let pass is let pass, there and nowhere else."""
    path = tmp_path / "a.txt"
    path.write_text("As the wise Quillfeather argues at length, it rains.\nQuillfeather.\n")
    passed = ("As the wise Quillfeather argues at length, it rains.",)
    leaks = [*scan([path], copy.needles, allowed_of(copy.documents, passed))]
    assert [leak.place for leak in leaks] == ["line 2"]


@pytest.mark.parametrize(
    ("text", "leaks"),
    [
        ("with others (Quillfeather 1990, 1997). A treaty", 0),
        ("others (\\citelink{q1990}{Quillfeather 1990}, \\citelink{q1997}{1997}). A tre", 0),
        ("with others (Quillfeather\n17\nA running head", 0),
        ("Quillfeather 1990", 0),
        ("Quillfeather", 1),
        ("Quillfeather 2026", 1),
        ("others (Quillfeather) of 1990", 1),
    ],
)
def test_the_neighbours_of_a_name(copy: Copy, tmp_path: Path, text: str, leaks: int) -> None:
    """Markup and the ends of pages come between a name and what is printed beside it."""
    paragraph = "It deals with others (Quillfeather 1990, 1997). A treaty adds to that."
    cited = "Quillfeather 1990"
    start = paragraph.index(cited)
    quotes = (Quote(paragraph, ((start, start + 23),)), Quote(cited, ((0, len(cited)),)))
    path = tmp_path / "a.tex"
    path.write_text(text)
    assert len([*scan([path], copy.needles, Allowed(quotes))]) == leaks


def test_mail_and_numbers_are_allowed_nowhere(copy: Copy, tmp_path: Path) -> None:
    """A reference may name an author, and never an ORCID or a grant."""
    path = tmp_path / "a.txt"
    text = "QRC/2021/778899"
    path.write_text(text)
    leaks = [*scan([path], copy.needles, allowed_of(copy.documents, (text,)))]
    assert [leak.kind for leak in leaks] == ["grant number"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.pdf", b"%PDF-1.7\nbroken"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("a.xml", b""),
    ],
)
def test_what_cannot_be_read_is_told(copy: Copy, tmp_path: Path, name: str, data: bytes) -> None:
    """A damaged file is not a clean one."""
    path = tmp_path / name
    path.write_bytes(data)
    assert [leak.kind for leak in copy.leaks(path)][:1] == [UNREAD]


def test_a_damaged_page_is_told(copy: Copy, tmp_path: Path) -> None:
    """What says something aloud and cannot be taken apart has not been looked into."""
    path = tmp_path / "a.pdf"
    shutil.copy(copy.files["pdf"], path)
    overprinted(path, "/Span <</ActualText (x)>> BDC [ BT ] TJ EMC")
    assert [leak.kind for leak in copy.leaks(path)] == [UNREAD]


def test_what_stands_around_is_told(copy: Copy, tmp_path: Path) -> None:
    """The author sees what a reviewer would."""
    path = tmp_path / "a.txt"
    path.write_text("We owe much\nto Zoë Quillfeather\u0007and her cat.\n")
    (leak,) = copy.leaks(path)
    assert leak.text == "We owe much to Zoë Quillfeather and her cat."
    assert (leak.shown, leak.sure, leak.place) == ("Zoë Quillfeather", True, "line 2")


def test_a_leak_is_told_with_its_place(copy: Copy, tmp_path: Path) -> None:
    """The message has the file, the place in it, what was found and the words around it."""
    path = tmp_path / "a.txt"
    path.write_text("One.\nBy Zoë Quillfeather.\nThe film by Stone.\n")
    sure, doubtful = (diagnostic_of(leak, tmp_path) for leak in copy.leaks(path))
    assert (str(sure.span), sure.severity) == ("a.txt:1:1", Severity.ERROR)
    assert sure.message == (
        "line 2: name “Zoë Quillfeather” in “One. By Zoë Quillfeather. The film by Stone.”"
    )
    assert doubtful.severity is Severity.NOTE
