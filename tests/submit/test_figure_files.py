"""A journal's figures: drawn anew by real scripts, read back by programs that are not ours."""

from __future__ import annotations

import getpass
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pikepdf
import pytest
from lxml import etree
from PIL import Image, PngImagePlugin

from octavo import figure_server
from octavo.figure_server import FigureServer
from octavo.figures import Built, Figures, Recalled, draw_figures
from octavo.pipeline import compose, gather
from octavo.root import STORE
from octavo.submit.figure_files import FigureFiles, Numbered, draw_for, numbered_of
from octavo.submit.figure_readers import seen
from octavo.submit.profile import Figures as Rules
from octavo.tools import Ended
from tests.conftest import METADATA, WAVE, Files, Load

PLOT = '''"""A line that rises, with a legend."""
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3.2, 2), layout="constrained")
axes.plot([0, 1, 4, 9], color="#c1440e", label="squares", linewidth=3)
axes.fill_between([0, 1, 2, 3], [0, 1, 4, 9], color="#1f5a92", alpha=0.5)
axes.set_xlabel("whole numbers")
axes.legend()
'''
TEXT = "# Introduction\n\n![A line.](plot){#fig:plot}\n"
SHOWN: Files = {"figures/plot.py": PLOT, "manuscript/01-text.md": TEXT}
FORMS = ("tiff", "eps", "pdf", "png", "jpeg", "svg")


class _Shared:
    """One fork server for all tests: to start one takes longer than to draw."""

    server: ClassVar[FigureServer]
    width = 2
    notes = ()

    def __enter__(self) -> _Shared:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it running."""

    def run(self, arguments: Sequence[str], *, env: Mapping[str, str], timeout: float) -> Ended:
        """Run a script."""
        return self.server.run(arguments, env=env, timeout=timeout)


DRAW = partial(draw_figures, runner=_Shared)


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    """Start the server, and end it behind the last test."""
    with FigureServer() as _Shared.server:
        yield


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a program that reads files is not installed."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"no {program}")


def submitted(load: Load, rules: dict[str, Any], files: Files | None = None) -> FigureFiles:
    """Return what becomes of the numbered pictures of a manuscript by a journal's rules."""
    project = load(files or SHOWN)
    evidence = gather(project, draw=DRAW)
    given = Rules.model_validate(rules)
    numbered = numbered_of(compose(evidence, ["pdf"]))
    folder = project.root / "build/submission/figures"
    return draw_for(evidence, given, numbered, folder, formats=given.formats, draw=DRAW)


def only(made: FigureFiles) -> bytes:
    """Return the one file that was made."""
    (file,) = made.files
    return file.path.read_bytes()


def told(made: FigureFiles) -> list[str]:
    """Return what was said of the files."""
    return [f"{f.span}: {f.severity.value}: {f.message} [{f.code}]" for f in made.findings]


def say(*words: str | Path) -> str:
    """Return what a program says."""
    done = subprocess.run([*map(str, words)], capture_output=True, check=True)
    return done.stdout.decode()


def inks(path: Path) -> list[float]:
    """Return how much cyan, magenta, yellow and black Ghostscript needs for a page."""
    said = say("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-sOutputFile=-", path)
    return [float(number) for number in said.split()[:4]]


def painted(path: Path, folder: Path) -> Image.Image:
    """Return an EPS as Ghostscript paints it, at 72 dots per inch."""
    out = folder / f"{path.stem}.png"
    say(
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=png16m",
        "-dEPSCrop",
        f"-sOutputFile={out}",
        path,
    )
    with Image.open(out) as picture:
        return picture.convert("RGB")


# What comes out


@pytest.mark.parametrize(("form", "ending"), [("tiff", "tif"), ("png", "png"), ("jpeg", "jpg")])
def test_dots_have_the_size_that_the_journal_prints(load: Load, form: str, ending: str) -> None:
    """Pictures of dots are 84 mm wide at 600 dots per inch, as Pillow reads them."""
    rules = {"formats": [form], "widths": [84, 174], "dpi": 600, "name": "Fig{number}"}
    made = submitted(load, rules)
    with Image.open(made.files[0].path) as picture:
        assert picture.format == form.upper()
        assert picture.mode == "RGB"
        assert picture.width == round(84 / 25.4 * 600)
        assert [round(each) for each in picture.info["dpi"]] == [600, 600]
    assert made.files[0].path.name == f"Fig1.{ending}"
    assert told(made) == []


