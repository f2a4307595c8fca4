"""A build gives every format or changes nothing."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from octavo.cli import run
from octavo.diagnostics import Faults, ToolError
from octavo.figures import draw_figures
from octavo.pipeline import build
from octavo.project import Project
from octavo.render.docx_pictures import MAX_DOTS
from tests.conftest import METADATA, WAVE, Load, Write


def test_a_build_leaves_every_format(load: Load) -> None:
    """Each output is whole, and of its kind."""
    project = load()
    built = build(project)
    heads = {a.format: a.path.read_bytes()[:5] for a in built.artifacts}
    assert heads == {"pdf": b"%PDF-", "docx": b"PK\x03\x04\x14", "html": b"<!DOC"}


def test_the_same_sources_give_the_same_bytes(load: Load) -> None:
    """Two builds cannot be told apart."""
    project = load({"manuscript/01-a.md": "Text [@walt1987].\n"})
    assert build(project).artifacts == build(project).artifacts


def test_a_format_is_the_same_alone_and_among_others(load: Load) -> None:
    """What else is built, and in which order, changes no byte."""
    project = load({"manuscript/01-a.md": "# One\n\nText [@walt1987], $x^2$.[^1]\n\n[^1]: A note."})
    forms = ["latex", "epub", "jats", "html", "docx", "pdf"]
    among = {made.format: made.digest for made in build(project, forms).artifacts}
    for form in forms:
        (alone,) = build(replace(project, store=None), [form]).artifacts
        assert alone.digest == among[form], form


def test_several_faults_are_reported_together(load: Load) -> None:
    """One build names what is wrong in all the sources, in the order of the files."""
    project = load(
        {
            "manuscript/01-a.md": "See @zzz and @fig:none.\n",
            "manuscript/02-b.md": "And {{ values.n }}.\n",
            "bib/references.bib": "@book{a, title={A}}\n@book{a, title={B}}\n",
        }
    )
    with pytest.raises(Faults) as caught:
        build(project)
    assert [d.code for d in caught.value.diagnostics] == [
        "bibliography-duplicate",
        "citation-undefined",
        "crossref-undefined",
        "value-undefined",
    ]


def outputs(project: Project) -> list[str]:
    """Return what stands in the folder of the outputs, but for the store."""
    return sorted(p.name for p in project.output.iterdir() if p.name != ".store")


def test_a_failed_build_leaves_the_last_outputs(load: Load, write: Write) -> None:
    """Outputs of the last good build stay as they are, and nothing new appears."""
    project = load()
    build(project, ["html"])
    before = (project.output / "manuscript.html").read_bytes()
    write({"manuscript/01-introduction.md": "See @zzz.\n"})
    with pytest.raises(Faults):
        build(project)
    assert (project.output / "manuscript.html").read_bytes() == before
    assert outputs(project) == ["figures", "manuscript.html"]


def test_one_format_that_fails_keeps_all_from_changing(load: Load, write: Write) -> None:
    """Formats are put in place together, once all are written."""
    project = load()
    build(project, ["html"])
    before = (project.output / "manuscript.html").read_bytes()
    write(
        {"manuscript/01-introduction.md": "Other text.\n", "templates/pdf/article.typ": "#panic()"}
    )
    with pytest.raises(ToolError):
        build(project)
    assert (project.output / "manuscript.html").read_bytes() == before


def test_a_disk_that_takes_no_file_is_a_fault_of_the_machine(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be written is named, and nothing half-written stays."""
    project = load()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(project.output))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ToolError, match="No space left on device"):
        build(project, ["html"])
    assert outputs(project) == ["figures"]


@pytest.mark.parametrize("name", ["build", "build/figures"])
@pytest.mark.parametrize("kind", ["a file", "a link that leads nowhere"])
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_stands_in_the_place_of_a_folder_is_named(
    write: Write, capfd: pytest.CaptureFixture[str], name: str, kind: str, command: str
) -> None:
    """Outputs have nowhere to go, and the message says why."""
    path = write() / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("") if kind == "a file" else path.symlink_to("nowhere")
    assert run([command, "-q", "-C", str(path.parents[name.count("/")])]) == 3
    assert f"{path} is {kind}: outputs need a folder there" in capfd.readouterr().err


