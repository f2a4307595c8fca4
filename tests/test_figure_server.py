"""The fork server: scripts as if each had a Python of its own, and nothing left of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo import figure_server, tools
from octavo.diagnostics import ToolError
from octavo.figures import Built, Failed, Figures, draw_figures
from octavo.project import load_project
from octavo.tools import starting_anew, stopping_all
from tests.conftest import METADATA, WAVE, Load, Write

pytestmark = pytest.mark.skipif(not figure_server.FORKS, reason="nothing forks here")

ROOT = Path(__file__).parents[1]
TELL = """
import json, os, pathlib
def tell(**what):
    pathlib.Path(os.environ["OCTAVO_OUTPUT"], "told.json").write_text(json.dumps(what))
"""
HANG = """
import os, pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
command = [sys.executable, "-c", "import time; time.sleep(600)"]
near, far = (subprocess.Popen(command, start_new_session=new) for new in (False, True))
pids = f"{os.getpid()} {os.getppid()} {near.pid} {far.pid}"
pathlib.Path("pids.new").write_text(pids)
os.rename("pids.new", "pids")
time.sleep(600)
"""


def told(figures: Figures, name: str) -> Any:
    """Return the values of a script that has no failure."""
    figure = figures.by_name[name]
    assert isinstance(figure.outcome, Built), figure.outcome
    return figure.values


def gone(pid: int) -> bool:
    """Tell whether a process is over, or soon is."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        try:
            if state.read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def started(root: Path) -> list[int]:
    """Return the script, the server and the script's children, once they run."""
    pids = root / "figures" / "pids"
    for _ in range(600):
        if pids.exists():
            return [int(pid) for pid in pids.read_text().split()]
        time.sleep(0.05)
    raise AssertionError("the script was not started")


def test_pictures_are_the_same_bytes_as_from_a_python_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article's figures, with their values, do not tell how they were drawn."""
    for name in ("figures", "manuscript", "bib"):
        shutil.copytree(ROOT / name, tmp_path / name)
    project = replace(load_project(tmp_path), store=None)
    drawn = []
    for forks in (True, False):
        monkeypatch.setattr(figure_server, "FORKS", forks)
        figures = draw_figures(project)
        files = {p.name: p.read_bytes() for p in (tmp_path / "build/figures").iterdir()}
        drawn.append((figures.by_name, files))
    assert len(drawn[0][1]) == 2 * len(project.scripts) + 1  # and the values
    assert drawn[0] == drawn[1]


def test_nothing_of_a_script_reaches_another(load: Load) -> None:
    """Neither settings nor modules, chance nor the environment are shared."""
    script = TELL + (
        "import random, sys, uuid, matplotlib, numpy\n"
        "from matplotlib import pyplot\n"
        "tell(width=matplotlib.rcParams['lines.linewidth'], known=hasattr(numpy, 'mine'),\n"
        "  env='MINE' in os.environ, open=pyplot.get_fignums(), argv=sys.argv,\n"
        "  salt=matplotlib.rcParams['svg.hashsalt'],\n"
        "  chance=[random.random(), numpy.random.random(), str(uuid.uuid4())])\n"
        "matplotlib.rcParams['lines.linewidth'] = 9\n"
        "numpy.mine = os.environ['MINE'] = '1'\n"
        "pyplot.figure(figsize=(1, 1))\n"
    )
    names = ["a", "b", "c", "d"]
    project = load({f"figures/{name}.py": script for name in names})
    figures = draw_figures(project)
    said = [told(figures, name) for name in names]
    assert {s["width"] for s in said} == {1.5}
    assert not any(s["known"] or s["env"] or s["open"] for s in said)
    assert [s["salt"] for s in said] == names
    assert [s["argv"] for s in said] == [[str(project.root.resolve() / p)] for p in project.scripts]
    assert len({one for s in said for one in s["chance"]}) == 3 * len(names)


