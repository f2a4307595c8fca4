"""Papers of Manubot, Quarto, pandoc and LaTeX become manuscripts that build at once.

The projects in `tests/data/` are small, and hold what such projects hold: citations, labels and
references of each system, figures, notes, scripts, and things that cannot come over.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath
from time import perf_counter

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.folder import Folder
from octavo.bringing.kinds import bring
from octavo.bringing.layout import MODELINE
from octavo.bringing.manubot import Citekeys, ManubotText
from octavo.bringing.markdown import Text
from octavo.bringing.media import Media
from octavo.bringing.paper import files_of
from octavo.bringing.prose_text import sections_of
from octavo.bringing.quarto import QuartoText
from octavo.bringing.settling import findings
from octavo.cli import run
from octavo.manuscript import Kind, read_manuscript
from octavo.project import load_project

DATA = Path(__file__).parents[1] / "data"
WAS_RUN = "octavo-was-run"
"""What the code in the projects would leave where it is run."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Bring in and build each of the projects, once."""
    folder = tmp_path_factory.mktemp("papers")
    for name in ("manubot", "quarto", "pandoc", "latex"):
        assert run(["init", str(folder / name), "--from", str(DATA / name)]) == 1
        assert run(["build", "html", "-C", str(folder / name)]) == 0, name
    return {path.name: path for path in folder.iterdir()}


