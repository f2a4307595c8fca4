"""Papers of Word become manuscripts: text, figures, tables, numbers, people."""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from PIL import Image

from octavo.bringing.layout import lay, starter
from octavo.bringing.paper import files_of
from octavo.bringing.word import bring_word
from octavo.cli import run
from octavo.manuscript import Kind, read_manuscript
from octavo.nodes import walk
from octavo.project import load_project
from tests.bringing.word_files import OFFICE, docx, field, mark, paragraph
from tests.bringing.word_files import run as text_run

SEQUENCE = r"SEQ {} \* ARABIC"


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def drawing(link: str) -> str:
    """Return a picture of the package, as Word shows it."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="685800"/>'
        '<wp:docPr id="1" name="p" descr="A teal field"/>'
        "<a:graphic><a:graphicData uri="
        '"http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{link}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def picture_link(name: str, target: str, mode: str = "") -> str:
    """Return the relationship of a picture."""
    outside = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="{name}" Type="{OFFICE}/image" Target="{target}"{outside}/>'


def bookmarked(name: str, *runs: str) -> str:
    """Return runs within a bookmark."""
    number = name[-1]
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{"".join(runs)}<w:bookmarkEnd w:id="{number}"/>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


PAPER = "".join(
    [
        paragraph("The alliances of states", style="Title"),
        paragraph("Ada Example and Ben Other", style="Author"),
        paragraph("Example University", style="Affiliation"),
        paragraph("Abstract: What was found."),
        paragraph("Keywords: alliance; threat"),
        paragraph("Introduction", style="Heading1"),
        paragraph(
            "See ",
            field(r"REF _Ref1 \h", "Figure 1"),
            ", table ",
            field(r"REF _Ref2 \h", "1"),
            " and ",
            '<w:hyperlink w:anchor="_Ref3"><w:r><w:t>the methods</w:t></w:r></w:hyperlink>',
            ".",
        ),
        paragraph(drawing("p1")),
        paragraph(
            bookmarked("_Ref1", text_run("Figure "), field(SEQUENCE.format("Figure"), "1")),
            ". A teal field.",
            style="Caption",
        ),
        paragraph(
            bookmarked("_Ref2", text_run("Table "), field(SEQUENCE.format("Table"), "1")),
            ": Two numbers.",
            style="Caption",
        ),
        table(("a", "b"), ("1", "2")),
        paragraph(bookmarked("_Ref3", text_run("Methods of the work")), style="Heading1"),
        paragraph("A value {{ x }} and a mail to ada@example.org; a _line_ *of* [signs] #1."),
        paragraph("Acknowledgements", style="Heading1"),
        paragraph("We thank all."),
    ]
)  # fmt: skip
PARTS = {"word/media/image1.png": png()}
LINKS = picture_link("p1", "media/image1.png")


def built(data: bytes, folder: Path) -> Path:
    """Bring a file in, and build it as HTML."""
    source = folder / "paper.docx"
    source.write_bytes(data)
    run(["init", str(folder / "paper"), "--from", str(source)])
    assert run(["build", "html", "-C", str(folder / "paper")]) == 0
    return folder / "paper"


def test_a_paper_of_word_becomes_a_manuscript_that_builds(tmp_path: Path) -> None:
    """Sections, metadata, a figure and a table with captions, and references between them."""
    paper = built(docx(PAPER, PARTS, LINKS), tmp_path)
    assert [p.name for p in sorted((paper / "manuscript").glob("*.md"))] == [
        *("01-introduction.md", "02-methods-of-the-work.md")
    ]
    metadata = load_project(paper).metadata
    assert metadata.title == "The alliances of states"
    assert [author.name for author in metadata.authors] == ["Ada Example", "Ben Other"]
    assert metadata.affiliations[0].name == "Example University"
    assert metadata.abstract == "What was found."
    assert metadata.keywords == ("alliance", "threat")
    assert metadata.acknowledgements == "We thank all."
    page = (paper / "build/manuscript.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "See Figure 1, table 1 and the methods." in text.replace("\u00a0", " ")
    assert "A value {{ x }} and a mail to ada@example.org; a _line_ *of* [signs] #1." in text
    first = (paper / "manuscript/01-introduction.md").read_text(encoding="utf-8")
    assert "![A teal field.](figures/a-teal-field.png){#fig:a-teal-field" in first
    assert ": Two numbers. {#tbl:two-numbers}" in first
    assert (paper / "figures/a-teal-field.png").read_bytes() == png()


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the starter as a Word file, and bring that in."""
    folder = tmp_path_factory.mktemp("trip")
    lay(starter(), folder / "one")
    assert run(["build", "docx", "-C", str(folder / "one")]) == 0
    word = folder / "one/build/manuscript.docx"
    assert run(["init", str(folder / "two"), "--from", str(word)]) == 0
    return folder / "one", folder / "two"


def mentions(root: Path) -> dict[str, set[str]]:
    """Return what the sections cite, label and refer to."""
    manuscript = read_manuscript(load_project(root))
    kinds = (Kind.CITATION, Kind.LABEL, Kind.REFERENCE)
    return {kind.value: {m.text for m in manuscript.of(kind)} for kind in kinds}