@needs("pdfinfo")
@needs("pdffonts")
def test_a_pdf_has_its_size_and_its_fonts(load: Load) -> None:
    """Poppler finds 174 mm, no dates, no tool, and embedded TrueType of the journal's family."""
    made = submitted(load, {"formats": ["pdf"], "widths": [174], "fonts": ["DejaVu Serif"]})
    (file,) = made.files
    facts = say("pdfinfo", file.path)
    width = re.search(r"Page size: +([\d.]+)", facts)
    assert width is not None
    assert float(width[1]) == pytest.approx(174 / 25.4 * 72, abs=0.1)
    assert not re.search(r"Creat|Producer|Author|ModDate|Title", facts)
    fonts = say("pdffonts", file.path).splitlines()[2:]
    assert fonts
    for line in fonts:
        assert re.match(r"[A-Z]{6}\+DejaVuSerif\S* +CID TrueType +Identity-H +yes", line)
    assert told(made) == []


@needs("gs")
def test_an_eps_is_painted_by_ghostscript(load: Load, tmp_path: Path) -> None:
    """PostScript has its bounding box, fonts of type 42, and neither title nor date."""
    made = submitted(load, {"formats": ["eps"], "widths": [84], "fonts": ["DejaVu Sans"]})
    (file,) = made.files
    data = file.path.read_bytes()
    assert painted(file.path, tmp_path).size == pytest.approx((238.1, 148.8), abs=1)
    assert b"%%HiResBoundingBox: 0.000000 0.000000 238.11" in data
    assert set(re.findall(rb"/FontType (\d+) def", data)) == {b"42"}
    assert not re.search(rb"%%(Title|Creator|CreationDate)", data)


def test_an_svg_has_its_size_and_no_letters_that_need_a_font(load: Load) -> None:
    """An SVG is 84 mm wide, and its letters are outlines."""
    root = etree.fromstring(only(submitted(load, {"formats": ["svg"], "widths": [84]})))
    width = str(root.get("width"))
    assert float(width.removesuffix("pt")) == pytest.approx(84 / 25.4 * 72, abs=0.1)
    assert not list(root.iter("{*}text"))


@pytest.mark.parametrize(
    ("author", "widths", "millimetres"),
    [
        (3.2, [84, 174], 84),
        (3.6, [84, 174], 84),
        (3.8, [84, 174], 174),
        (9.0, [84, 174], 174),
        (5.0, [174, 84, 129], 129),
        (2.0, [], 50.8),
    ],
)
def test_the_width_is_the_nearest_of_the_journals(
    load: Load, author: float, widths: list[float], millimetres: float
) -> None:
    """It is the smallest that has nine tenths of the author's, or else the largest."""
    script = PLOT.replace("3.2, 2", f"{author}, 2")
    made = submitted(load, {"widths": widths}, {**SHOWN, "figures/plot.py": script})
    assert seen(only(made)).width == pytest.approx(millimetres, abs=0.1)


def test_proportions_stay_up_to_the_height_that_is_allowed(load: Load) -> None:
    """Height follows width, and is cut to what the journal allows."""
    free = seen(only(submitted(load, {"widths": [84]})))
    assert free.height == pytest.approx(84 * 2 / 3.2, abs=0.1)
    made = submitted(load, {"widths": [84], "height": 40})
    assert seen(only(made)).height == pytest.approx(40, abs=0.1)
    assert told(made) == []


def test_without_rules_a_figure_is_a_pdf_of_its_own_size(load: Load) -> None:
    """A profile that says nothing of figures leaves them as the author made them."""
    made = submitted(load, {})
    assert made.files[0].path.name == "figure-1.pdf"
    assert seen(only(made)).width == pytest.approx(3.2 * 25.4, abs=0.1)
    assert told(made) == []


def test_every_format_comes_twice_byte_for_byte_and_tells_nothing(load: Load) -> None:
    """No date, no tool, no path, no user is in any file; a second time all are the same."""
    rules = {"formats": list(FORMS), "widths": [84], "dpi": 300}
    project = load(SHOWN)
    first = [file.path.read_bytes() for file in submitted(load, rules).files]
    shutil.rmtree(project.root / "build")
    shutil.rmtree(project.root / STORE, ignore_errors=True)
    assert [file.path.read_bytes() for file in submitted(load, rules).files] == first
    for data in first:
        for word in ("atplotlib", "Pillow", "typst", "Ada Example", str(project.root)):
            assert word.encode() not in data
        assert not re.search(rb"(?i)(creat|mod)(ion)?date", data)
        user = getpass.getuser().encode()
        assert not re.search(rb"(?<![\w/])" + user + rb"(?![\w])", data) or user == b"root"