def test_numpys_chance_is_made_anew_where_it_was_loaded_before(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state of its generator, which would be the server's, is not inherited."""
    script = TELL + "import numpy\ntell(x=numpy.random.random())\n"
    code = "LOADED = ('numpy.random', "
    package = Path(figure_server.__file__).parent
    source = (package / "figure_fork.py").read_text(encoding="utf-8")
    assert "LOADED = (" in source
    project = load({"figures/a.py": script, "figures/b.py": script})
    other = project.root / "figure_fork.py"
    other.write_text(source.replace("LOADED = (", code, 1), encoding="utf-8")

    def start(command: tuple[str, ...], **rest: Any) -> Any:
        return tools.start((command[0], str(other)), **rest)

    monkeypatch.setattr(figure_server, "start", start)
    figures = draw_figures(project)
    assert told(figures, "a") != told(figures, "b")


def test_a_script_is_its_own_session_in_its_own_place(load: Load) -> None:
    """Session, folder, input, import path and `__main__` are as if it were run by itself."""
    script = TELL + (
        "import sys\n"
        "fds = os.listdir('/proc/self/fd') if os.path.isdir('/proc/self/fd') else []\n"
        "tell(own=os.getsid(0) == os.getpid() == os.getpgid(0), cwd=os.getcwd(),\n"
        "  path=sys.path[0], read=sys.stdin.read(), name=__name__, file=__file__,\n"
        "  main=sys.modules['__main__'].__dict__ is globals(), fds=len(fds))\n"
    )
    project = load({"figures/a.py": script})
    said = told(draw_figures(project), "a")
    folder = str(project.root.resolve() / "figures")
    file = str(project.root.resolve() / "figures" / "a.py")
    assert said.pop("fds") <= 4
    place = {"cwd": folder, "path": folder, "file": file}
    assert said == {**place, "own": True, "read": "", "name": "__main__", "main": True}


def test_what_a_script_leaves_to_the_end_is_done(load: Load) -> None:
    """Threads are waited for, and what is registered for the end is called."""
    script = TELL + (
        "import atexit, threading, time\n"
        "folder = pathlib.Path(os.environ['OCTAVO_OUTPUT'])\n"
        "def late(name):\n"
        "    time.sleep(0.2)\n"
        "    (folder / f'{name}.json').write_text(json.dumps({name: 1}))\n"
        "threading.Thread(target=late, args=('thread',)).start()\n"
        "atexit.register(late, 'end')\n"
    )
    assert told(draw_figures(load({"figures/a.py": script})), "a") == {"thread": 1, "end": 1}


def test_a_module_of_the_folder_is_taken_though_python_has_one_of_its_name(load: Load) -> None:
    """What the server has loaded does not stand in for the author's module."""
    script = TELL + "import csv\ntell(mine=csv.MINE)\n"
    project = load({"figures/a.py": script, "figures/csv/__init__.py": "MINE = 1\n"})
    assert told(draw_figures(project), "a") == {"mine": 1}


def test_a_limit_of_years_is_one(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system waits for weeks at most at a time, which is nothing to the author."""
    metadata = METADATA + "build:\n  figures:\n    timeout: 1000000000\n"
    monkeypatch.setattr(figure_server, "run", lambda *_, **__: pytest.fail("run by itself"))
    project = load({"figures/a.py": WAVE, "manuscript/metadata.yaml": metadata})
    assert draw_figures(project).by_name["a"].graphics


def test_more_scripts_than_cores_run(load: Load) -> None:
    """All are answered, each with its own."""
    project = load({f"figures/n{n}.py": TELL + f"tell(n={n})\n" for n in range(9)})
    figures = draw_figures(project)
    assert [told(figures, f"n{n}") for n in range(9)] == [{"n": n} for n in range(9)]


def test_no_server_is_started_without_scripts(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs half a second, which is for those who draw."""
    monkeypatch.setattr(figure_server, "start", lambda *_, **__: pytest.fail("started"))
    assert draw_figures(load()).by_name == {}


def test_a_server_that_dies_costs_no_figure(load: Load) -> None:
    """Scripts that it ran are run again by themselves, and their first processes are killed."""
    kill = (
        "import os, pathlib, signal, time\n"
        "mark = pathlib.Path('mark')\n"
        "if not mark.exists():\n"
        "    mark.write_text(f'{os.getpid()} {os.getpid()} {os.getppid()}')\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n"
        "    time.sleep(600)\n"
    )
    project = load({"figures/a.py": kill + WAVE, "figures/b.py": WAVE, "figures/c.py": WAVE})
    figures = draw_figures(project)
    assert not list(figures.failed())
    pids = (project.root / "figures/mark").read_text().split()
    assert all(gone(int(pid)) for pid in pids)


def test_a_server_that_cannot_load_costs_no_figure(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every script then has a Python of its own."""
    broken = (sys.executable, "-c", "1 / 0")
    monkeypatch.setattr(figure_server, "start", lambda _, **rest: tools.start(broken, **rest))
    assert not list(draw_figures(load({"figures/a.py": WAVE})).failed())


def test_a_process_that_a_script_leaves_behind_is_killed(load: Load) -> None:
    """One that has left the script's group too."""
    script = TELL + (
        "import subprocess, sys\n"
        "nothing = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}\n"
        "command = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "tell(pids=[subprocess.Popen(command, start_new_session=new, **nothing).pid\n"
        "  for new in (False, True)])\n"
    )
    pids = told(draw_figures(load({"figures/a.py": script})), "a")["pids"]
    assert [gone(pid) for pid in pids] == [True, True]


@pytest.mark.parametrize("settings", [{}, {"figures/matplotlibrc": ""}])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_build(
    write: Write, number: signal.Signals, settings: dict[str, str]
) -> None:
    """Scripts, their children and the server end with the build, however it ends."""
    root = write({"figures/slow.py": HANG, **settings})
    command = [sys.executable, "-m", "octavo", "build", "-C", str(root)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        pids = started(root)
        begun = time.monotonic()
        process.send_signal(number)
        process.wait(timeout=60)
        assert time.monotonic() - begun < 5
    assert [gone(pid) for pid in pids] == [True] * 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's death")
def test_nothing_outlives_the_build_and_its_server(write: Write) -> None:
    """Where the server has no time to kill its scripts, the system does."""
    root = write({"figures/slow.py": HANG})
    command = [sys.executable, "-m", "octavo", "build", "-C", str(root)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        script, server, *children = started(root)
        process.send_signal(signal.SIGSTOP)
        os.kill(server, signal.SIGKILL)
        died = gone(script)
        process.kill()
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    assert died


def test_an_interruption_stops_the_scripts_at_once(load: Load) -> None:
    """`stopping_all` tells the server, which has killed everything before the block is left."""
    project = load({"figures/slow.py": HANG, "figures/other.py": HANG.replace("pids", "others")})
    stopped: list[Figures] = []
    pids: list[int] = []

    def interrupted() -> None:
        with starting_anew(), ThreadPoolExecutor(1) as aside, stopping_all():
            drawing = aside.submit(draw_figures, project)
            drawing.add_done_callback(lambda done: stopped.append(done.result()))
            pids.extend(started(project.root))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(list(stopped[0].failed())) == 2
    assert [gone(pid) for pid in pids] == [True] * 4


def test_a_time_out_spares_the_others(load: Load) -> None:
    """The one that hangs is killed with its children; its neighbour is drawn."""
    metadata = METADATA + "build:\n  figures:\n    timeout: 2\n"
    project = load(
        {"figures/slow.py": HANG, "figures/a.py": WAVE, "manuscript/metadata.yaml": metadata}
    )
    figures = draw_figures(project)
    assert [f.message for f in figures.failed()] == ["the script did not end within 2 seconds"]
    assert [gone(pid) for pid in started(project.root)] == [True] * 4
    assert figures.by_name["a"].graphics


def test_a_server_that_cannot_be_started_is_the_machines_failure(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Python there are no figures."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ToolError, match="cannot start /nowhere/python"):
        draw_figures(load({"figures/a.py": WAVE}))


def test_a_secret_is_not_in_the_server(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script could look at the environment that the process was started with."""
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    script = TELL + (
        "said = ''.join(str(pathlib.Path(f'/proc/{p}/environ').read_bytes())\n"
        "  for p in (os.getpid(), os.getppid()) if os.path.isdir('/proc'))\n"
        "tell(seen='canary' in said + str(os.environ))\n"
    )
    assert told(draw_figures(load({"figures/a.py": script})), "a") == {"seen": False}


def test_messages_that_are_no_text_come_through(load: Load) -> None:
    """What cannot be decoded is replaced, and the rest is there."""
    script = WAVE + "import sys\nsys.stderr.buffer.write(bytes(range(256)))\n1 / 0\n"
    outcome = draw_figures(load({"figures/a.py": script})).by_name["a"].outcome
    assert isinstance(outcome, Failed)
    assert "ABC" in outcome.log
    assert "\ufffd" in outcome.log