def test_octavos_own_file_comes_back(round_trip: tuple[Path, Path]) -> None:
    """Citations, labels and references are those of the sources, and so are the metadata."""
    one, two = round_trip
    first, second = mentions(one), mentions(two)
    assert second["citation"] == first["citation"]
    for kind in ("label", "reference"):
        same = {text.replace(":", "-") for text in first[kind]}
        assert {text.replace(":", "-") for text in second[kind]} == same
    mine, others = (load_project(root).metadata for root in (one, two))
    assert str(others.abstract).split() == str(mine.abstract).split()
    for name in ("title", "language", "keywords", "statements", "funding", "licence"):
        assert getattr(others, name) == getattr(mine, name), name
    assert others.authors[0].model_dump(exclude={"affiliations"}) == (
        mine.authors[0].model_dump(exclude={"affiliations"})
    )
    assert run(["build", "-C", str(two)]) == 0


def test_octavos_own_file_says_the_same(round_trip: tuple[Path, Path]) -> None:
    """The words of the sections are those of the sources."""
    told = []
    for root in round_trip:
        blocks = read_manuscript(load_project(root)).blocks
        texts = [n["c"] for n in walk(blocks) if n["t"] == "Str" and "{" not in n["c"]]
        told.append(re.sub(r"[\W_]+", " ", " ".join(texts)))
    missing = {*told[0].split()} - {*told[1].split()}
    assert missing <= {"figures", "growth", "percent", "round", "values", "interviews"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            paragraph(field(r"MERGEFIELD name \* MERGEFORMAT", "Ada")),
            "the field `MERGEFIELD` stays",
        ),
        (paragraph(mark("begin") + mark("separate") + text_run("Ada") + mark("end")), ""),
        (
            paragraph("a", field(r"REF _Ref9 \h", "Figure 9")),
            "a reference stays as the text “Figure 9”",
        ),
        (
            paragraph('<w:ins w:id="1" w:author="Ben"><w:r><w:t>new</w:t></w:r></w:ins>'),
            "1 tracked changes are taken over",
        ),
        (paragraph("<w:r><w:object/></w:r>", "x"), "an embedded object is left out"),
    ],
)
def test_what_does_not_come_over_is_told(body: str, said: str) -> None:
    """Each has its line, and the text stays."""
    paper = bring_word("paper.docx", docx(paragraph("T", style="Title") + body))
    told = "\n".join(line for remark in paper.remarks for line in remark.lines)
    assert said in told
    assert paper.sections[0][1].strip()


def test_the_report_says_where_what_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is printed, kept, and ends with exit code 1 where something was lost."""
    source = tmp_path / "old paper.docx"
    source.write_bytes(docx(paragraph("Words.")))
    assert run(["init", str(tmp_path / "new"), "--from", str(source)]) == 1
    printed = capsys.readouterr().err
    line = "old paper.docx: warning: no authors were found: `Author` stands there"
    assert line in printed
    assert line in (tmp_path / "new/brought.txt").read_text(encoding="utf-8")
    assert run(["build", "html", "-C", str(tmp_path / "new")]) == 0


def test_pictures_of_other_kinds_are_made_or_told(tmp_path: Path) -> None:
    """TIFF becomes PNG; what no other program reads is kept, named, and words stand for it."""
    out = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(out, "TIFF")
    parts = {"word/media/image1.tiff": out.getvalue(), "word/media/image2.emf": b"\1\0\0\0"}
    links = picture_link("p1", "media/image1.tiff") + picture_link("p2", "media/image2.emf")
    body = paragraph("T", style="Title") + paragraph(drawing("p1")) + paragraph(drawing("p2"))
    data = docx(body, parts, links)
    paper = bring_word("paper.docx", data)
    assert [path.suffix for path in paper.files if path.parent.name == "figures"] == [
        ".png",
        ".emf",
    ]
    told = [remark for remark in paper.remarks if "image2.emf" in remark.what]
    assert "is not shown" in told[0].what
    built(data, tmp_path)


def files(data: Any) -> dict[PurePosixPath, bytes]:
    """Return all files that a Word file brings."""
    return files_of(bring_word("paper.docx", data), "paper.docx")


def test_values_that_the_metadata_refuse_are_told_and_left_out() -> None:
    """What a line of addresses holds need not be an ORCID."""
    body = (
        paragraph("T", style="Title")
        + paragraph("Ada Example", style="Author")
        + paragraph("Words.", style="Heading1")
    )
    made = files(docx(body))
    assert b"name: Ada Example" in made[PurePosixPath("manuscript/metadata.yaml")]


def test_a_picture_in_the_abstract_comes_over() -> None:
    """As a graphical abstract has one."""
    body = paragraph("T", style="Title") + paragraph(drawing("p1"), style="Abstract")
    files = files_of(bring_word("a.docx", docx(body + paragraph("Words."), PARTS, LINKS)), "a.docx")
    metadata = files[PurePosixPath("manuscript/metadata.yaml")].decode()
    assert "](figures/picture-1.png)" in metadata
    assert PurePosixPath("figures/picture-1.png") in files
