"""`octavo init`: what a new manuscript is, and that it can be built at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from octavo.bringing.layout import SHARED, starter
from octavo.cli import run

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a new manuscript, once for the tests that read it."""
    folder = tmp_path_factory.mktemp("init") / "paper"
    assert run(["init", str(folder)]) == 0
    return folder


def test_a_new_manuscript_has_the_layout_of_this_repository(begun: Path) -> None:
    """The folders that people see are those of the reference article."""
    for name in ("manuscript/metadata.yaml", "bib/references.bib", "build.py", "README.md"):
        assert (begun / name).is_file()
        assert (ROOT / name).is_file()
    assert [path.name for path in sorted((begun / "manuscript").glob("*.md"))] == [
        *("01-introduction.md", "02-methods.md", "03-results.md")
    ]
    for path in SHARED:
        assert (begun / path).read_bytes() == (ROOT / path).read_bytes()


def test_a_new_manuscript_builds_and_has_no_findings(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The starter is an example of how things are done."""
    assert run(["build", "-C", str(begun)]) == 0
    assert {p.suffix for p in (begun / "build").glob("manuscript.*")} == {".pdf", ".docx", ".html"}
    assert run(["check", "-C", str(begun)]) == 0, capsys.readouterr().out


def test_its_figure_reads_what_a_spreadsheet_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mark before the first name is no part of it; semicolons are told, with the figure."""
    begun = tmp_path / "paper"
    assert run(["init", str(begun)]) == 0
    data = begun / "figures/data/growth.csv"
    data.write_text("year,number\n2019,40\n2024,64\n", encoding="utf-8-sig", newline="\r\n")
    assert run(["build", "html", "-C", str(begun)]) == 0
    data.write_text("year;number\n2019;40\n", encoding="utf-8-sig")
    capsys.readouterr()
    assert run(["build", "html", "-C", str(begun)]) == 3
    told = capsys.readouterr().err
    assert "ValueError: no column 'year': the table has 'year;number'" in told
    assert "hint: the figure is that of `figures/growth.py`" in told
    assert "done: growth" not in told


def test_an_octavo_that_only_this_machine_has_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it was installed from a folder, neither a co-author nor a service could install it."""
    assert run(["init", str(tmp_path / "paper")]) == 0
    local = "file:" in (tmp_path / "paper/requirements.txt").read_text(encoding="utf-8")
    told = "requirements.txt names a folder of this machine" in capsys.readouterr().out
    assert told == local


def test_its_build_script_is_the_command(begun: Path) -> None:
    """`python build.py html` builds, with the Octavo of this Python."""
    code = (
        f"import sys, runpy; sys.path[:0] = [{str(ROOT / 'src')!r}]\n"
        "sys.argv = ['build.py', 'html']\nrunpy.run_path('build.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=begun, capture_output=True, text=True)
    assert (done.returncode, done.stdout[:9]) == (0, "build/man"), done.stderr


def test_nothing_is_written_over_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that holds something, and a file, stay as they are."""
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("paper", "file"):
        assert run(["init", str(tmp_path / name)]) == 2
        assert "octavo: " in capsys.readouterr().err
    assert {path.name for path in tmp_path.rglob("*")} == {"paper", "file", "notes.txt"}


def test_an_empty_folder_is_filled_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`octavo init .` fills the folder that the terminal is in."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", "."]) == 0
    assert Path("manuscript/metadata.yaml").is_file()
    assert sorted(path.as_posix() for path in starter()) == sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    )


def test_a_manuscript_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file in the place of a folder above it is named, and the exit is that of the machine."""
    (tmp_path / "file").write_text("mine")
    assert run(["init", str(tmp_path / "file" / "paper")]) == 3
    assert "is a file" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
