"""What is said of a finished figure file, whatever made it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from octavo.diagnostics import Span
from octavo.figure_facts import Drawn, Series
from octavo.submit.figure_findings import File, findings_of
from octavo.submit.figure_forms import Form
from octavo.submit.profile import Figures as Rules

PLACE = Span(Path("figures/plot.py"), 3, 1)


def dots(form: str, size: tuple[int, int] = (300, 150), mode: str = "RGB", **how: Any) -> bytes:
    """Return a picture of dots, an inch wide by default."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **{"dpi": (300, 300), **how})
    return out.getvalue()


def page(*fonts: tuple[str, str], embedded: bool = False, ink: bytes = b"0 g") -> bytes:
    """Return a PDF of one inch that names fonts and paints in an ink."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(72, 72))
        pdf.pages[0].Contents = pdf.make_stream(ink + b" 0 0 9 9 re f")
        for kind, name in fonts:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name(f"/{kind}"), BaseFont=f"/{name}"
            )
            if embedded:
                font.FontDescriptor = pikepdf.Dictionary(FontFile2=pdf.make_stream(b""))
            pdf.Root[f"/{name}"] = pdf.make_indirect(font)
        pdf.save(out)
    return out.getvalue()


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 72 72\n%%EndProlog\n0 setgray\n"


def told(
    data: bytes,
    rules: dict[str, Any],
    drawn: Drawn | None = None,
    *,
    form: Form,
    name: str = "figure-1",
    family: str = "",
) -> list[str]:
    """Return what is said of a file of a form by a journal's rules."""
    path = Path(f"{name}.{form}")
    file = File(path, form, "1", "plot", PLACE, dotted=form in ("tiff", "png", "jpeg"))
    given = Rules.model_validate({"formats": [form], **rules})
    found = list(findings_of(file, data, given, drawn, family))
    assert {finding.span for finding in found} <= {PLACE}
    return [
        f"{f.severity.value}: {f.message} [{f.code.removeprefix('figure-file-')}]" for f in found
    ]


@pytest.mark.parametrize(
    ("form", "data", "rules", "says"),
    [
        ("png", b"no picture", {}, "cannot be read: cannot identify image file"),
        ("png", dots("JPEG"), {}, "is JPEG [format]"),
        ("png", dots("PNG"), {"formats": ["tiff", "eps"]}, "is of a format beside tiff, eps"),
        ("tiff", dots("TIFF", compression="jpeg"), {}, "is compressed as jpeg [format]"),
        ("png", dots("PNG"), {"widths": [84, 174]}, "is 25.4 mm wide, not 84, 174 [size]"),
        ("png", dots("PNG"), {"height": 10}, "is 12.7 mm high, and 10 are allowed [size]"),
        ("png", dots("PNG"), {"dpi": 600}, "has 300 dots per inch, and 600 are asked for [dots]"),
        (
            "pdf",
            page(ink=b"1 0 0 rg 0 0 1 0 k"),
            {"colour": "grey"},
            "has colours of the four inks of print and red, green and blue, not of grey [colour]",
        ),
        ("png", dots("PNG", mode="RGBA"), {}, "lets through what is behind [colour]"),
        ("pdf", page(("TrueType", "Arial")), {}, "does not hold its font Arial [fonts]"),
        ("pdf", page(("Type3", "Glyphs")), {}, "has the font Glyphs as Type 3 [fonts]"),
    ],
)
def test_what_a_file_is_not_is_told(
    form: Form, data: bytes, rules: dict[str, Any], says: str
) -> None:
    """Each thing that a journal asks, and a file of that form which is otherwise."""
    (line,) = told(data, rules, form=form)
    assert line.startswith(f"warning: figure-1.{form} {says}")


