"""What a figure script reads: seen by Python, or declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo import figure_server
from octavo.figure_reads import declared, existing
from octavo.figures import Figure, Figures, draw_figures
from octavo.project import load_project
from tests.conftest import METADATA, WAVE, Load


def draw(load: Load, script: str, **more: str | bytes) -> Figure:
    """Return what comes of a script beside `a.csv` and `_style.py`, and of other files."""
    files: dict[str, str | bytes] = {
        "figures/wave.py": script + "\n" + WAVE,
        "figures/_style.py": "from _deeper import x\n",
        "figures/_deeper.py": "x = 1\n",
        "figures/data/a.csv": "1",
        "figures/data/b.csv": "2",
        **more,
    }
    return draw_figures(load(files)).by_name["wave"]


def names(figure: Figure, root: Path) -> list[str]:
    """Return what was read, relative to the project."""
    assert list(figure.reads) == sorted(figure.reads)
    return [path.relative_to(root.resolve()).as_posix() for path in figure.reads]


READ = {
    "nothing": ("", []),
    "open": ("open('data/a.csv').close()", ["data/a.csv"]),
    "numpy": ("import numpy; numpy.loadtxt('data/b.csv')", ["data/b.csv"]),
    "pathlib": (
        "import pathlib; pathlib.Path('..', 'figures', 'data', 'a.csv').read_text()",
        ["data/a.csv"],
    ),
    "chdir": ("import os; os.chdir('data'); open(b'a.csv', 'rb').close()", ["data/a.csv"]),
    "import": (
        "import _style",
        ["_deeper.py", "_style.py", "_deeper/__init__.py", "_style/__init__.py"],
    ),
    "import-not-there": (
        "try: import _none\nexcept ImportError: pass",
        ["_none.py", "_none/__init__.py"],
    ),
    "asked-for": ("import os; os.path.exists('data/a.csv')", ["data/a.csv"]),
    "asked-for-not-there": ("import pathlib; pathlib.Path('data/n').exists()", ["data/n"]),
    "asked-for-then-made": (
        "import os; os.path.exists('data/m') or open('data/m', 'w').close()",
        [],
    ),
    "copied": (
        "import os, shutil; shutil.copy2('data/a.csv', os.environ['OCTAVO_OUTPUT'] + '/t')",
        ["data/a.csv"],
    ),
    "glob": ("import glob; glob.glob('data/*.csv')", ["data"]),
    "listdir": ("import os; os.listdir('data')", ["data"]),
    "sqlite": ("import sqlite3; sqlite3.connect('data/x.db').close()", ["data/x.db"]),
    "sqlite-uri": (
        "import sqlite3; sqlite3.connect('file:data/x.db?mode=ro', uri=True).close()",
        ["data/x.db"],
    ),
    "declared": ("# reads: data/a.csv, data/b.csv", ["data/a.csv", "data/b.csv"]),
    "pattern": ("# reads: data/*.csv", ["data", "data/a.csv", "data/b.csv"]),
    "declared-not-there": ("# reads: data/none.csv", ["data"]),
    "written-then-read": ("open('o.txt', 'w').close(); open('o.txt').close()", []),
    "appended": ("open('data/a.csv', 'a').close()", []),
    "updated": ("open('data/a.csv', 'r+').close()", ["data/a.csv"]),
    "not-there": ("try: open('data/none.csv')\nexcept OSError: pass", ["data"]),
    "odd": ("try: open('\\0')\nexcept ValueError: pass\nopen(0, closefd=False)", []),
    "output": ("import os; open(os.environ['OCTAVO_OUTPUT'] + '/t', 'w+').read()", []),
}
UNSEEN = {
    "program": ("import os, sys; os.spawnl(os.P_WAIT, '/bin/true', 'true')", "os.fork"),
    "subprocess": ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
    "system": ("import os; os.system('true')", "os.system"),
    "fork": ("import os\nif os.fork() == 0: os._exit(0)\nos.wait()", "os.fork"),
    "socket": ("import socket; socket.socket().close()", "socket.__new__"),
    "multiprocessing": (
        "import multiprocessing as m\nif __name__ == '__main__':\n"
        "    p = m.get_context('spawn').Process(); p.start(); p.join()",
        "multiprocessing",
    ),
}


@pytest.fixture(scope="module")
def all_drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Figures]:
    """Draw every script of the tables in one project, which is quicker than one by one."""
    root = tmp_path_factory.mktemp("reads")
    files = {
        **{f"figures/of-{name}.py": f"{script}\n{WAVE}" for name, (script, _) in READ.items()},
        **{f"figures/of-{name}.py": f"{script}\n{WAVE}" for name, (script, _) in UNSEEN.items()},
        "figures/_style.py": "from _deeper import x\n",
        "figures/_deeper.py": "x = 1\n",
        "figures/data/a.csv": "1",
        "figures/data/b.csv": "2",
        "figures/data/x.db": "",
        "manuscript/metadata.yaml": METADATA,
        "manuscript/01-text.md": "Text.\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root, draw_figures(load_project(root))


@pytest.mark.parametrize("name", READ)
def test_what_is_read_is_known(all_drawn: tuple[Path, Figures], name: str) -> None:
    """Files, modules, folders whose names are asked for, databases, and what is declared."""
    root, figures = all_drawn
    figure = figures.by_name[f"of-{name}"]
    assert figure.graphics, figure.outcome
    expected = {f"figures/of-{name}.py", *(f"figures/{read}" for read in READ[name][1])}
    assert names(figure, root) == sorted(expected, key=Path)
    assert figure.unseen == ()


@pytest.mark.parametrize("name", UNSEEN)
def test_what_hides_reading_is_told(all_drawn: tuple[Path, Figures], name: str) -> None:
    """Another process, or the network, may have read what no hook sees."""
    figure = all_drawn[1].by_name[f"of-{name}"]
    assert figure.graphics, figure.outcome
    assert UNSEEN[name][1] in figure.unseen


def test_a_failed_script_tells_what_it_read(load: Load, tmp_path: Path) -> None:
    """What it read may be why it failed."""
    figure = draw(load, "open('data/a.csv').close(); 1 / 0")
    assert names(figure, tmp_path) == ["figures/data/a.csv", "figures/wave.py"]


def test_a_compiled_module_stands_for_its_source(load: Load, tmp_path: Path) -> None:
    """Where a script's module was compiled before, its source is what counts."""
    import py_compile

    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/_deeper.py").write_text("x = 1\n")
    py_compile.compile(str(tmp_path / "figures/_deeper.py"))
    assert "figures/_deeper.py" in names(draw(load, "import _deeper"), tmp_path)


