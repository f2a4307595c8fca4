"""Every letter of the PDF has a face that was chosen, or the author is told where it has none."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib as mpl
import pikepdf
import pytest

from octavo.diagnostics import Diagnostic, Faults, Severity
from octavo.pipeline import build
from octavo.project import load_project
from tests.conftest import Load, Write

ARMENIAN = "# One\n\nText.\n\nA word: գիր.\n"
FACES = ("LibertinusSerif", "Amiri", "NewCMMath", "DejaVuSansMono")


def fonts(path: Path) -> set[str]:
    """Return the names of the fonts in a PDF."""
    with pikepdf.open(path) as pdf:
        return {
            str(font["/BaseFont"]).partition("+")[2]
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }


def test_scripts_that_come_along_are_set_in_book_faces(load: Load) -> None:
    """Latin, Greek, Cyrillic, Hebrew, Arabic and Persian need nothing of the machine."""
    text = (
        "# Ἀρχή и начало\n\nViệt ŋ; ἐν ἀρχῇ; съешь ещё; שלום; [سلام دنیا]{lang=fa}; العالم;"
        " `code سلام`; $\\text{если } x$.\n"
    )
    built = build(load({"manuscript/01-a.md": text}), ["pdf"])
    assert built.findings == ()
    found = fonts(built.artifacts[0].path)
    assert {name for name in found if not name.startswith(FACES)} == set()


def test_signs_that_no_text_face_has_are_set_in_dejavu_sans(load: Load) -> None:
    """Ballot boxes, ticks and warning signs are printed without a word."""
    built = build(load({"manuscript/01-a.md": "# One\n\n- [ ] no\n- [x] yes ✓ ⚠\n"}), ["pdf"])
    assert built.findings == ()
    assert "DejaVuSans" in fonts(built.artifacts[0].path)


def test_letters_that_fall_to_another_font_are_told_with_their_place(load: Load) -> None:
    """Nothing falls back silently."""
    (finding,) = build(load({"manuscript/01-a.md": ARMENIAN}), ["pdf"]).findings
    assert finding == Diagnostic(
        "font-borrowed",
        "these letters of the PDF are set in whatever font has them: գ ի ր",
        finding.span,
        ("a font in templates/pdf/fonts/ makes the PDF the same on every machine",),
        Severity.NOTE,
    )
    assert str(finding.span) == "manuscript/01-a.md:5:9"


def test_a_font_of_the_manuscript_is_taken(write: Write) -> None:
    """A file in templates/pdf/fonts/ is found by itself, and nothing has to be told."""
    root = write({"manuscript/01-a.md": ARMENIAN})
    folder = root / "templates" / "pdf" / "fonts"
    folder.mkdir(parents=True)
    shutil.copy(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf"), folder)
    built = build(load_project(root), ["pdf"])
    assert built.findings == ()
    assert "DejaVuSerif" in fonts(built.artifacts[0].path)


def test_the_text_face_can_be_chosen(load: Load) -> None:
    """`build: pdf: fonts` names families that stand before the usual ones."""
    metadata = "title: T\nauthors: [{name: A}]\nbuild: {pdf: {fonts: New Computer Modern}}\n"
    built = build(load({"manuscript/metadata.yaml": metadata}), ["pdf"])
    found = fonts(built.artifacts[0].path)
    assert not any(name.startswith("Libertinus") for name in found)


def test_letters_of_the_private_area_are_refused(load: Load) -> None:
    """They mean nothing outside one font, and PDF/A forbids them."""
    with pytest.raises(Faults) as stopped:
        build(load({"manuscript/01-a.md": "# One\n\nA \ue123 here.\n"}), ["pdf"])
    (fault,) = stopped.value.diagnostics
    assert fault.message == "letters of the private area mean nothing outside one font: U+E123"
    assert str(fault.span) == "manuscript/01-a.md:3:3"


@pytest.mark.parametrize(
    ("files", "place", "shown"),
    [
        ({"manuscript/01-a.md": "# One\n\nA \u0378 here.\n"}, "manuscript/01-a.md:3:3", "U+0378"),
        (
            {"manuscript/metadata.yaml": "title: The \u0379\nauthors: [{name: A}]\n"},
            "manuscript/metadata.yaml:1:12",
            "U+0379",
        ),
    ],
)
def test_letters_that_no_font_has_are_named_with_their_place(
    load: Load, files: dict[str, str | bytes], place: str, shown: str
) -> None:
    """The build stops; a PDF with empty boxes is none."""
    with pytest.raises(Faults) as stopped:
        build(load(files), ["pdf"])
    (fault,) = stopped.value.diagnostics
    assert (fault.code, str(fault.span)) == ("glyph-missing", place)
    assert fault.message == f"no font at hand has these letters of the PDF: {shown}"
    assert fault.hints == ("put a font that has them into templates/pdf/fonts/",)
