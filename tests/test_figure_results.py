"""A figure script runs again when what it reads changed, and only then."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.figures import Built, Failed, Figure, Recalled, draw_figures
from octavo.preview.contents import Contents
from octavo.preview.drawings import Drawings
from octavo.project import load_project
from tests.conftest import METADATA, Write

SCRIPT = '''"""A plot of data."""
import json
import os
from pathlib import Path
from matplotlib import pyplot
import _style

text = Path("data/x.csv").read_text()
figure, axes = pyplot.subplots(figsize=(2, 1))
axes.plot([0, len(text)], label="Length", color=_style.COLOUR)
axes.legend()
Path(os.environ["OCTAVO_OUTPUT"], "values.json").write_text(json.dumps({"length": len(text)}))
'''
FILES = {
    "figures/plot.py": SCRIPT,
    "figures/_style.py": "COLOUR = 'red'\n",
    "figures/data/x.csv": "a\n1\n",
    "figures/data/unread.csv": "b\n",
}


def drawn(root: Path) -> Figure:
    """Return what the script gives now."""
    return draw_figures(load_project(root)).by_name["plot"]


@pytest.fixture
def root(write: Write) -> Path:
    """Return a manuscript whose script has run once."""
    root = write(dict(FILES))
    age(root)
    assert drawn(root).outcome == Built("made for the first time")
    return root


def age(root: Path) -> None:
    """Let all files be older than a build that begins now."""
    moment = time.time_ns() - 5_000_000_000
    for path in root.rglob("*"):
        os.utime(path, ns=(moment, moment))


def test_what_a_script_gave_is_recalled(root: Path) -> None:
    """Pictures, values, description and facts are the same, and the script does not run."""
    store = load_project(root).store
    first = (root / "build/figures/plot.svg").read_bytes()
    (root / "build/figures/plot.svg").unlink()
    (root / "build/figures/plot.png").write_bytes(b"another")
    again = drawn(root)
    assert again.outcome == Recalled()
    assert (root / "build/figures/plot.svg").read_bytes() == first
    assert (root / "build/figures/plot.png").read_bytes().startswith(b"\x89PNG")
    assert again.values == {"length": 4}
    assert again.description == "A plot of data."
    assert [series.label for series in again.drawn[0].series] == ["Length"]
    assert store is not None


def _edit(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).write_text(text)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_edit("figures/data/x.csv", "a\n22\n"), "figures/data/x.csv changed"),
        (_edit("figures/_style.py", "COLOUR = 'blue'\n"), "figures/_style.py changed"),
        (_edit("figures/plot.py", SCRIPT + "\n"), "figures/plot.py changed"),
        (
            _edit("manuscript/metadata.yaml", METADATA + "build: {figures: {dpi: 100}}\n"),
            "build: figures: dpi changed",
        ),
    ],
)
def test_a_script_runs_again_when_something_changed(
    root: Path, change: Callable[[Path], None], reason: str
) -> None:
    """Data, helpers, settings and the script itself: the reason says which."""
    change(root)
    age(root)
    assert drawn(root).outcome == Built(reason)
    assert drawn(root).outcome == Recalled()


ASKS = """import os
try: import _own
except ImportError: pass
os.path.exists("data/new.csv")
"""


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("_own.py", "figures/_own.py changed"),
        ("_own/__init__.py", "figures/_own/__init__.py changed"),
        ("_style/__init__.py", "figures/_style/__init__.py changed"),
        ("data/new.csv", "figures/data/new.csv changed"),
        ("csv.py", "what is beside the script changed"),
        ("PIL/__init__.py", "what is beside the script changed"),
        ("matplotlibrc", "what is beside the script changed"),
    ],
)
def test_a_script_runs_again_when_what_it_missed_is_there(
    write: Write, new: str, reason: str
) -> None:
    """A module that was wanting or is hidden now, a file that was asked for, settings."""
    root = write(FILES | {"figures/plot.py": ASKS + SCRIPT})
    age(root)
    drawn(root)
    assert drawn(root).outcome == Recalled()
    (root / "figures" / new).parent.mkdir(exist_ok=True)
    (root / "figures" / new).write_text("COLOUR = 'red'" if new.endswith(".py") else "")
    outcome = drawn(root).outcome
    assert outcome == Built(reason) or isinstance(outcome, Failed)


def test_a_preview_draws_again_when_settings_are_there(root: Path) -> None:
    """What changes how every script runs counts for figures that are kept in memory too."""
    drawings, told = Drawings(Contents()), list[str]()
    for _ in range(2):
        drawings.draw(load_project(root), told.append)
    assert told == ["plot"]
    (root / "figures/matplotlibrc").write_text("lines.linewidth: 7\n")
    drawings.draw(load_project(root), told.append)
    assert told == ["plot", "plot"]


def test_another_script_does_not_matter(root: Path) -> None:
    """A new figure is no reason to draw the others again."""
    (root / "figures/another.py").write_text(SCRIPT)
    assert drawn(root).outcome == Recalled()


def test_what_a_script_does_not_read_does_not_matter(root: Path) -> None:
    """Other data may change."""
    _edit("figures/data/unread.csv", "c\n")(root)
    assert drawn(root).outcome == Recalled()


def test_an_earlier_state_is_recalled_too(root: Path) -> None:
    """Going back to an earlier branch costs nothing."""
    for text in ("a\n22\n", "a\n1\n"):
        _edit("figures/data/x.csv", text)(root)
        age(root)
        figure = drawn(root)
    assert figure.outcome == Recalled()
    assert figure.values == {"length": 4}


def test_a_failure_is_not_kept(root: Path) -> None:
    """A script that failed runs again."""
    _edit("figures/plot.py", SCRIPT + "raise SystemExit(2)\n")(root)
    age(root)
    for _ in range(2):
        assert isinstance(drawn(root).outcome, Failed)


@pytest.mark.parametrize(("line", "kept"), [("", False), ("# reads: data/x.csv\n", True)])
def test_a_script_that_starts_programs_runs_each_time(write: Write, line: str, kept: bool) -> None:
    """What a program reads is not seen, unless the script says it."""
    script = f"{SCRIPT}{line}import subprocess\nsubprocess.run(['true'], check=True)\n"
    root = write(FILES | {"figures/plot.py": script})
    age(root)
    drawn(root)
    assert isinstance(drawn(root).outcome, Recalled) is kept


def test_a_file_that_changes_while_the_script_runs_is_not_trusted(write: Write) -> None:
    """It may have been read before the change or after it."""
    script = f"{SCRIPT}Path('data/x.csv').write_text(text + '1')\n"
    root = write(FILES | {"figures/plot.py": script})
    age(root)
    assert drawn(root).values == {"length": 4}
    assert drawn(root).values == {"length": 5}


def test_a_damaged_result_is_made_again(root: Path) -> None:
    """Nothing in the store is believed that is not whole."""
    for path in (root / "build/.store/figure").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7])
    assert drawn(root).outcome == Built("its result was not kept")
