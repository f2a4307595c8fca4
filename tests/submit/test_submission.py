"""`octavo submit`: what is packed, what keeps it from being packed, and what it says of itself."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from docx import Document as Word

from octavo.cli import cli, run
from octavo.project import load_project
from octavo.submit.correspondence import unresolved
from tests.conftest import BIBLIOGRAPHY, Files, Write

PEOPLE = """\
title: On waves
short-title: Waves
language: en
date: 2026-03-09
authors:
  - name: Zenobia Quartermaine
    email: zenobia@quux.example
    orcid: 0000-0002-1825-0097
    affiliations: [quux]
    corresponding: true
affiliations:
  - {id: quux, name: University of Quux, city: Quuxville}
abstract: Waves rise and fall.
keywords: [waves, water]
highlights: [Waves rise., Waves fall.]
funding: [{funder: Quux Fund, award: QX-4711}]
statements: {conflicts: None., data: The data are in the article., code: There is none.,
  ethics: Nobody was asked.}
"""
TEXT = """\
# Introduction

Waves rise [@walt1987] and fall, as @fig:wave shows and @tbl:sizes counts.

![A wave.](wave){#fig:wave alt="A line that rises and falls"}

| sea | metres |
|:----|-------:|
| one | 1      |

: Sizes. {#tbl:sizes}

# Conclusion

They end [@rose1998].
"""
WAVE = '''"""A wave that rises and falls once."""
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(6, 3), layout="constrained")
axes.plot([0, 1, 0, -1, 0])
axes.set_xlabel("time")
'''
MANUSCRIPT: Files = {
    "manuscript/metadata.yaml": PEOPLE,
    "manuscript/01-introduction.md": TEXT,
    "figures/wave.py": WAVE,
}
OPEN = """\
name: Journal of Waves
review: open
style: apa
layout: {spacing: double, line-numbers: true}
limits: {words: 100, abstract: {words: 10}}
files:
  - {part: main, formats: [docx, pdf], name: article}
  - {part: cover-letter, formats: [docx]}
  - {part: highlights, formats: [docx]}
  - {part: figures}
  - {part: source, formats: [zip]}
  - {part: bibliography, formats: [bib]}
figures: {formats: [png], widths: [84, 174], dpi: 300, name: "Fig{number}"}
letter: {to: Professor Ripple, says: [The article is ours.]}
checklist: [Everybody agrees.]
unsourced: [review, style, layout, limits, files, figures, letter, checklist]
"""
BLIND = """\
name: Blind Waves
review: double-anonymous
files:
  - {part: anonymous, formats: [docx, pdf], name: article}
  - {part: title-page, formats: [docx]}
  - {part: figures}
figures: {formats: [pdf], widths: [84]}
unsourced: [review, files, figures]
"""


@pytest.fixture
def paper(write: Write) -> Path:
    """Write the manuscript and its two journals."""
    profiles = {"waves": OPEN, "blind": BLIND}
    return write(
        {**MANUSCRIPT, **{f"templates/journals/{n}.yaml": text for n, text in profiles.items()}}
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Submit the manuscript once, for all that only look at it, and return its files."""
    root = tmp_path_factory.mktemp("paper")
    given = {
        **MANUSCRIPT,
        "bib/references.bib": BIBLIOGRAPHY,
        "templates/journals/waves.yaml": OPEN,
    }
    for name, content in given.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(str(content))
    done = submit(root, "waves")
    assert done.exit_code == 0, done.output
    return packed(root)


def submit(root: Path, *words: str) -> Result:
    """Run `octavo submit`."""
    return CliRunner().invoke(cli, ["submit", "-C", str(root), *words])


def packed(root: Path, name: str = "waves") -> dict[str, bytes]:
    """Return the files of a submission by name."""
    folder = root / "build" / "submission" / name
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def text_of(word: bytes) -> str:
    """Return the paragraphs of a Word file."""
    return "\n".join(paragraph.text for paragraph in Word(io.BytesIO(word)).paragraphs)


def test_everything_that_the_journal_wants_is_packed(files: dict[str, bytes]) -> None:
    """Each part is a file under its name, beside the checklist and the manifest."""
    names = "article.docx article.pdf cover-letter.docx highlights.docx Fig1.png source.zip"
    assert set(files) == {*names.split(), "references.bib", "checklist.md", "manifest.json"}


def test_the_zip_file_holds_what_the_folder_does(paper: Path) -> None:
    """The two are the same, byte by byte, and a second run makes the same bytes."""
    submit(paper, "waves")
    archive = paper / "build" / "submission" / "waves.zip"
    first = archive.read_bytes()
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {name: package.read(name) for name in package.namelist()} == packed(paper)
    submit(paper, "waves")
    assert archive.read_bytes() == first


def test_the_manifest_names_every_file_with_its_hash(files: dict[str, bytes]) -> None:
    """What it says of a file is true of it."""
    facts = json.loads(files["manifest.json"])
    listed = {f["name"]: (f["bytes"], f["sha256"]) for f in facts["files"]}
    assert listed == {
        name: (len(data), hashlib.sha256(data).hexdigest())
        for name, data in files.items()
        if name not in ("manifest.json", "checklist.md")
    }
    assert (facts["journal"]["profile"], facts["draft"]) == ("waves", False)


def test_the_manifest_tells_how_long_it_is(files: dict[str, bytes]) -> None:
    """Words are told part by part, limited or not, and how many figures and works there are."""
    counts = json.loads(files["manifest.json"])["counts"]
    assert counts["words"]["abstract"] == 4
    assert counts["words"]["text"] == 18  # fourteen in the introduction, four in the conclusion
    assert (counts["figures"], counts["tables"], counts["references"]) == (1, 1, 2)


def test_the_manifest_names_the_revision(paper: Path) -> None:
    """In a repository of git the commit is told, and that the sources are as committed."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    (paper / ".gitignore").write_text("build/\n")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "First")):
        subprocess.run([*git, *words], cwd=paper, check=True)
    submit(paper, "waves")
    revision = json.loads(packed(paper)["manifest.json"])["revision"]
    assert revision["clean"] is True
    assert len(revision["commit"]) == 40


def test_the_journals_layout_is_taken(files: dict[str, bytes]) -> None:
    """Lines of the Word file are double-spaced and numbered, the author's settings or not."""
    with zipfile.ZipFile(io.BytesIO(files["article.docx"])) as package:
        document = package.read("word/document.xml").decode()
        styles = package.read("word/styles.xml").decode()
    assert "<w:lnNumType" in document
    assert 'w:line="480"' in styles


def test_the_journals_citation_style_is_taken(files: dict[str, bytes]) -> None:
    """APA has an ampersand or a comma before the year."""
    assert "(Walt, 1987)" in text_of(files["article.docx"])


def test_figures_are_drawn_at_the_journals_width(files: dict[str, bytes]) -> None:
    """Six inches come nearest to 174 mm, at 300 dots per inch."""
    from PIL import Image

    with Image.open(io.BytesIO(files["Fig1.png"])) as picture:
        assert abs(picture.width / 300 * 25.4 - 174) < 1


def test_the_letter_names_editor_title_and_length(files: dict[str, bytes]) -> None:
    """The letter says what the profile wants said, and the corresponding author signs it."""
    text = text_of(files["cover-letter.docx"])
    for said in (
        "Dear Professor Ripple,",
        "On waves",
        "The article is ours.",
        "1 figure, 1 table and 2 references",
        "Zenobia Quartermaine",
        "zenobia@quux.example",
    ):
        assert said in text
    assert text.count("Cover letter") == 0


def test_the_letter_is_set_as_one(files: dict[str, bytes]) -> None:
    """Sender, date, editors, subject and greeting follow each other, with spaces, not indents."""
    paragraphs = Word(io.BytesIO(files["cover-letter.docx"])).paragraphs
    assert [p.text for p in paragraphs[:5]] == [
        "Zenobia Quartermaine\nUniversity of Quux, Quuxville\nzenobia@quux.example\n"
        "https://orcid.org/0000-0002-1825-0097",
        "March 9, 2026",
        "Professor Ripple\nJournal of Waves",
        "On waves",
        "Dear Professor Ripple,",
    ]
    assert {p.style.name for p in paragraphs if p.style} == {"Letter", "List Paragraph"}


def test_a_house_is_no_journal_in_the_letter(paper: Path) -> None:
    """Nobody publishes in “Elsevier journals”; editors are greeted without an article."""
    profile = paper / "templates" / "journals" / "waves.yaml"
    general = "field: a publisher's general profile\n"
    profile.write_text(general + OPEN.replace("Professor Ripple", "The Editors"))
    submit(paper, "waves")
    text = text_of(packed(paper)["cover-letter.docx"])
    assert "Dear Editors," in text
    assert "for publication in your journal." in text
    assert "Journal of Waves" not in text


def test_the_length_says_what_counts(files: dict[str, bytes]) -> None:
    """Editors compare words by their own rule, so the rule is beside the number."""
    said = "words (text, headings, captions, tables and notes), 1 figure"
    assert said in text_of(files["cover-letter.docx"])


def test_what_is_not_published_has_no_citation(files: dict[str, bytes]) -> None:
    """Nobody can cite a manuscript yet, and highlights are a file of their own."""
    text = text_of(files["article.docx"])
    assert "How to cite" not in text
    assert "Waves rise." not in text
    assert "On waves" in text_of(files["highlights.docx"])


def test_the_letter_holds_the_authors_own_words(paper: Path) -> None:
    """A text for this journal goes before the one for all."""
    folder = paper / "manuscript" / "letters"
    folder.mkdir()
    (folder / "cover-letter.md").write_text("For *any* journal. {{ values.n }}\n")
    said = submit(paper, "waves", "--draft").output
    assert "manuscript/letters/cover-letter.md:1:20: warning: the letter prints" in said
    assert "For any journal." in text_of(packed(paper, "waves-draft")["cover-letter.docx"])
    (folder / "waves.md").write_text("For Waves alone.\n")
    submit(paper, "waves")
    text = text_of(packed(paper)["cover-letter.docx"])
    assert "For Waves alone." in text
    assert "any journal" not in text


LETTER = """\
Like @walt1987, we count {{ values.n }} waves, see [@fig:wave; -@rose1998, p. 5].

Not `{{ code }}` nor `@code`; write to a@quux.example, or \\@me.
"""


def test_what_a_letter_cannot_print_is_told(write: Write) -> None:
    """Values, citations and cross-references, each with its place; code and addresses are none."""
    root = write({"manuscript/01-a.md": "A.\n", "manuscript/letters/waves.md": LETTER})
    found = [*unresolved(load_project(root), "waves")]
    assert [(str(d.span), d.message.split("`")[1]) for d in found] == [
        ("manuscript/letters/waves.md:1:7", "@walt1987"),
        ("manuscript/letters/waves.md:1:26", "{{ values.n }}"),
        ("manuscript/letters/waves.md:1:54", "@fig:wave"),
        ("manuscript/letters/waves.md:1:66", "@rose1998"),
    ]


def test_highlights_are_in_their_own_file_alone(files: dict[str, bytes]) -> None:
    """A journal that wants them apart does not find them in the article too."""
    assert "Waves rise." in text_of(files["highlights.docx"])
    assert "Waves rise." not in text_of(files["article.docx"])


def test_markup_in_the_metadata_is_no_markup_in_the_letter(paper: Path) -> None:
    """A title with asterisks stands in the letter as it is."""
    metadata = paper / "manuscript" / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("On waves", "On *waves* [and](x) $y$ <b>"))
    done = submit(paper, "waves")
    assert done.exit_code == 0, done.output
    assert "On *waves* [and](x) $y$ <b>" in text_of(packed(paper)["cover-letter.docx"])


def test_the_latex_package_has_no_stray_files(files: dict[str, bytes]) -> None:
    """All in it is read by TeX, and nothing is in a folder."""
    with zipfile.ZipFile(io.BytesIO(files["source.zip"])) as package:
        names = set(package.namelist())
    assert names == {"manuscript.tex", "manuscript.bbl", "wave.pdf"}


def test_the_bibliography_holds_what_is_cited(files: dict[str, bytes]) -> None:
    """Both works are cited."""
    text = files["references.bib"].decode()
    assert "walt1987" in text
    assert "rose1998" in text


def test_the_checklist_says_what_holds_and_what_to_confirm(files: dict[str, bytes]) -> None:
    """Limits that were kept are ticked; what only authors know is not."""
    text = files["checklist.md"].decode()
    assert "- [x] 4 words of the abstract: at most 10" in text
    assert "- [ ] Everybody agrees." in text
    assert "- `article.docx`: the article, with its authors" in text


def test_the_checklist_of_an_anonymous_copy_says_what_was_searched(paper: Path) -> None:
    """It tells which files reviewers are shown, and what the profile asks and nobody measures."""
    profile = paper / "templates" / "journals" / "blind.yaml"
    more = """\
  - {part: supplement, formats: [pdf]}
limits: {supplement-pages: 4}
statements: {data: {heading: Where the data are}}
"""
    rules = BLIND.replace("figures: {formats", f"{more}figures: {{formats")
    profile.write_text(rules.replace("unsourced: [", "unsourced: [limits, statements, "))
    (paper / "manuscript" / "supplement").mkdir()
    (paper / "manuscript" / "supplement" / "01-more.md").write_text("# More\n\nWater.\n")
    done = submit(paper, "blind")
    assert done.exit_code == 0, done.output
    text = packed(paper, "blind")["checklist.md"].decode()
    for line in (
        "- [x] a statement on the availability of data, under “Where the data are”",
        "- [x] nothing that tells who wrote it was found in `article.docx`, `article.pdf`, "
        "`supplement.pdf`, `figure-1.pdf`",
        "- [ ] The supplement has at most 4 pages.",
        "- `title-page.docx`: the title page, with the authors: not for reviewers",
    ):
        assert line in text


def test_highlights_are_as_the_article_has_them(paper: Path) -> None:
    """Values are what they stand for, works are cited, and marks of the text are kept."""
    metadata = paper / "manuscript" / "metadata.yaml"
    said = '"*{{ values.n }}* waves rise [@walt1987].", "See @fig:wave."'
    told = f"values: {{n: 12}}\nhighlights: [{said}]"
    metadata.write_text(
        metadata.read_text().replace("highlights: [Waves rise., Waves fall.]", told)
    )
    done = submit(paper, "waves")
    assert done.exit_code == 0, done.output
    text = text_of(packed(paper)["highlights.docx"])
    assert "12 waves rise (Walt, 1987)." in text
    assert "See Figure\xa01." in text


def test_a_checklist_says_whose_it_is(paper: Path) -> None:
    """Its heading is there where nothing is known of the journal but its name."""
    profile = paper / "templates" / "journals" / "waves.yaml"
    profile.write_text("name: Journal of Waves\nfiles: [{part: figures}]\nunsourced: [files]\n")
    submit(paper, "waves")
    assert packed(paper)["checklist.md"].startswith(b"# Submission to Journal of Waves\n\n## Files")


def test_nothing_is_packed_while_a_check_fails(paper: Path) -> None:
    """A limit that is exceeded ends with 1, and what was packed before stays as it is."""
    submit(paper, "waves")
    before = packed(paper)
    metadata = paper / "manuscript" / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("rise and fall.", "rise and fall. " * 9))
    done = submit(paper, "waves")
    assert done.exit_code == 1
    assert "manuscript/metadata.yaml:13:1: error:" in done.output
    assert "nothing was packed: 1 " in done.output
    assert packed(paper) == before