def test_parts_of_a_figure_and_figures_of_the_supplement_have_files_of_their_own(
    load: Load,
) -> None:
    """Parts are 1a and 1b, what is in the supplement is S1, and what has no number has no file."""
    text = (
        "::: {#fig:both}\n![One.](plot)\n\n![Two.](wave)\n\nBoth.\n:::\n\n"
        "![Three.](wave){#fig:three}\n"
    )
    files: Files = {
        "figures/plot.py": PLOT,
        "figures/wave.py": WAVE,
        "figures/rest.py": WAVE,
        "manuscript/01-text.md": text,
        "manuscript/supplement/01-more.md": "# More\n\n![Four.](plot){#fig:four}\n",
    }
    made = submitted(load, {"name": "Fig{number}"}, files)
    assert [file.path.name for file in made.files] == [
        "Fig1a.pdf",
        "Fig1b.pdf",
        "Fig2.pdf",
        "FigS1.pdf",
    ]
    assert [file.picture for file in made.files] == ["plot", "wave", "wave", "plot"]


# Letters


def test_letters_are_set_within_the_journals_sizes(load: Load) -> None:
    """Text below the least is made larger, and text above the most smaller."""
    script = PLOT + 'axes.set_title("large", size=20)\naxes.text(1, 6, "small", size=4)\n'
    made = submitted(
        load,
        {"widths": [174], "text_size": {"least": 7, "most": 9}},
        {**SHOWN, "figures/plot.py": script},
    )
    with pikepdf.open(io.BytesIO(only(made))) as pdf:
        sizes = {
            float(i.operands[1])
            for i in pikepdf.parse_content_stream(pdf.pages[0])
            if str(i.operator) == "Tf"
        }
    assert (min(sizes), max(sizes)) == (7, 9)


def test_small_letters_are_larger_where_only_the_least_is_said(load: Load) -> None:
    """A journal that has no most has a least all the same."""
    made = submitted(load, {"text_size": {"least": 11}})
    assert told(made) == []


def test_letters_keep_their_points_at_another_width(load: Load) -> None:
    """A figure that is drawn wider has letters as large as before, and so has a narrower one."""
    for width in (70, 174):
        made = submitted(load, {"widths": [width]})
        with pikepdf.open(io.BytesIO(only(made))) as pdf:
            sizes = {
                float(i.operands[1])
                for i in pikepdf.parse_content_stream(pdf.pages[0])
                if str(i.operator) == "Tf"
            }
        assert sizes == {10}


WORDS = '''"""Words beside each other."""
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(5, 2), layout="constrained")
axes.set_xticks(range(6), ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])
'''


def test_letters_are_smaller_where_that_makes_room(load: Load) -> None:
    """Labels that would run into each other are set smaller, like the figure."""
    made = submitted(load, {"widths": [105]}, {**SHOWN, "figures/plot.py": WORDS})
    assert told(made) == []


def test_letters_that_have_no_room_are_told(load: Load) -> None:
    """Where even the smallest letters have no room, the author hears of it."""
    made = submitted(load, {"widths": [60]}, {**SHOWN, "figures/plot.py": WORDS})
    (line,) = told(made)
    assert line.startswith("figures/plot.py:1:1: warning: texts of the figure `plot` lie over one")
    assert "(60 mm wide): “Tuesday” over “Wednesday”" in line


def test_room_is_made_in_a_figure_without_a_layout(load: Load) -> None:
    """What a narrower figure would cut off gets room, though the script made it for another."""
    script = PLOT.replace(', layout="constrained"', "") + "figure.tight_layout()\n"
    made = submitted(load, {"widths": [60]}, {**SHOWN, "figures/plot.py": script})
    assert told(made) == []


def test_the_first_font_at_hand_is_taken(load: Load) -> None:
    """A family that is nowhere is passed over; those that are named after it serve as well."""
    made = submitted(load, {"fonts": ["No Such Face", "DejaVu Sans Mono"]})
    assert {font.name for font in seen(only(made)).fonts} == {"DejaVuSansMono"}
    assert told(made) == []