@pytest.mark.parametrize(
    ("form", "data", "rules"),
    [
        ("tiff", dots("TIFF"), {}),
        ("tiff", dots("TIFF", compression="tiff_lzw"), {}),
        ("png", dots("PNG"), {"widths": [26, 84]}),
        ("png", dots("PNG", (300, 600)), {"widths": [84], "height": 50.8}),
        ("png", dots("PNG"), {"height": 12}),
        ("png", dots("PNG"), {"dpi": 300, "colour": "rgb"}),
        ("pdf", page(), {"colour": "cmyk"}),
        ("pdf", page(("TrueType", "Arial"), embedded=True), {"dpi": 600}),
        ("svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="9pt"/>', {}),
    ],
)
def test_what_is_near_enough_is_not_told(form: Form, data: bytes, rules: dict[str, Any]) -> None:
    """A millimetre, a figure that was narrowed to the height, grey among colours: all is well."""
    assert told(data, rules, form=form) == []


def test_what_a_file_says_of_its_dots_does_not_raise_them() -> None:
    """A picture that calls itself finer than its width and dots allow is told by the coarser."""
    lines = told(dots("PNG", dpi=(300, 150)), {"dpi": 300}, form="png")
    assert [line for line in lines if line.endswith("[dots]")] == [
        "warning: figure-1.png has 150 dots per inch, and 300 are asked for [dots]"
    ]


def test_signs_that_some_systems_do_not_take_are_told() -> None:
    """A name of letters, digits, hyphens, underscores and stops passes; others do not."""
    assert told(dots("PNG"), {}, form="png", name="Fig_1a-b.c") == []
    (line,) = told(dots("PNG"), {}, form="png", name="Abb. ä")
    assert line.endswith("has signs in its name that some systems do not take [name]")


def test_letters_of_another_family_are_noted() -> None:
    """Cuts of the family that was taken are of it; each other font is named once."""
    data = page(
        ("TrueType", "ABCDEF+DejaVuSans-Bold"), ("TrueType", "Symbola"), ("Type1", "Arial"),
        embedded=True,
    )  # fmt: skip
    assert told(data, {}, form="pdf", family="DejaVu Sans") == [
        "note: figure-1.pdf has letters of Arial, Symbola beside DejaVu Sans [fonts]"
    ]


def drawn(**facts: Any) -> Drawn:
    """Return what a script says of its picture."""
    return Drawn(**{"name": "plot", "width": 1, "height": 1, "text_size": 0, "text": "", **facts})


@pytest.mark.parametrize(
    ("size", "lines"),
    [
        (
            6.5,
            ["warning: figure-1.pdf has “two words” at 6.5 points, and 7 is the least [text]"],
        ),
        (7, []),
        (0, []),
    ],
)
def test_letters_below_the_least_are_told(size: float, lines: list[str]) -> None:
    """The smallest text is shown on one line; a figure without any text is fine."""
    facts = drawn(text_size=size, text="two\nwords")
    assert told(page(), {"text_size": {"least": 7}}, facts, form="pdf") == lines


def test_colours_that_were_mixed_are_noted_of_postscript_alone() -> None:
    """EPS knows no transparency; a PDF of the same figure keeps it."""
    (line,) = told(EPS, {}, drawn(mixed=True), form="eps")
    assert line.startswith("note: figure-1.eps has no transparency, as EPS knows none")
    assert told(page(), {}, drawn(mixed=True), form="pdf") == []


RED, GREEN, WHITISH = "#ff0000", "#008200", "#eeeeaa"
"""Two colours of one grey, and a light one."""


def test_series_of_one_grey_and_one_look_are_told() -> None:
    """Another dash or a lighter colour tells them apart; in colour nothing is said."""
    series = (
        Series("tea", RED, "line"), Series("milk", GREEN, "line"),
        Series("cream", GREEN, "dashes"), Series("water", WHITISH, "line"),
    )  # fmt: skip
    facts = drawn(series=series, colours=(RED, GREEN, WHITISH))
    data = dots("PNG", mode="L")
    assert told(data, {"colour": "grey"}, facts, form="png") == [
        "warning: figure-1.png shows “tea” and “milk” in one grey [grey]"
    ]
    assert told(data, {"colour": "rgb"}, facts, form="png") == []


def test_other_colours_of_one_grey_are_noted() -> None:
    """Whether colours that no legend names mean something, only the author knows."""
    facts = drawn(series=(Series("tea", RED, "line"),), colours=(RED, GREEN, WHITISH))
    assert told(dots("PNG", mode="L"), {"colour": "grey"}, facts, form="png") == [
        "note: figure-1.png shows colours in greys that are hard to tell apart: "
        f"{GREEN}, {RED} [grey]"
    ]