def test_a_draft_is_packed_and_marked(paper: Path) -> None:
    """It has a folder of its own, and every page says what it is; the check still fails."""
    metadata = paper / "manuscript" / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("rise and fall.", "rise and fall. " * 9))
    done = submit(paper, "waves", "--draft")
    assert done.exit_code == 1
    files = packed(paper, "waves-draft")
    assert json.loads(files["manifest.json"])["draft"] is True
    with zipfile.ZipFile(io.BytesIO(files["article.docx"])) as package:
        headers = [package.read(n) for n in package.namelist() if n.startswith("word/header")]
    assert headers
    assert all(b"DRAFT" in header for header in headers)
    assert not (paper / "build" / "submission" / "waves").exists()


def drawn_text(pdf: bytes) -> str:
    """Return the text of a PDF's first page, as a reader copies it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_range())


def test_an_overlay_gives_the_journal_its_own_abstract(paper: Path) -> None:
    """What stands in `manuscript/journals/` holds for that journal alone."""
    folder = paper / "manuscript" / "journals"
    folder.mkdir()
    (folder / "waves.yaml").write_text("abstract: Short and told to one.\n")
    submit(paper, "waves")
    assert "Short and told to one." in text_of(packed(paper)["article.docx"])


def test_reviewers_see_nobodys_name(paper: Path) -> None:
    """The anonymous copy has none, the title page has all of them."""
    done = submit(paper, "blind")
    assert done.exit_code == 0, done.output
    files = packed(paper, "blind")
    with zipfile.ZipFile(io.BytesIO(files["article.docx"])) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    with pikepdf.open(io.BytesIO(files["article.pdf"])) as pdf:
        parts += str(pdf.docinfo).encode() + pdf.Root.Metadata.read_bytes()
    assert b"Quarter" not in parts + drawn_text(files["article.pdf"]).encode()
    title = text_of(files["title-page.docx"])
    for said in ("Zenobia Quartermaine", "University of Quux", "QX-4711", "Waves"):
        assert said in title


@pytest.mark.parametrize("floats", ["text", "end", "apart"])
def test_figures_are_files_wherever_the_pages_have_them(paper: Path, floats: str) -> None:
    """A journal that wants no pictures in the article wants them beside it; tables go along."""
    profile = paper / "templates" / "journals" / "blind.yaml"
    layout = f"layout: {{floats: {floats}}}\nunsourced: [layout, "
    profile.write_text(BLIND.replace("unsourced: [", layout))
    done = submit(paper, "blind")
    assert done.exit_code == 0, done.output
    files = packed(paper, "blind")
    assert "figure-1.pdf" in files
    (table,) = Word(io.BytesIO(files["article.docx"])).tables
    assert table.cell(0, 1).text == "metres"


def test_a_name_in_the_text_keeps_the_submission_back(paper: Path) -> None:
    """What the author must reword is told with its place."""
    section = paper / "manuscript" / "01-introduction.md"
    section.write_text(section.read_text() + "\nZenobia Quartermaine swam.\n")
    done = submit(paper, "blind")
    assert done.exit_code == 1
    assert "manuscript/01-introduction.md:17:1" in done.output


def tell(root: Path, journal: str, text: str) -> None:
    """Write a file of metadata for one journal."""
    path = root / "manuscript" / "journals" / f"{journal}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def test_a_file_that_is_called_anonymous_is(paper: Path) -> None:
    """A profile that does not say who knows whom, and wants such a file, gets one without names."""
    profile = paper / "templates" / "journals" / "blind.yaml"
    profile.write_text(BLIND.replace("review: double-anonymous\n", "").replace("[review, ", "["))
    assert submit(paper, "blind").exit_code == 0
    assert "Quartermaine" not in text_of(packed(paper, "blind")["article.docx"])
    section = paper / "manuscript" / "01-introduction.md"
    section.write_text(section.read_text() + "\nZenobia Quartermaine swam.\n")
    assert submit(paper, "blind").exit_code == 1


def test_the_source_of_an_anonymous_article_is_anonymous(paper: Path) -> None:
    """Journals make of it what reviewers read."""
    profile = paper / "templates" / "journals" / "blind.yaml"
    profile.write_text(BLIND.replace("  - {part: figures}", "  - {part: source}"))
    done = submit(paper, "blind")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(io.BytesIO(packed(paper, "blind")["source.zip"])) as package:
        text = package.read("manuscript.tex").decode()
    assert "Quartermaine" not in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("part: title-page, formats: [docx]", "part: title-page, formats: [docx], name: Article"),
        ("part: title-page, formats: [docx]", "part: title-page, formats: [pdf], name: figure-1"),
    ],
)
def test_two_files_of_one_name_are_a_fault(
    paper: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One would take the place of the other; letters small or large are one on many systems."""
    profile = paper / "templates" / "journals" / "blind.yaml"
    profile.write_text(BLIND.replace(old, new))
    assert run(["submit", "-C", str(paper), "blind", "--draft"]) == 2
    told = capsys.readouterr().err
    assert "templates/journals/blind.yaml" in told
    assert "two files would be called" in told
    assert not (paper / "build" / "submission").exists()