def test_no_font_at_hand_is_told(load: Load) -> None:
    """Where there is none, the author's stays."""
    made = submitted(load, {"fonts": ["No Such Face"]})
    assert {font.name for font in seen(only(made)).fonts} == {"DejaVuSans"}
    message = "no font is at hand that the journal takes in figures: No Such Face"
    assert told(made) == [f"manuscript/metadata.yaml:1:1: warning: {message} [figure-font]"]


def test_a_font_of_the_manuscript_is_taken(load: Load) -> None:
    """TrueType files beside the templates are at hand, wherever it is built."""
    import fontpkg_amiri

    (face,) = (Path(fontpkg_amiri.__file__).parent / "files").glob("**/Amiri-Regular.ttf")
    files: Files = {**SHOWN, "templates/pdf/fonts/Amiri-Regular.ttf": face.read_bytes()}
    made = submitted(load, {"fonts": ["Amiri"]}, files)
    assert {font.name for font in seen(only(made)).fonts} == {"Amiri-Regular"}


def test_signs_that_the_font_does_not_have_are_told(load: Load) -> None:
    """Letters that fall to another font are found in the file."""
    script = PLOT + 'axes.set_title("\\u0628\\u0648")\n'
    made = submitted(load, {"fonts": ["DejaVu Serif"]}, {**SHOWN, "figures/plot.py": script})
    (line,) = told(made)
    assert "note: figure-1.pdf has letters of DejaVuSans beside DejaVu Serif" in line


# Colours


def test_greys_are_greys(load: Load) -> None:
    """Pillow reads one band, and the vectors set no other colour."""
    rules = {"formats": ["tiff", "jpeg", "png", "pdf", "eps", "svg"], "colour": "grey"}
    made = submitted(load, rules)
    for file in made.files[:3]:
        with Image.open(file.path) as picture:
            assert picture.mode == "L"
    for file in made.files[3:]:
        assert seen(file.path.read_bytes()).inks == {"grey"}
    assert [f.code for f in made.findings if f.severity.value == "warning"] == []


@needs("gs")
@pytest.mark.parametrize("form", ["pdf", "eps"])
def test_ghostscript_needs_no_ink_but_black_for_greys(load: Load, form: str) -> None:
    """A file in greys needs neither cyan nor magenta nor yellow."""
    script = PLOT + "axes.imshow([[1, 2], [3, 4]], extent=(0, 1, 4, 8), aspect='auto')\n"
    rules = {"formats": [form], "colour": "grey"}
    made = submitted(load, rules, {**SHOWN, "figures/plot.py": script})
    cyan, magenta, yellow, black = inks(made.files[0].path)
    assert (cyan, magenta, yellow) == (0, 0, 0)
    assert black > 0.01


def test_a_grey_is_as_light_as_its_colour(load: Load) -> None:
    """Red, green and blue weigh as in ITU-R BT.601."""
    script = '''"""Red."""
from matplotlib import pyplot
pyplot.figure(figsize=(1, 1), facecolor="#c1440e")
'''
    made = submitted(
        load, {"formats": ["tiff"], "colour": "grey"}, {**SHOWN, "figures/plot.py": script}
    )
    with Image.open(made.files[0].path) as picture:
        assert picture.getpixel((5, 5)) == round(0.299 * 0xC1 + 0.587 * 0x44 + 0.114 * 0x0E)


def test_series_of_one_grey_are_told(load: Load) -> None:
    """Two colours that differ in hue alone are one grey."""
    script = (
        PLOT
        + 'axes.plot([9, 4, 1, 0], color="#3d7a0e", label="others", linewidth=3)\naxes.legend()\n'
    )
    made = submitted(load, {"colour": "grey"}, {**SHOWN, "figures/plot.py": script})
    assert "figure-1.pdf shows “squares” and “others” in one grey" in " ".join(told(made))


