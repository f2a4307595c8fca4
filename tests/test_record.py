"""Where nothing changed nothing is built; whatever changed is seen."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo import record
from octavo.cli import run
from octavo.record import PLACE, Snapshot, unchanged
from octavo.store import digest_of
from tests.conftest import METADATA, WAVE, Write

TEXT = "# One\n\nAs @rose1998 shows.\n\n![A wave.](wave){#fig:wave}\n\nSee @fig:wave.\n"
FILES = {"manuscript/01-a.md": TEXT, "figures/wave.py": WAVE, "figures/data/x.csv": "a\n1\n"}


def build(root: Path, *formats: str) -> int:
    """Build as the command does, and return its exit code."""
    return run(["build", "--project", str(root), *(formats or ("html",))])


@pytest.fixture
def built(write: Write, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a manuscript that has just been built."""
    root = write(dict(FILES))
    assert build(root) == 0
    assert "built in" in capsys.readouterr().out
    return root


def test_where_nothing_changed_nothing_is_built(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files stay as they are, and are named all the same."""
    before = _kept(built / "build/manuscript.html")
    assert build(built) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "nothing changed"
    assert told.out.startswith("build/manuscript.html")
    assert told.err == ""
    assert _kept(built / "build/manuscript.html") == before


def _kept(path: Path) -> tuple[int, int, int, int]:
    """Return what writing a file anew changes; reading it may change the time of access."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _edit(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).write_text(text)

    return change


def _in_the_same_moment(root: Path) -> None:
    """Change a section, its size and time as they were."""
    path = root / "manuscript/01-a.md"
    status = path.stat()
    path.write_text(TEXT.replace("shows", "knows"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("name", ["templates", "figures/more", "manuscript/02-b.md"])
def test_a_link_out_of_the_project_is_seen_and_not_followed(built: Path, name: str) -> None:
    """It is refused by the next build, which reads nothing of the machine to know."""
    (built / name).symlink_to("/")
    assert build(built) == 2


def test_a_change_behind_a_link_within_the_project_is_seen(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Data may lie in another folder of the project."""
    (built / "data").mkdir()
    (built / "data" / "t.csv").write_text("a,b\n1,2\n")
    (built / "figures" / "more").symlink_to("../data")
    (built / "figures" / "loop").symlink_to(".")
    assert build(built) == 0
    assert build(built) == 0
    assert "nothing changed" in capsys.readouterr().out
    (built / "data" / "t.csv").write_text("a,b\n1,3\n")
    assert build(built) == 0
    assert "nothing changed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        _edit("manuscript/01-a.md", TEXT + "More.\n"),
        _edit("manuscript/02-b.md", "# Two\n"),
        _edit("manuscript/metadata.yaml", METADATA + "subtitle: S\n"),
        _edit("figures/data/x.csv", "a\n2\n"),
        _edit("figures/wave.py", WAVE + "axes.set_title('T')\n"),
        _edit("templates/html/article.css", "p { color: red }\n"),
        _edit("build/manuscript.html", "not what was built"),
        lambda root: (root / "build/manuscript.html").unlink(),
        lambda root: (root / PLACE).write_text("{"),
        lambda root: (root / PLACE).write_text("[1]"),
        _in_the_same_moment,
    ],
)
def test_whatever_changed_is_seen(
    built: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None]
) -> None:
    """A changed, new or damaged file leads to a build, and that one to none."""
    (built / "templates/html").mkdir(parents=True)
    change(built)
    assert build(built) == 0
    assert "built in" in capsys.readouterr().out
    assert "<html" in (built / "build/manuscript.html").read_text()
    build(built)
    assert "nothing changed" in capsys.readouterr().out


def test_a_change_is_seen_whose_time_was_moved_back(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Archives and copies bring times along: another file of the same size may bear the same."""
    root = write(dict(FILES))
    path = root / "manuscript/01-a.md"
    os.utime(path, (1_000_000_000, 1_000_000_000))
    build(root)
    path.write_text(TEXT.replace("shows", "knows"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    capsys.readouterr()
    build(root)
    assert "built in" in capsys.readouterr().out
    assert "knows" in (root / "build/manuscript.html").read_text()


def test_a_change_elsewhere_during_the_build_is_seen_by_the_next(built: Path) -> None:
    """What is read outside the manuscript's folders may have been read before it changed."""
    picture = built / "picture.svg"
    picture.write_text("<svg/>")
    snapshot = Snapshot(built)
    html = built / "build/manuscript.html"
    written = {html: digest_of(html.read_bytes())}
    os.utime(picture, (1_000_000_000, 1_000_000_000))
    time.sleep(0.1)
    later = Snapshot(built)
    later.remember(("html",), [picture], written)
    assert unchanged(built, ("html",)) == (html,)
    snapshot.remember(("html",), [picture], written)
    assert unchanged(built, ("html",)) == ()


def test_surroundings_are_seen(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other formats or another date make other files."""
    build(built, "html", "docx")
    assert "built in" in capsys.readouterr().out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    build(built, "html", "docx")
    assert "built in" in capsys.readouterr().out


def test_other_shipped_templates_are_seen(
    built: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer state of a clone may have no newer version, and other templates."""
    assert unchanged(built, ("html",))
    monkeypatch.setattr(record, "shipped_templates", lambda: tmp_path_factory.mktemp("templates"))
    record._shipped.cache_clear()
    assert not unchanged(built, ("html",))
    record._shipped.cache_clear()


def test_what_a_build_says_is_said_again(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that has something to say is not passed over."""
    root = write({"manuscript/01-a.md": "In Chinese: 伊拉克.\n"})
    for _ in range(2):
        build(root, "pdf")
        assert "font-borrowed" in capsys.readouterr().err


def test_a_change_during_the_build_is_seen_by_the_next(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The record says what was read, not what stands there when it is written."""
    script = WAVE + "import pathlib\np = pathlib.Path('../manuscript/01-a.md')\n"
    script += "p.write_text(p.read_text().replace('shows', 'knows'))\n"
    root = write(FILES | {"figures/wave.py": script})
    build(root)
    capsys.readouterr()
    build(root)
    assert "built in" in capsys.readouterr().out
    assert "knows" in (root / "build/manuscript.html").read_text()


def test_the_reason_for_a_build_is_told(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--why` names what changed, and why each figure was drawn, or not."""
    (built / "manuscript/01-a.md").write_text(TEXT + "More.\n")
    assert run(["build", "html", "--why", "--project", str(built)]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("why: ")]
    assert told == [
        "why: manuscript/01-a.md changed",
        "why: figure wave: nothing that it reads changed",
    ]


def test_a_damaged_result_is_told(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not believed is made again, and a note says so."""
    for path in (built / "build/.store/pandoc").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    (built / "build/manuscript.html").unlink()
    assert build(built) == 0
    told = capsys.readouterr().err
    assert "note: a result that was kept is damaged, and was made again: pandoc/" in told


def test_a_supplement_that_is_no_more_goes(write: Write) -> None:
    """The next build leaves no file of it, and what was not asked for alone."""
    root = write(FILES | {"manuscript/supplement/01-s.md": "# More\n"})
    build(root, "html", "latex")
    (root / "manuscript/supplement/01-s.md").unlink()
    build(root, "html")
    assert not (root / "build/supplement.html").exists()
    assert (root / "build/supplement-latex.zip").exists()


def test_the_store_keeps_its_limit(write: Write) -> None:
    """A store that may hold nothing holds nothing when the build has ended."""
    root = write(FILES | {"manuscript/metadata.yaml": METADATA + "build: {store: {limit: 0}}\n"})
    assert build(root) == 0
    kept = [path for path in (root / "build/.store").glob("*/*/*") if path.is_file()]
    assert kept == []


def test_clean_takes_away_what_was_built_and_nothing_else(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outputs, figures and the store go; what an author put there stays."""
    (built / "build/notes.txt").write_text("mine")
    (built / "build/manuscript.pdf").symlink_to(built / "manuscript/01-a.md")
    assert run(["clean", "--project", str(built)]) == 0
    assert [path.name for path in (built / "build").iterdir()] == ["notes.txt"]
    assert (built / "manuscript/01-a.md").is_file()
    assert "build/.store is gone" in capsys.readouterr().err


def test_clean_takes_away_no_folder_that_a_link_leads_to(write: Write) -> None:
    """Figures that are kept elsewhere stay there, and so does the link."""
    root = write({"elsewhere/wave.svg": "<svg/>", "build/manuscript.html": "<p>"})
    (root / "build/figures").symlink_to(root / "elsewhere")
    assert run(["clean", "--project", str(root)]) == 0
    assert (root / "build/figures/wave.svg").is_file()
    assert not (root / "build/manuscript.html").exists()


def test_clean_tells_what_it_cannot_take_away(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that the system protects ends it with 3, and with its name."""

    def refuse(path: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", str(path))

    root = write({"build/manuscript.html": "<p>"})
    monkeypatch.setattr(Path, "unlink", refuse)
    assert run(["clean", "--project", str(root)]) == 3
    said = f"cannot take away {root}/build/manuscript.html: Operation not permitted"
    assert said in capsys.readouterr().err