def test_a_journals_metadata_without_keys_are_named(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fault is shown in the file that has it."""
    tell(paper, "waves", "- a list\n")
    assert run(["submit", "-C", str(paper), "waves"]) == 2
    assert "manuscript/journals/waves.yaml:1:1: error" in capsys.readouterr().err


def test_people_whom_a_journal_is_not_told_are_looked_for_too(paper: Path) -> None:
    """A pen name for one journal does not make the names of all others fit for reviewers."""
    pen = "authors: [{name: Nemo Utter, email: n@utter.example, corresponding: true}]\n"
    tell(paper, "blind", f"{pen}affiliations: []\nfunding: none\n")
    section = paper / "manuscript" / "01-introduction.md"
    section.write_text(section.read_text() + "\nZenobia Quartermaine swam at Quux University.\n")
    done = submit(paper, "blind")
    assert done.exit_code == 1
    assert "“Zenobia Quartermaine” is an author" in done.output
    assert "“Quux University” is an author’s affiliation" in done.output


def test_a_journals_own_abstract_is_what_is_looked_through(paper: Path) -> None:
    """A name in the usual one hinders nobody who is told another; in the other it is told."""
    metadata = paper / "manuscript" / "metadata.yaml"
    metadata.write_text(metadata.read_text().replace("Waves rise and", "Quartermaine rises and"))
    tell(paper, "blind", "abstract: Waves rise.\n")
    assert submit(paper, "blind").exit_code == 0
    tell(paper, "blind", "abstract: Waves of Quartermaine rise.\n")
    assert "manuscript/journals/blind.yaml:1:20: warning" in submit(paper, "blind").output


def test_a_passage_that_may_go_as_it_stands_is_no_leak(paper: Path) -> None:
    """A title of three usual words is let pass where its paragraph says so, and there alone."""
    bibliography = paper / "bib" / "references.bib"
    work = "@book{own, author={Quartermaine, Zenobia}, title={The Price of Waves}, year=2020}\n"
    bibliography.write_text(bibliography.read_text() + work)
    profile = paper / "templates" / "journals" / "blind.yaml"
    profile.write_text(
        BLIND.replace("unsourced: [", "anonymity: {self-citations: mask}\nunsourced: [anonymity, ")
    )
    section = paper / "manuscript" / "01-introduction.md"
    text = f"{section.read_text()}\nBoats pay the price of waves [@own]."
    section.write_text(f"{text} <!-- octavo: anonymous -->\n")
    done = submit(paper, "blind")
    assert done.exit_code == 0, done.output
    section.write_text(f"{text}\n")
    assert "leak-found" in submit(paper, "blind").output


def test_a_name_in_a_picture_keeps_the_submission_back(paper: Path) -> None:
    """A name drawn into a figure is found in the finished file."""
    script = paper / "figures" / "wave.py"
    script.write_text(script.read_text() + 'axes.set_title("Quartermaine, 2026")\n')
    done = submit(paper, "blind")
    assert done.exit_code == 1
    assert "figure-1.pdf" in done.output


def test_an_unknown_journal_is_named_with_the_nearest(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is that of usage."""
    assert run(["submit", "-C", str(paper), "wavs"]) == 2
    assert "did you mean `waves`?" in capsys.readouterr().err


def test_a_supplement_without_a_file_is_told(paper: Path) -> None:
    """The journal may not take it, but its author must know that it stays behind."""
    (paper / "manuscript" / "supplement").mkdir()
    (paper / "manuscript" / "supplement" / "01-more.md").write_text("# More\n\nWater.\n")
    done = submit(paper, "waves")
    assert done.exit_code == 0, done.output
    assert "the supplement is not packed: no file of Journal of Waves is for it" in done.output


def test_a_part_without_content_is_told(paper: Path) -> None:
    """A journal that wants highlights is not sent a file without any."""
    metadata = paper / "manuscript" / "metadata.yaml"
    metadata.write_text(
        metadata.read_text().replace("highlights: [Waves rise., Waves fall.]\n", "")
    )
    done = submit(paper, "waves")
    assert done.exit_code == 1
    assert "wants a file with the highlights" in done.output
