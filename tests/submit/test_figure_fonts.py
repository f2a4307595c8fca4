"""The fonts of figures: which files count, and where they are looked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib
import pytest

from octavo.submit.figure_fonts import typeface_for

SHIPPED = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSerif.ttf")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a manuscript that keeps a font of its own, under another name."""
    folder = tmp_path / "templates/pdf/fonts"
    folder.mkdir(parents=True)
    shutil.copy(SHIPPED, folder / "Mine.TTF")
    return tmp_path


def test_a_font_of_the_manuscript_comes_first(own: Path) -> None:
    """It is known by the family that it says it is of, whatever its file is called."""
    found, told = typeface_for(("DejaVu Serif",), own)
    assert told == []
    assert found is not None
    assert found.files == (str(own / "templates/pdf/fonts/Mine.TTF"),)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x00\x00", b"OTTO and more"])
def test_what_is_no_font_is_passed_by(own: Path, data: bytes) -> None:
    """A damaged file beside a good one stops nothing, and PostScript outlines do not count."""
    (own / "templates/pdf/fonts/broken.ttf").write_bytes(data)
    found, _ = typeface_for(("DejaVu Serif",), own)
    assert found is not None
    assert [Path(name).name for name in found.files] == ["Mine.TTF"]


def test_a_family_that_is_nowhere_is_told(tmp_path: Path) -> None:
    """Where no font that is taken is at hand, the figures keep theirs, with a warning."""
    found, told = typeface_for(("Nowhere Sans",), tmp_path)
    assert found is None
    assert [one.code for one in told] == ["figure-font"]
