"""`octavo verify`: what is the same bytes everywhere, what is not, and what is said of it."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from octavo.cli import cli, run
from octavo.diagnostics import UsageError
from octavo.project import load_project
from octavo.verify import verifying
from octavo.verify.published import verify_against
from octavo.verify.surroundings import Pair, pair
from tests.conftest import WAVE, Files, Write
from tests.diff.conftest import git

FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")


def dot() -> bytes:
    """Return a picture of one point."""
    stream = io.BytesIO()
    Image.new("L", (1, 1)).save(stream, "png")
    return stream.getvalue()


METADATA = "title: Waves\nauthors: [{name: Ada Example}]\ndate: 2026-03-09\n"
TEXT = """\
# Introduction

Waves rise [@walt1987], as @fig:wave and {{ figures.wave.letters }} show.

![A wave.](wave){#fig:wave alt="A line"}

![A picture.](seen.png){#fig:seen alt="A dot"}

| sea | metres |
|:----|-------:|
| one | 1      |

: Sizes. {#tbl:sizes}
"""
SETS = WAVE + (
    "import json, os, pathlib\n"
    "values = {'letters': ' '.join({'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'})}\n"
    "pathlib.Path(os.environ['OCTAVO_OUTPUT'], 'values.json').write_text(json.dumps(values))\n"
)
"""A script that writes words in the order of a set, which is another in each Python."""

PROFILE = """\
name: Blind Waves
review: double-anonymous
files:
  - {part: anonymous, formats: [docx, pdf], name: article}
  - {part: title-page, formats: [docx]}
  - {part: figures}
figures: {formats: [tiff], widths: [84]}
unsourced: [review, files, figures]
"""
LETTER = """\
name: Letters on Waves
review: open
files: [{part: main, formats: [docx], name: article}]
limits: {words: 1}
unsourced: [review, files, limits]
"""
PAPER: Files = {
    "manuscript/metadata.yaml": METADATA,
    "manuscript/01-introduction.md": TEXT,
    "manuscript/seen.png": dot(),
    "figures/wave.py": SETS,
    "templates/journals/waves.yaml": PROFILE,
}


def octavo(root: Path, *words: str) -> Result:
    """Run the command line on a project."""
    return CliRunner().invoke(cli, [*words, "--project", str(root)])


def repository(root: Path) -> Path:
    """Make a folder a repository, with all of it committed."""
    (root / ".gitignore").write_text("build/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    return root


def test_all_of_a_manuscript_is_the_same_in_other_surroundings(write: Write) -> None:
    """Every format, the pictures and a submission with its manifest, though all else differs."""
    root = repository(write(PAPER))
    done = octavo(root, "verify", *FORMATS, "--journal", "waves", "--draft")
    assert done.exit_code == 0, done.output
    equal = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("equal ")]
    packed = ("article.docx", "article.pdf", "figure-1.tif", "manifest.json")
    names = [f"manuscript.{form}" for form in ("pdf", "docx", "html", "xml", "epub")]
    names += [f"submission/waves-draft/{name}" for name in packed]
    names += ["manuscript-latex.zip", "submission/waves-draft.zip", "figures/"]
    assert set(names) <= set(equal)
    for what in ("folder", "home", "locale", "time zone", "umask", "hash seed", "order of formats"):
        assert what in done.stdout
    tried = done.stdout.splitlines()[0].endswith(", user")  # root alone can be somebody else
    assert tried != ("not tried: user: " in done.stdout)


def test_scripts_that_give_something_else_each_time_are_named(write: Write) -> None:
    """What differs is said by picture and by value, and the line that is the likely cause."""
    text = (
        "![A](a){#fig:a alt=A} ![B](b){#fig:b alt=B}\n\n{{ figures.c.id }} {{ figures.d.home }}\n"
    )
    writes = "import json, os, pathlib\ndef tell(**v):\n    pathlib.Path("
    writes += "os.environ['OCTAVO_OUTPUT'], 'v.json').write_text(json.dumps(v))\n"
    root = write(
        {
            "manuscript/01-a.md": f"# One\n\n{text}",
            "figures/a.py": WAVE + "import numpy as np\naxes.plot(np.random.normal(size=9))\n",
            "figures/b.py": WAVE + "from _day import day\naxes.set_title(day())\n",
            "figures/_day.py": "import datetime as t\ndef day():\n    return str(t.date.today())\n",
            "figures/c.py": f"{writes}import uuid\ntell(id=str(uuid.uuid4()))\n",
            "figures/d.py": f"{writes}tell(home=os.path.expanduser('~'))\n",
            "figures/still.py": WAVE,
        }
    )
    done = octavo(root, "verify", "html")
    assert done.exit_code == 1
    said = done.stderr
    assert (
        "figures/a.py:7:11: error: the script gives something else each time: figures/a.svg" in said
    )
    assert "this takes random numbers without a seed" in said
    assert "hint: give a seed: call `numpy.random.seed(1)` first" in said
    assert (
        "figures/_day.py:3:16: error: the script gives something else each time: figures/b.svg"
        in said
    )
    assert "this reads the clock" in said
    assert "figures/c.py:5:13: error: the script gives something else each time: its values" in said
    assert "figures/d.py:1:1: error: the script gives something else each time: its values" in said
    assert "hint: the usual causes: " in said
    assert "still.py" not in said
    assert "different  manuscript.html: line " in done.stdout


def test_a_build_that_fails_elsewhere_alone_is_a_finding(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said with the last words of that build, here of surroundings with a bad variable."""

    def worse(base: Path, repository: str | None) -> Pair:
        two = pair(base, repository)
        env = {**two.elsewhere.env, "SOURCE_DATE_EPOCH": "noon"}
        return replace(two, elsewhere=replace(two.elsewhere, env=env))

    monkeypatch.setattr(verifying, "pair", worse)
    done = octavo(write(), "verify", "html")
    assert done.exit_code == 1
    assert "in other surroundings the build fails:\noctavo: SOURCE_DATE_EPOCH is" in done.stderr


def test_sources_that_do_not_build_end_as_their_build_does(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fault has its place, and the exit code is that of a build."""
    root = write({"manuscript/01-a.md": "# One\n\nAs @nobody1900 says.\n"})
    assert run(["verify", "html", "--project", str(root)]) == 1
    said = capsys.readouterr().err
    assert "the clean copy fails to build:\nmanuscript/01-a.md:3:5: error: " in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["odt"], "no format `odt`"),
        (["--against", ".", "pdf"], "--against takes what is to be made from the manifest"),
    ],
)
def test_words_that_make_no_sense_are_refused(
    write: Write, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    """They end with 2, and nothing is built."""
    assert run(["verify", *words, "--project", str(write())]) == 2
    assert says in capsys.readouterr().err


def published(root: Path, *words: str) -> Path:
    """Build with a manifest, and return a folder elsewhere with what was built."""
    done = octavo(root, "build", *words, "--manifest")
    assert done.exit_code == 0, done.output
    place = root.parent / f"{root.name}-published"
    shutil.copytree(root / "build", place, ignore=shutil.ignore_patterns(".store", "figures"))
    return place


def test_what_was_published_is_made_again(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are those of the manifest, and those of the sources, at the moment they bear."""
    root = repository(write())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    place = published(root, "html", "docx")
    facts = json.loads((place / "manifest.json").read_bytes())
    assert facts["formats"] == ["html", "docx"]
    assert facts["moment"] == "2023-11-14T22:13:20+00:00"
    page = (place / "manuscript.html").read_bytes()
    assert facts["files"][0] == {
        "name": "manuscript.html",
        "bytes": len(page),
        "sha256": hashlib.sha256(page).hexdigest(),
    }
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    done = octavo(root, "verify", "--against", str(place / "manifest.json"))
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "all 2 files are the same bytes")


def test_other_sources_and_other_tools_are_told(write: Write) -> None:
    """Where the bytes differ, so do the revision or the versions, and both are named."""
    root = repository(write())
    place = published(root, "html")
    facts = json.loads((place / "manifest.json").read_bytes())
    facts["made-with"]["typst"] = "0.0.1"
    (place / "manifest.json").write_text(json.dumps(facts))
    (root / "manuscript/01-introduction.md").write_text("# Introduction\n\nTexts.\n")
    git(root, "commit", "-q", "-a", "-m", "Second")
    done = octavo(root, "verify", "--against", str(place))
    assert done.exit_code == 1
    commit = facts["revision"]["commit"][:10]
    assert f"made of the revision {commit}; here is " in done.stdout
    assert "made with typst 0.0.1; here is " in done.stdout
    assert "different  manuscript.html: line " in done.stdout
    assert "`" in done.stdout.partition("manuscript.html: line ")[2]


def test_published_files_that_were_changed_are_found_at_once(write: Write) -> None:
    """One that is not what the manifest says, and one that is gone; nothing is built for it."""
    root = write()
    place = published(root, "html", "docx", "jats")
    shutil.rmtree(root / "build")
    (place / "manuscript.html").write_text("<p>Not ours.</p>")
    (place / "manuscript.docx").unlink()
    done = octavo(root, "verify", "--against", str(place))
    assert done.exit_code == 1
    assert "different  manuscript.html: its sha256 is " in done.stdout
    assert "different  manuscript.docx: is not there" in done.stdout
    assert "2 of 3 files are not the same bytes" in done.stderr
    assert not (root / "build").exists()


def test_a_submission_is_made_again(write: Write) -> None:
    """Its manifest says for whom, and whether it was a draft."""
    root = repository(write({"templates/journals/waves.yaml": LETTER}))
    assert octavo(root, "submit", "waves", "--draft").exit_code == 1
    folder = root / "build/submission/waves-draft"
    done = octavo(root, "verify", "--against", str(folder / "manifest.json"))
    assert done.exit_code == 0, done.output
    assert "equal      article.docx" in done.stdout


def test_what_was_sent_again_is_not_taken_for_a_submission(write: Write) -> None:
    """Its manifest does not tell which answers were packed: no other files are called different."""
    root = write()
    place = published(root, "html")
    facts = json.loads((place / "manifest.json").read_bytes())
    facts |= {"journal": {"profile": "waves"}, "revises": "0" * 40}
    (place / "manifest.json").write_text(json.dumps(facts))
    with pytest.raises(UsageError, match="what `octavo revise` packed is not made again"):
        verify_against(load_project(root), place)


def test_a_manifest_follows_the_revision_though_nothing_changed(write: Write) -> None:
    """What is listed is what is there, and of what revision is asked each time."""
    root = write()
    octavo(root, "build", "html", "--manifest")
    assert json.loads((root / "build/manifest.json").read_bytes())["revision"] is None
    repository(root)
    done = octavo(root, "build", "html", "--manifest")
    assert "nothing changed" in done.stdout
    revision = json.loads((root / "build/manifest.json").read_bytes())["revision"]
    head = subprocess.run(("git", "rev-parse", "HEAD"), cwd=root, capture_output=True, check=True)
    assert revision == {"commit": head.stdout.decode().strip(), "clean": True}