def test_a_folder_in_the_place_of_an_output_keeps_all_from_changing(load: Load) -> None:
    """No format is put in place before it is known that each can be."""
    project = load()
    build(project, ["html"])
    before = (project.output / "manuscript.html").stat().st_ino
    (project.output / "manuscript.jats").mkdir()
    (project.output / "manuscript.xml").mkdir()
    with pytest.raises(ToolError, match=r"manuscript.xml is a folder: an output needs its place"):
        build(project, ["html", "jats"])
    assert (project.output / "manuscript.html").stat().st_ino == before
    assert not [name for name in outputs(project) if name.startswith(".")]


def test_a_folder_in_the_place_of_a_figure_is_named(load: Load) -> None:
    """The picture is not moved into it."""
    project = load({"figures/wave.py": WAVE, "manuscript/01-a.md": "![A](wave)\n"})
    (project.output / "figures" / "wave.svg").mkdir(parents=True)
    with pytest.raises(ToolError, match=r"wave.svg is a folder: an output needs its place"):
        build(project, ["html"])


def test_outputs_that_may_not_be_written_are_the_machines_fault(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only place is named; tests may run as one who may write all, so it is made up."""

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system", "build")

    project = load()
    monkeypatch.setattr("os.mkdir", refuse)
    with pytest.raises(ToolError, match="cannot write build: Read-only file system"):
        draw_figures(project)


AWKWARD = '50% of $x$ & <b> #let "y" \\'


def test_an_awkward_title_is_literal_in_all_formats(load: Load) -> None:
    """Nothing in a title is markup: not TeX's, not HTML's, not Typst's."""
    project = load({"manuscript/metadata.yaml": METADATA.replace("A title", f"'{AWKWARD}'")})
    build(project)
    for text in texts(project.output):
        assert AWKWARD in text


def texts(folder: Path) -> list[str]:
    """Return what each output says, read back by another program than the one that wrote it."""
    from lxml import html

    page = html.fromstring((folder / "manuscript.html").read_bytes())
    with zipfile.ZipFile(folder / "manuscript.docx") as package:
        word = etree.fromstring(package.read("word/document.xml"))
    with pikepdf.open(folder / "manuscript.pdf") as pdf:
        title = str(pdf.docinfo["/Title"])
    return ["".join(map(str, page.itertext())), "".join(map(str, word.itertext())), title]


def test_a_pdf_picture_is_shown_in_every_format(load: Load) -> None:
    """A PDF becomes a drawing that each format takes."""
    project = load()
    picture = (build(project, ["pdf"]).artifacts[0].path).read_bytes()
    project = load(
        {"figures/page.pdf": picture, "manuscript/01-a.md": "![A page](figures/page.pdf)\n"}
    )
    build(project)
    assert b"data:image/svg+xml" in (project.output / "manuscript.html").read_bytes()


@pytest.mark.parametrize("size", [(19200, 19200), (1, 19200), (19200, 1)])
def test_a_drawing_as_large_as_a_page_can_be_is_shown(load: Load, size: tuple[int, int]) -> None:
    """No raster of it fills the memory: it has only the dots that its place on the page needs."""
    width, height = size
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    drawing = f'{head}<rect width="{width}" height="{height}"/></svg>'
    project = load({"figures/d.svg": drawing, "manuscript/01-a.md": "![A](figures/d.svg)\n"})
    build(project, ["docx", "pdf", "latex"])
    with zipfile.ZipFile(project.output / "manuscript.docx") as package:
        (name,) = (n for n in package.namelist() if n.endswith(".png"))
        with Image.open(io.BytesIO(package.read(name))) as picture:
            assert picture.width * picture.height <= 1.01 * MAX_DOTS


@pytest.mark.parametrize(
    ("box", "pages", "said"),
    [
        ((0, 0, 1e6, 9), 1, "the PDF is 13,888.9 inches wide or high: no page has more than 200"),
        ((0, 0, 0, 9), 1, "the PDF has no size: it is 0 inches wide or high"),
        ((0, 0, 9, 9), 0, "the PDF has no page"),
    ],
)
def test_a_pdf_without_a_page_to_show_is_told(
    load: Load, box: tuple[float, ...], pages: int, said: str
) -> None:
    """What no engine can show is refused before one meets it."""
    pdf, stream = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
        pdf.pages[0].obj.MediaBox = pikepdf.Array(box)
    pdf.save(stream)
    picture = stream.getvalue()
    files = {"figures/p.pdf": picture, "manuscript/01-a.md": "![A](figures/p.pdf)\n"}
    with pytest.raises(Faults, match=said):
        build(load(files), ["html"])


@pytest.mark.parametrize("date", ["0800-01-01", "1979-12-31", "2108-01-01", "9999-12-31"])
def test_a_date_that_a_package_cannot_tell_is_kept_in_the_text(load: Load, date: str) -> None:
    """The parts of a package bear the nearest moment that they can; the article says its own."""
    project = load({"manuscript/metadata.yaml": f"{METADATA}date: {date}\n"})
    for artifact in build(project, ["docx", "epub", "latex"]).artifacts:
        with zipfile.ZipFile(artifact.path) as package:
            years = {entry.date_time[0] for entry in package.infolist()}
            core = package.read("docProps/core.xml") if artifact.format == "docx" else b""
        assert years == {1980 if date < "1980" else 2107}
        assert artifact.format != "docx" or date.lstrip("0").encode() in core


def inked(profile: bytes = b"") -> bytes:
    """Return a picture of magenta and yellow inks: red."""
    stream = io.BytesIO()
    picture = Image.new("CMYK", (60, 40), (0, 255, 255, 0))
    picture.save(stream, "JPEG", dpi=(150, 150), icc_profile=profile)
    return stream.getvalue()


@pytest.mark.parametrize("profile", [b"", b"no profile"])
def test_a_picture_for_print_has_its_colours_in_every_format(load: Load, profile: bytes) -> None:
    """Four inks become the three colours that Word, browsers, readers and PDF/A show alike."""
    files = {"figures/p.jpg": inked(profile), "manuscript/01-a.md": "![A](figures/p.jpg)\n"}
    project = load(files)
    build(project, ["pdf", "docx", "html", "jats", "epub", "latex"])
    page = (project.output / "manuscript.html").read_text()
    found = [base64.b64decode(page.split("data:image/jpeg;base64,")[1].split('"')[0])]
    for name in ("manuscript.docx", "manuscript.epub", "manuscript-latex.zip"):
        with zipfile.ZipFile(project.output / name) as package:
            found += [package.read(n) for n in package.namelist() if n.endswith(".jpg")]
    tree = etree.fromstring((project.output / "manuscript.xml").read_bytes())
    address = tree.xpath("string(//graphic/@*[local-name()='href'])")
    found.append((project.output / str(address)).read_bytes())
    assert len(found) == 5
    for data in found:
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.mode, picture.size) == ("RGB", (60, 40))
            assert picture.info["dpi"] == (150, 150)
            red, green, blue = picture.resize((1, 1)).tobytes()
            assert red > 230
            assert max(green, blue) < 25
    with pikepdf.open(project.output / "manuscript.pdf") as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Width" in o]
        assert images
        assert not any("CMYK" in repr(image.get("/ColorSpace")) for image in images)


@pytest.mark.parametrize("expression", ["10 ** (10 ** 8)", "'a' * 10 ** 9", "'%999999999d' % 1"])
def test_values_cannot_fill_the_memory(load: Load, expression: str) -> None:
    """An expression that would never end is refused at once."""
    with pytest.raises(Faults) as caught:
        build(load({"manuscript/01-a.md": f"{{{{ {expression} }}}}\n"}), ["html"])
    assert [d.code for d in caught.value.diagnostics] == ["value-undefined"]


def test_a_whole_number_of_thousands_has_no_decimals(load: Load) -> None:
    """JSON of NumPy's knows only 1322.0 where a script counted 1322."""
    text = "{{ values.a | thousands }} {{ values.b | thousands }}\n"
    metadata = METADATA + "values: {a: 1322.0, b: 1322.5}\n"
    files = {"manuscript/metadata.yaml": metadata, "manuscript/01-a.md": text}
    (artifact,) = build(load(files), ["html"]).artifacts
    assert "1,322 1,322.5" in artifact.path.read_text(encoding="utf-8")