def test_inks_are_four_and_black_is_black_alone(load: Load) -> None:
    """A TIFF and a JPEG in four inks print black letters with black, and white with nothing."""
    rules = {"formats": ["tiff", "jpeg"], "colour": "cmyk"}
    for file in submitted(load, rules).files:
        with Image.open(file.path) as picture:
            assert picture.mode == "CMYK"
            corner = picture.getpixel((1, 1))
            assert corner == (0, 0, 0, 0)
            assert picture.getchannel("K").getextrema()[1] == 255
            darkest = picture.getchannel("K").tobytes().index(255)
            place = (darkest % picture.width, darkest // picture.width)
            assert max(picture.getpixel(place)[:3]) <= 2  # type: ignore[index]


@needs("gs")
@pytest.mark.parametrize("form", ["pdf", "eps"])
def test_vectors_in_inks_hold_no_other_colours(load: Load, form: str) -> None:
    """PDF and PostScript set their colours in inks; Ghostscript paints them as before."""
    made = submitted(load, {"formats": [form], "colour": "cmyk"})
    assert seen(only(made)).inks == {"cmyk"}
    assert all(ink > 0 for ink in inks(made.files[0].path))


@needs("gs")
def test_what_lets_through_is_mixed_with_white_in_postscript(load: Load, tmp_path: Path) -> None:
    """An area of half a colour is as light as on the screen, and the author is told."""
    made = submitted(load, {"formats": ["eps"]})
    picture = painted(made.files[0].path, tmp_path)
    found = picture.getcolors(1 << 20) or []
    colours = [colour for _, colour in found if isinstance(colour, tuple)]
    mixed = (143, 172, 200)
    assert any(max(abs(a - b) for a, b in zip(c, mixed, strict=True)) <= 2 for c in colours)
    assert "note: figure-1.eps has no transparency" in " ".join(told(made))


def test_what_is_not_shown_lets_nothing_through(load: Load) -> None:
    """The frame that a legend does not show is no reason for a note."""
    script = """
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3, 2), layout="constrained")
axes.plot([0, 1], label="a line")
axes.legend(frameon=False)
"""
    made = submitted(load, {"formats": ["eps"]}, {**SHOWN, "figures/plot.py": script})
    assert told(made) == []


def test_nothing_is_transparent_in_dots(load: Load) -> None:
    """What is drawn on nothing is drawn on white."""
    script = PLOT + 'figure.set_facecolor("none")\naxes.set_facecolor("none")\n'
    rules = {"formats": ["tiff", "png", "jpeg"]}
    for file in submitted(load, rules, {**SHOWN, "figures/plot.py": script}).files:
        with Image.open(file.path) as picture:
            assert (picture.mode, picture.getpixel((1, 1))) == ("RGB", (255, 255, 255))


def test_a_tiff_is_compressed_without_loss(load: Load) -> None:
    """Its compression is LZW, as Pillow reads it."""
    with Image.open(submitted(load, {"formats": ["tiff"]}).files[0].path) as picture:
        assert picture.info["compression"] == "tiff_lzw"


# How scripts run


def test_a_second_submission_draws_nothing(load: Load) -> None:
    """What a script gave for a journal is kept, beside what it gave for the article."""
    evidence = gather(load(SHOWN), draw=DRAW)
    outcomes: list[object] = []

    def draw(*given: Any, **options: Any) -> Figures:
        figures = DRAW(*given, **options)
        outcomes.extend(figure.outcome for figure in figures.by_name.values())
        return figures

    rules, numbered = Rules(widths=(84.0,)), [Numbered("plot", "1")]
    folder = evidence.project.root / "out"
    for _ in range(2):
        draw_for(evidence, rules, numbered, folder, draw=draw)
    draw_for(evidence, Rules(widths=(174.0,)), numbered, folder, draw=draw)
    assert outcomes == [
        Built("made for the first time"),
        Recalled(),
        Built("what the journal asks of figures changed"),
    ]
    assert gather(evidence.project, draw=DRAW).figures.by_name["plot"].outcome == Recalled()


def test_a_script_that_takes_too_long_fails_as_in_a_build(load: Load) -> None:
    """The time limit holds; the failure has its place, and no file is made."""
    metadata = METADATA + "build: {figures: {timeout: 3}}\n"
    script = PLOT + 'import os\nwhile "OCTAVO_WIDTHS" in os.environ:\n    pass\n'
    files: Files = {**SHOWN, "figures/plot.py": script, "manuscript/metadata.yaml": metadata}
    made = submitted(load, {"widths": [84]}, files)
    message = "the script did not end within 3 seconds"
    assert told(made) == [f"figures/plot.py:1:1: error: {message} [figure-failed]"]
    assert made.files == ()


def test_a_script_can_know_the_widths(load: Load) -> None:
    """They are in a variable, in inches; the ordinary build has none."""
    script = PLOT + (
        "import os\n"
        'if os.environ.get("OCTAVO_WIDTHS"):\n'
        '    figure.set_size_inches(float(os.environ["OCTAVO_WIDTHS"].split()[1]), 1)\n'
    )
    made = submitted(load, {"widths": [174, 84]}, {**SHOWN, "figures/plot.py": script})
    facts = seen(only(made))
    assert [facts.width, facts.height] == pytest.approx([174, 25.4], abs=0.1)


def test_a_python_of_its_own_draws_the_same(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing forks, the files are the same byte for byte."""
    rules = {"formats": ["pdf", "tiff", "eps"], "widths": [84]}
    forked = [file.path.read_bytes() for file in submitted(load, rules).files]
    shutil.rmtree(load(SHOWN).root / STORE)
    monkeypatch.setattr(figure_server, "FORKS", False)
    assert [file.path.read_bytes() for file in submitted(load, rules).files] == forked


# Pictures that are no scripts'


def picture(width: int, height: int, **options: Any) -> bytes:
    """Return a PNG that tells who made it."""
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ada Example")
    Image.new("RGBA", (width, height), (200, 60, 20, 128)).save(out, "PNG", pnginfo=info, **options)
    return out.getvalue()


def given(name: str, data: bytes) -> Files:
    """Return a manuscript that shows a file."""
    text = f"# Introduction\n\n![A picture.](figures/{name}){{#fig:one}}\n"
    return {f"figures/{name}": data, "manuscript/01-text.md": text}


@pytest.mark.parametrize("form", FORMS)
def test_a_given_picture_of_dots_is_converted(load: Load, form: str) -> None:
    """It has the journal's width, its own dots, no transparency, and no name."""
    rules = {"formats": [form], "widths": [84], "dpi": 300}
    data = only(made := submitted(load, rules, given("photo.png", picture(1200, 800))))
    facts = seen(data)
    assert (facts.form, facts.transparent, facts.dots) == (form, False, 1200)
    assert facts.width == pytest.approx(84, abs=0.3)
    assert b"Ada" not in data
    assert told(made) == []


@needs("gs")
def test_dots_in_postscript_are_painted(load: Load, tmp_path: Path) -> None:
    """Ghostscript paints the colour of the picture on white."""
    rules = {"formats": ["eps"], "widths": [84]}
    made = submitted(load, rules, given("photo.png", picture(1200, 800)))
    shown = painted(made.files[0].path, tmp_path)
    assert shown.size == pytest.approx((238.1, 158.7), abs=1)
    assert shown.getpixel((100, 100)) == (227, 157, 137)


def test_too_few_dots_are_told_where_the_text_shows_the_picture(load: Load) -> None:
    """No dots are made up: the file says how many it has."""
    made = submitted(
        load, {"formats": ["tiff"], "widths": [84], "dpi": 300}, given("p.png", picture(600, 400))
    )
    assert told(made) == [
        "manuscript/01-text.md:3:15: warning: figure-1.tif has 181 dots per inch, "
        "and 300 are asked for [figure-file-dots]"
    ]


def test_a_given_picture_that_would_be_too_high_is_narrower(load: Load) -> None:
    """Its proportions stay."""
    rules = {"formats": ["png"], "widths": [84], "height": 100}
    facts = seen(only(submitted(load, rules, given("p.png", picture(1000, 2000)))))
    assert facts.height == pytest.approx(100, abs=0.1)
    assert facts.width == pytest.approx(50, abs=0.1)


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="100" height="100" fill="#c1440e"/></svg>'
)


def test_a_drawing_of_too_many_dots_is_told(load: Load) -> None:
    """A metre at 2400 dots an inch is more than memory holds; no program is asked to try."""
    rules = {"formats": ["tiff"], "dpi": 2400}
    wide = SVG.replace(b'width="200" height="100"', b'width="900mm" height="900mm"')
    text = "# A\n\n![D.](figures/d.svg){#fig:d width=90cm}\n"
    made = submitted(load, rules, {**given("d.svg", wide), "manuscript/01-text.md": text})
    assert not made.files
    assert [f"{f.code}: {f.message}" for f in made.findings] == [
        "figure-file-large: figure 1 would have 7,232 million dots, more than can be drawn"
    ]


@pytest.mark.parametrize("form", ["pdf", "svg", "png", "tiff"])
def test_a_drawing_is_set_at_the_journals_width(load: Load, form: str) -> None:
    """Typst sets it as vectors or as dots, and the file tells nothing of it."""
    rules = {"formats": [form], "widths": [84], "dpi": 300}
    data = only(made := submitted(load, rules, given("d.svg", SVG)))
    facts = seen(data)
    assert (facts.form, round(facts.width), round(facts.height)) == (form, 84, 42)
    assert not re.search(rb"(?i)typst|CreationDate", data)
    assert told(made) == []


@needs("gs")
def test_a_drawing_in_greys_and_in_inks(load: Load) -> None:
    """What Typst sets is converted as what matplotlib draws."""
    made = submitted(load, {"formats": ["pdf"], "colour": "grey"}, given("d.svg", SVG))
    assert inks(made.files[0].path)[:3] == [0, 0, 0]
    made = submitted(load, {"formats": ["pdf"], "colour": "cmyk"}, given("d.svg", SVG))
    assert seen(only(made)).inks == {"cmyk"}


def test_a_drawing_that_cannot_be_postscript_is_a_pdf_or_dots(load: Load) -> None:
    """Where the journal takes PDF too it gets that; else dots, of its resolution."""
    made = submitted(load, {"formats": ["eps", "pdf"]}, given("d.svg", SVG))
    assert {file.path.suffix for file in made.files} == {".pdf"}
    made = submitted(load, {"formats": ["eps"], "dpi": 600}, given("d.svg", SVG))
    assert seen(only(made)).dots == round(200 / 96 * 600)


# What is found in finished files


def test_a_picture_that_nothing_draws_is_told(load: Load) -> None:
    """A number without a file does not pass in silence."""
    evidence = gather(load(SHOWN), draw=DRAW)
    made = draw_for(evidence, Rules(), [Numbered("nothing", "7")], evidence.project.root / "out")
    message = "figure 7 has no file: nothing draws `nothing`"
    assert told(made) == [f"manuscript/metadata.yaml:1:1: error: {message} [figure-file-missing]"]


def test_blanks_in_names_are_told(load: Load) -> None:
    """Some systems refuse files whose names have them, though a profile may say so."""
    made = submitted(load, {"name": "Figure {number}"})
    assert [(file.path.name, finding.code) for file in made.files for finding in made.findings] == [
        ("Figure 1.pdf", "figure-file-name")
    ]


def test_a_file_that_is_too_large_is_told(load: Load) -> None:
    """The size is that of the file."""
    (line,) = told(submitted(load, {"formats": ["png"], "megabytes": 0.001}))
    assert re.search(
        r"figure-1.png has 0\.\d MB, and 0.001 are allowed \[figure-file-large\]", line
    )


def test_a_script_can_spoil_its_fonts_but_not_unseen(load: Load) -> None:
    """A font given as a file is left alone, and is found in the PDF."""
    script = PLOT + (
        "from matplotlib import font_manager\n"
        "from pathlib import Path\n"
        'path = Path(font_manager.findfont("DejaVu Sans Mono"))\n'
        'axes.set_title("own", font=path)\n'
    )
    made = submitted(load, {"fonts": ["DejaVu Serif"]}, {**SHOWN, "figures/plot.py": script})
    assert "has letters of DejaVuSansMono beside DejaVu Serif" in " ".join(told(made))


def test_type_3_is_seen() -> None:
    """The fonts that matplotlib embeds by default are read as what they are."""
    code = (
        "import sys, matplotlib as mpl\n"
        "mpl.use('agg')\n"
        "from matplotlib import pyplot\n"
        "pyplot.plot([1, 2])\n"
        "pyplot.savefig(sys.stdout.buffer, format=sys.argv[1])\n"
    )
    for form in ("pdf", "eps"):
        done = subprocess.run([sys.executable, "-c", code, form], capture_output=True, check=True)
        assert {font.kind for font in seen(done.stdout).fonts} == {"Type 3"}


def test_transparency_and_other_modes_are_seen() -> None:
    """A TIFF with an alpha channel, without compression, is read as what it is."""
    out = io.BytesIO()
    Image.new("RGBA", (300, 150)).save(out, "TIFF", dpi=(300, 300))
    facts = seen(out.getvalue())
    assert (facts.form, facts.transparent, facts.compression) == ("tiff", True, "raw")
    assert [facts.width, facts.height] == pytest.approx([25.4, 12.7])