def test_a_link_is_known_by_both_its_names(load: Load, tmp_path: Path) -> None:
    """That it leads elsewhere is a change, and so is another content of what it leads to."""
    load({"figures/data/a.csv": "1"})
    (tmp_path / "figures/data/newest").symlink_to("a.csv")
    read = names(draw(load, "open('data/newest').close()"), tmp_path)
    assert read == ["figures/data/a.csv", "figures/data/newest", "figures/wave.py"]


def test_settings_beside_the_script_count(load: Load, tmp_path: Path) -> None:
    """A `matplotlibrc` is read where matplotlib is started, which is the script's folder."""
    settings = {"figures/matplotlibrc": "lines.linewidth: 7\n"}
    script = "import matplotlib\nassert matplotlib.rcParams['lines.linewidth'] == 7\n"
    figure = draw(load, script, **settings)
    assert names(figure, tmp_path) == ["figures/matplotlibrc", "figures/wave.py"]
    assert figure.graphics


def test_both_ways_tell_the_same(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in a Python of its own, which loads matplotlib before its eyes, tells no more."""
    forked = draw(load, "import _style")
    monkeypatch.setattr(figure_server, "FORKS", False)
    alone = draw(load, "import _style")
    assert (alone.reads, alone.unseen) == (forked.reads, forked.unseen)


def test_patterns_name_files_and_folders(tmp_path: Path) -> None:
    """A file that comes to a folder that is looked into is seen by the folder's names."""
    for name in ("one/a.csv", "one/deep/b.csv", "two/c.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = declared("x = 1\n# reads: **/*.csv\n#reads: no\n", tmp_path)
    paths = [p.relative_to(tmp_path.resolve()) for p in existing(found, tmp_path.resolve())]
    assert [str(p) for p in paths] == [
        *(".", "one", "one/a.csv", "one/deep", "one/deep/b.csv", "two", "two/c.csv")
    ]