def page(paper: Path) -> str:
    """Return what the page of a paper says."""
    text = (paper / "build/manuscript.html").read_text(encoding="utf-8")
    text = re.sub(r"<(script|style|template)\b.*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text).replace("\u00a0", " "))


def report(paper: Path) -> str:
    """Return what was told."""
    return (paper / "brought.txt").read_text(encoding="utf-8")


def test_a_paper_of_manubot(papers: dict[str, Path]) -> None:
    """Identifiers become keys, its references ours, its metadata those of the manuscript."""
    paper = papers["manubot"]
    metadata = load_project(paper).metadata
    assert (metadata.title, metadata.language) == ("Rivers and the borders of states", "en-US")
    ada, ben = metadata.authors
    assert (ada.name, ada.orcid, ada.corresponding) == ("Ada Example", "0000-0002-1825-0097", True)
    assert ada.roles == ("conceptualization", "writing-original-draft")
    assert len(ben.affiliations) == 2
    assert metadata.abstract == "Rivers end where states begin."
    text = page(paper)
    assert "Borders follow rivers (Rose 1998; pmid:12345678, n.d.)" in text
    assert "The river is shown in Figure 1, and Table 1 counts; Equation 1 is the law." in text
    cited = {m.text for m in read_manuscript(load_project(paper)).of(Kind.CITATION)}
    assert cited == {
        *("rose1998neoclassical", "pmid-12345678", "isbn-9780801494185"),
        "url-https-example.org-rivers",
    }
    told = report(paper)
    assert "content/02.main-text.md:3:1: warning: nothing is known of `pmid:12345678`" in told
    assert "the role “Baking” of Ada Example is none of CRediT’s" in told


def test_a_paper_of_quarto(papers: dict[str, Path]) -> None:
    """Labels stay, chunks and shortcodes are told, files that are included are there."""
    paper = papers["quarto"]
    metadata = load_project(paper).metadata
    assert [author.name for author in metadata.authors] == ["Ada Example", "Ben Other"]
    assert metadata.affiliations[0].department == "Department of Geography"
    assert metadata.build.csl == "apa"
    assert metadata.licence == "CC BY 4.0"
    text = page(paper)
    assert "see Figure 1, Figure 2, Table 1, Equation 1 and Section 1." in text
    assert "The paper is called Rivers and the borders of states." in text
    assert "We walked along them." in text
    assert "As Figure 3 shows, and as @thm-one proves." in text
    told = report(paper)
    assert "paper.qmd:41:1: warning: a chunk of python is not run" in told
    assert "paper.qmd:67:1: warning: the shortcode `video` stays as text" in told
    assert "the picture https://example.org/elsewhere.png stands elsewhere" in told


def test_scripts_come_along_and_are_never_run(papers: dict[str, Path]) -> None:
    """Neither chunks nor scripts nor what TeX would call are started, by import or build."""
    assert (papers["quarto"] / "scripts/draw.py").is_file()
    assert "draw.py: warning: the script is kept as scripts/draw.py, not run" in (
        report(papers["quarto"])
    )
    places = (Path(), DATA, papers["quarto"].parent)
    assert not [path for place in places for path in place.rglob(WAS_RUN)]


def test_a_paper_of_pandoc(papers: dict[str, Path]) -> None:
    """Pictures by reference, TeX among the text, notes of one name, underlined headings."""
    paper = papers["pandoc"]
    text = page(paper)
    assert "Borders follow rivers (Rose 1998;" in text
    assert "See Figure 1, Equation 2, 1 and Figure 1, as Rose (1998) says (Rose 1998, 3)" in text
    assert "A \\textsc{small} word, {{ braces }} and {{ code }}." in text
    assert [path.name for path in sorted((paper / "manuscript").glob("*.md"))] == [
        *("01-introduction.md", "02-conclusion.md")
    ]
    assert "Another note of the same name." in text
    assert "@fig:nowhere is not there" in text
    assert "A note that nobody wrote.[^lost]" in text
    told = report(paper)
    assert "no footnote has the name `lost`: it stays as text" in told
    assert "02-end.md:3:1: warning: the picture img/none.png is not in the folder" in told
    assert "`nobody1999` is cited, and no bibliography has it" in told
    assert "The same key" in (paper / "bib/left-out.txt").read_text(encoding="utf-8")


def test_a_paper_of_latex(papers: dict[str, Path]) -> None:
    """Commands of LaTeX become ours; what has no counterpart stays as code, with its place."""
    paper = papers["latex"]
    metadata = load_project(paper).metadata
    assert metadata.title == "Rivers and the borders of states"
    assert [len(author.affiliations) for author in metadata.authors] == [1, 2]
    assert metadata.keywords == ("rivers", "borders")
    text = page(paper)
    assert "Borders follow a river (Rose 1998), as Walt (1987) says (Rose 1998, 3)." in text
    assert "See Figure 1, Table 1, Equation (1) and Section 2." in text
    told = report(paper)
    assert "end.tex:3:11: warning: TeX stays as code: \\unknowncommand{with words}" in told
    assert "\\begin{tikzpicture}" in text
    assert "the file `../../../../../../etc/passwd` is not in the folder" in told


@pytest.mark.parametrize("name", ["manubot", "quarto", "pandoc", "latex"])
def test_every_reference_and_label_is_understood(name: str, papers: dict[str, Path]) -> None:
    """No label was lost: what the text refers to has a number."""
    manuscript = read_manuscript(load_project(papers[name]))
    labels = {m.text for m in manuscript.of(Kind.LABEL)}
    assert {m.text for m in manuscript.of(Kind.REFERENCE)} <= labels


def test_one_file_can_be_brought_in(tmp_path: Path) -> None:
    """A text that is named comes alone, with the pictures beside it."""
    for name in ("quarto/paper.qmd", "latex/main.tex"):
        source = DATA / name
        target = tmp_path / source.stem
        assert run(["init", str(target), "--from", str(source)]) == 1
        assert (target / "figures/river.png").is_file()


def test_links_that_lead_elsewhere_are_not_followed(tmp_path: Path) -> None:
    """Neither a file nor a folder outside is read, whatever the text names."""
    source = tmp_path / "source"
    shutil.copytree(DATA / "pandoc", source)
    (tmp_path / "secret.txt").write_text("the secret")
    (source / "img/link.png").symlink_to(tmp_path / "secret.txt")
    (source / "outside").symlink_to(tmp_path)
    text = "\n![a](img/link.png) ![b](../secret.txt) ![c](/etc/passwd) ![d](file:///etc/passwd)\n"
    (source / "03-more.md").write_text(f"# More\n{text}![e](outside/secret.txt)\n")
    assert run(["init", str(tmp_path / "new"), "--from", str(source)]) == 1
    assert run(["build", "html", "-C", str(tmp_path / "new")]) == 0
    everything = b"".join(p.read_bytes() for p in (tmp_path / "new").rglob("*") if p.is_file())
    assert b"the secret" not in everything
    assert b"root:x" not in everything
    assert "img/link.png: warning: a link that leads elsewhere is left out" in report(
        tmp_path / "new"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", "---\ntitle: &a [x]\nauthor: [*a, *a]\n---\n# A\n", "a.md:3:10: error: an alias"),
        ("a.md", "---\ntitle: !!python/object:os.system x\n---\n", "a.md:2:8: error: the tag"),
        ("a.md", "---\ntitle: a\n\tb: c\n---\n# A\n", "a.md:3:1: error: not valid YAML"),
        ("a.md", b"# A\n\nb\xff\n", "a.md:3:2: the byte 0xFF is not UTF-8"),
        ("a.tex", b"\\begin{document}\xff", "a.tex:1:17: the byte 0xFF is not UTF-8"),
        ("a.txt", "words", "no text of Markdown is there"),
        ("a.tex", "words", "no file with \\begin{document} is there"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    name: str, text: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit is 2, there is no traceback, and nothing is written."""
    source = tmp_path / "source"
    source.mkdir()
    (source / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert run(["init", str(tmp_path / "new"), "--from", str(source)]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_manuscript_of_octavo_is_not_brought_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is one already."""
    assert run(["init", str(tmp_path / "one")]) == 0
    assert run(["init", str(tmp_path / "two"), "--from", str(tmp_path / "one")]) == 2
    assert "is a manuscript of Octavo already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 20_000,
        "<!--" * 50_000,
        "\\begin{align}" * 50_000,
        "```a\n" * 50_000,
        "{{< include " * 20_000,
        "{% " * 20_000,
        "$a `b " * 20_000,
        "<img '" * 20_000,
        "- " * 1_500 + "x",
        "#" * 50_000,
        "@doi:" * 20_000,
        "![a](b){#" * 10_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_a_hostile_text_takes_no_time(text: str, tmp_path: Path) -> None:
    """What is made to cost much is read in seconds, by each of the systems."""
    folder = Folder(tmp_path, Brought())
    media = Media(folder.brought)
    path = PurePosixPath("a.md")
    started = perf_counter()
    for one in (
        Text(folder, media, path),
        QuartoText(folder, media, path),
        ManubotText(folder, media, path, citekeys=Citekeys(folder, folder.brought)),
    ):
        one.brought_over(text)
    sections_of(text)
    assert perf_counter() - started < 20


def brought(tmp_path: Path, **files: str) -> Brought:
    """Return what a folder of texts brings, by the names of its files without their points."""
    source = tmp_path / "source"
    source.mkdir()
    for name, text in files.items():
        (source / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return bring(source)


def test_html_that_markdown_has_a_word_for_is_markdown(tmp_path: Path) -> None:
    """Tables, raised and lowered words, bold; others are told with their place."""
    table = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    text = f"# A\n\nH<sub>2</sub>O, x<sup>a b</sup>, <b>bold</b>, <kbd>k</kbd>\n\n{table}\n"
    paper = brought(tmp_path, a__md=text)
    assert "H~2~O, x^a\\ b^, **bold**, <kbd>k</kbd>" in paper.sections[0][1]
    assert "| a   |\n|-----|\n| 1   |" in paper.sections[0][1]
    assert ("a.md:3:1", "HTML is for the page alone: <kbd>") in {
        (remark.where, remark.what) for remark in paper.remarks
    }


def test_a_typed_list_of_references_becomes_entries(tmp_path: Path) -> None:
    """Each item keeps its key and its words, and what cites it has an entry."""
    items = "\\bibitem{rose}{\\em Rose}, Realism. \\newblock 1998.\n\\bibitem[W]{walt} Walt, 1987."
    listed = f"\\begin{{thebibliography}}{{9}}\n{items}\n\\end{{thebibliography}}"
    text = f"\\begin{{document}}\\section{{A}}Words \\cite{{rose,walt}}.\n{listed}\\end{{document}}"
    paper = brought(tmp_path, a__tex=text)
    entries = paper.files[PurePosixPath("bib/references.bib")].decode()
    assert "@misc{rose,\n  title = {{Rose , Realism. 1998.}}," in entries
    assert "@misc{walt,\n  title = {{Walt, 1987.}}," in entries
    assert "Words [@rose; @walt]." in paper.sections[0][1]


def test_keys_that_no_bibliography_can_hold_get_others(tmp_path: Path) -> None:
    """In the text and in the entry, if there is one, which keeps all that it says."""
    entry = "@misc{a%20,\n  title = {A title},\n}\n"
    text = "---\ntitle: T\nbibliography: r.bib\n---\n# A\n\nAs @a%20 and @doi:10.1/a%2Fb say.\n"
    paper = brought(tmp_path, a__md=text, r__bib=entry)
    files = files_of(paper, "source")
    assert b"As @a-20 and @doi:10.1/a-2Fb say." in b"".join(files.values())
    entries = files[PurePosixPath("bib/references.bib")].decode()
    assert entries.startswith(entry.replace("%", "-"))
    assert "@misc{doi:10.1/a-2Fb," in entries
    assert findings(files) == []


def test_metadata_that_are_not_valid_are_left_out_and_told(tmp_path: Path) -> None:
    """An identifier with a wrong form, a place that is not described, an empty name."""
    front = (
        "---\ntitle: T\nlang: no language\ndoi: nothing\nauthor:\n"
        "  - {name: Ada, orcid: '12', email: none, affiliations: [{ref: x}]}\n---\n# A\n\nWords.\n"
    )
    paper = brought(tmp_path, a__md=front)
    files = files_of(paper, "source")
    text = files[PurePosixPath("manuscript/metadata.yaml")].decode()
    assert text == MODELINE + "title: T\nauthors:\n  - name: Ada\n    affiliations: []\n"
    told = " ".join(remark.what for remark in paper.remarks)
    for said in ("no language", "nothing", "12", "none", "`x`"):
        assert said in told
    assert findings(files) == []


@pytest.mark.parametrize(
    ("suffix", "include"),
    [("qmd", "{{{{< include f{}.qmd >}}}}\n"), ("tex", "\\input{{f{}}}\n")],
)
def test_files_that_include_each_other_by_the_million_are_refused(
    suffix: str, include: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nine files of twenty lines are 512,000 million of them; the message says where it ends."""
    for number in range(9):
        text = include.format(number + 1) * 20
        (tmp_path / f"f{number}.{suffix}").write_text(text, encoding="utf-8")
    (tmp_path / f"f9.{suffix}").write_text("Words.\n", encoding="utf-8")
    source = tmp_path / f"f0.{suffix}"
    assert run(["init", str(tmp_path / "new"), "--from", str(source)]) == 2
    said = capsys.readouterr().err
    assert re.search(rf"f\d\.{suffix}:\d+:1: more than 1,000 files are included", said), said
    assert not (tmp_path / "new").exists()
