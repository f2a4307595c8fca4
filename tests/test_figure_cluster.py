"""Figure scripts on a Dask cluster: what they give, how they fail, and what becomes of workers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import octavo
from octavo import figure_cluster, figure_parcel, figure_server
from octavo.cli import run
from octavo.diagnostics import ToolError, UsageError
from octavo.executors import drawing_on
from octavo.figure_cluster import FigureCluster
from octavo.figure_medium import Medium
from octavo.figures import Built, Failed, Figures, Recalled, draw_figures
from octavo.project import Project, load_project
from octavo.tools import starting_anew, stopping_all
from tests.conftest import METADATA, WAVE, Load, Write
from tests.test_figure_server import gone

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(not figure_server.FORKS, reason="nothing forks here")

ROOT = Path(__file__).parents[1]
MARK = """
import os, pathlib, signal, time
def above(pid):
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
def mark(folder):
    worker = above(os.getppid())
    new = pathlib.Path(folder, f"new{os.getpid()}")
    new.write_text(f"{os.getpid()} {os.getppid()} {worker}")
    new.rename(new.with_name(str(os.getpid())))
    return worker
"""


class Dask:
    """A scheduler with workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        for _ in range(600):
            if file.exists() and file.read_text():
                break
            time.sleep(0.05)
        self.scheduler = str(json.loads(file.read_text())["address"])
        self.address = self.scheduler.replace("tcp://", "dask://")

    def start(self, *words: str, path: str = "") -> subprocess.Popen[bytes]:
        """Start a part of the cluster."""
        source = str(Path(octavo.__file__).parents[1])
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, source)))}
        with Path(self.folder, "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--no-dashboard"],
                cwd=self.folder,
                env=env,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def work(self, count: int = 1, *, path: str = "") -> Dask:
        """Start workers with one thread each, and wait until they are there."""
        from distributed import Client

        with Client(self.scheduler, set_as_default=False) as client:
            there = len(client.nthreads())
            for _ in range(count):
                where = ("--local-directory", str(self.folder), "--host", "127.0.0.1")
                words = ("worker", self.scheduler, "--no-nanny", "--nthreads", "1", *where)
                self.start(*words, path=path)
            client.wait_for_workers(there + count, timeout=60)
        return self

    def end(self) -> None:
        """Leave nothing of it."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """Return a cluster of two workers that nobody kills."""
    dask = Dask(tmp_path_factory.mktemp("dask"))
    try:
        yield dask.work(2)
    finally:
        dask.end()


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """Return a cluster of this test alone, without workers."""
    dask = Dask(tmp_path_factory.mktemp("dask"))
    try:
        yield dask
    finally:
        dask.end()


@pytest.fixture
def marks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that scripts write their processes to."""
    return tmp_path_factory.mktemp("marks")


def drawn(project: Project, dask: Dask) -> Figures:
    """Return what the scripts give on a cluster."""
    return draw_figures(project, runner=partial(FigureCluster, dask.address))


def begun(folder: Path, count: int = 1) -> list[list[int]]:
    """Return scripts with their servers and workers, in their order, once so many have begun."""
    for _ in range(1200):
        paths = [path for path in folder.iterdir() if path.name.isdigit()]
        if len(paths) >= count:
            paths.sort(key=lambda path: path.stat().st_mtime_ns)
            return [[int(pid) for pid in path.read_text().split()] for path in paths]
        time.sleep(0.05)
    raise AssertionError("the script was not started")


def test_pictures_are_the_same_bytes_as_from_here(tmp_path: Path, cluster: Dask) -> None:
    """The article's figures, with their values and what they read, do not tell where."""
    results = []
    for number, draw in enumerate((draw_figures, drawing_on(cluster.address))):
        root = tmp_path / str(number) / "article"
        for name in ("figures", "manuscript", "bib"):
            shutil.copytree(ROOT / name, root / name)
        project = load_project(root)
        figures = draw(replace(project, scripts=project.scripts[:4]), lambda _: None)
        text = repr(figures).replace(str(root), "ROOT")
        results.append((text, {p.name: p.read_bytes() for p in (root / "build/figures").iterdir()}))
        assert figures.notes == ()
        assert not list(figures.failed())
    assert len(results[0][1]) > 4
    assert results[0] == results[1]


FAILURES = {
    "raises": "import _helper\n_helper.fail()\n",
    "exits": "import sys\nprint('last words', file=sys.stderr)\nsys.exit(3)\n",
    "syntax": "a = (\n",
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    "slow": "import time\ntime.sleep(60)\n",
    "large": "a = bytearray(10**9)\n",
    "values": "import os, pathlib\npathlib.Path(os.environ['OCTAVO_OUTPUT'], 'a.json')"
    ".write_text('{')\n",
    "place": "raise ValueError(__file__)\n",
    "missing": "import nowhere_to_be_found\n",
}


def test_failures_are_the_same_as_here(load: Load, cluster: Dask) -> None:
    """Messages, places and last words name this machine's files."""
    metadata = METADATA + "build: {figures: {timeout: 4, memory: 500}}\n"
    files: dict[str, Any] = {f"figures/{name}.py": code for name, code in FAILURES.items()}
    helper = {"figures/_helper.py": "def fail():\n    raise RuntimeError('no')\n"}
    project = load({**files, **helper, "manuscript/metadata.yaml": metadata})
    here, there = draw_figures(project), drawn(project, cluster)
    for name in FAILURES:
        assert isinstance(here.by_name[name].outcome, Failed)
        assert there.by_name[name].outcome == here.by_name[name].outcome, name
        assert there.by_name[name].reads == here.by_name[name].reads, name


def age(root: Path) -> None:
    """Let all files be older than a build that begins now."""
    for path in root.rglob("*"):
        os.utime(path, (time.time() - 60, time.time() - 60))


def test_what_was_drawn_there_is_recalled_here(
    load: Load, cluster: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results have the same keys; where all are recalled no cluster is asked."""
    script = WAVE + "from pathlib import Path\naxes.set_title(Path('data/a.csv').read_text())\n"
    project = load({"figures/wave.py": script, "figures/data/a.csv": "A"})
    age(project.root)
    assert isinstance(drawn(project, cluster).by_name["wave"].outcome, Built)
    assert draw_figures(project).by_name["wave"].outcome == Recalled()
    monkeypatch.setattr(figure_cluster, "_connected", lambda _: pytest.fail("asked"))
    assert drawn(project, cluster).by_name["wave"].outcome == Recalled()
    (project.root / "figures/data/a.csv").write_text("B")
    assert isinstance(draw_figures(project).by_name["wave"].outcome, Built)


def test_files_beyond_the_folder_are_sent_if_they_are_named(load: Load, cluster: Dask) -> None:
    """Lines `# reads:` name what a worker needs; what else it reads is told and not kept."""
    read = "import pathlib\npathlib.Path('../data/a.csv').read_text()\n"
    script = f"# reads: ../data/*.csv\n{read}{WAVE}"
    unsure = f"import os\nos.path.exists('x') or os.listdir('..')\n{WAVE}"
    other = f"open('/etc/hostname').read()\n{WAVE}"
    project = load(
        {
            "figures/named.py": script,
            "figures/bad.py": read.replace("a.csv", "b.txt") + WAVE,
            "figures/unsure.py": unsure,
            "figures/other.py": other,
            "data/a.csv": "1",
            "data/b.txt": "2",
        }
    )
    (project.root / "data/b.txt").rename(project.root / "b.txt")
    (project.root / "figures/bad.py").write_text(f"open('../b.txt').read()\n{WAVE}")
    age(project.root)
    figures = drawn(project, cluster)
    assert isinstance(figures.by_name["named"].outcome, Built)
    assert figures.by_name["named"].repeatable
    bad = figures.by_name["bad"].outcome
    assert isinstance(bad, Failed)
    assert "FileNotFoundError" in bad.message
    assert isinstance(figures.by_name["other"].outcome, Built)
    assert not figures.by_name["other"].repeatable
    assert not figures.by_name["unsure"].repeatable
    assert sorted(figures.notes) == [
        f"figure {name}: it read files of the worker, {what}, and is not kept"
        for name, what in [
            ("figures/bad.py", "others than are sent"),
            ("figures/other.py", "others than are sent"),
            ("figures/unsure.py", "others than are sent"),
        ]
    ]


def test_a_file_that_changed_since_it_was_sent_is_not_trusted(load: Load, cluster: Dask) -> None:
    """What the worker read is not what is here."""
    script = f"open('data/a.csv').read()\n{WAVE}"
    project = load({"figures/a.py": script, "figures/data/a.csv": "1"})
    age(project.root)

    class Changing(FigureCluster):
        def _drawn(self, request: Any) -> Any:
            answer = super()._drawn(request)
            (project.root / "figures/data/a.csv").write_text("22")
            os.utime(project.root / "figures/data/a.csv", (1, 1))
            return answer

    figures = draw_figures(project, runner=lambda: Changing(cluster.address))
    assert not figures.by_name["a"].repeatable


def test_a_worker_that_dies_costs_no_figure(load: Load, fresh: Dask, marks: Path) -> None:
    """The script is run again elsewhere, and nothing of it stays where the worker died."""
    fresh.work(2)
    script = (
        f"{MARK}mark({str(marks)!r})\nif len(os.listdir({str(marks)!r})) < 2: time.sleep(600)\n"
    )
    project = load({"figures/a.py": script + WAVE, "figures/b.py": WAVE})
    with ThreadPoolExecutor(1) as aside:
        drawing = aside.submit(drawn, project, fresh)
        ((first, server, worker),) = begun(marks)
        os.kill(worker, signal.SIGKILL)
        figures = drawing.result()
    assert not list(figures.failed())
    assert figures.by_name["a"].graphics
    assert [gone(pid) for pid in (first, server)] == [True, True]
    assert len({workers for _, _, workers in begun(marks, 2)}) == 2


def test_a_script_of_which_two_workers_died_has_failed(
    load: Load, fresh: Dask, marks: Path
) -> None:
    """A third is spared, and draws the others."""
    fresh.work(3)
    script = f"{MARK}os.kill(mark({str(marks)!r}), signal.SIGKILL)\ntime.sleep(600)\n"
    others = {f"figures/n{n}.py": WAVE for n in range(3)}
    project = load({"figures/a.py": script, **others})
    figures = drawn(project, fresh)
    (failed,) = figures.failed()
    assert failed.message == "the script ran on 2 workers, and each of them died"
    assert failed.span.path == Path("figures/a.py")
    assert len(begun(marks)) == 2
    assert [process.poll() for process in fresh.processes].count(None) == 2


def test_a_scheduler_that_does_not_answer_is_told(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Soon, and with a hint."""
    root = write({f"figures/n{n}.py": WAVE for n in range(9)})
    began = time.monotonic()
    assert run(["build", "html", "-C", str(root), "--executor", "dask://127.0.0.1:9"]) == 3
    assert time.monotonic() - began < 15
    told = capsys.readouterr().err
    assert "octavo: no scheduler answers at dask://127.0.0.1:9" in told
    assert "hint: start one with `dask scheduler`" in told


def test_a_scheduler_that_dies_is_told(load: Load, fresh: Dask, marks: Path) -> None:
    """The build ends, and so does what ran."""
    fresh.work()
    project = load({"figures/a.py": f"{MARK}mark({str(marks)!r})\ntime.sleep(600)\n"})
    with ThreadPoolExecutor(1) as aside:
        drawing = aside.submit(drawn, project, fresh)
        ((script, _, _),) = begun(marks)
        fresh.processes[0].kill()
        with pytest.raises(ToolError, match=r"the connection to dask://.* was lost"):
            drawing.result(60)
    assert gone(script)


def test_a_worker_that_cannot_work_is_told(load: Load, fresh: Dask) -> None:
    """Its failure is the machine's and not the script's."""
    fresh.work()
    for folder in fresh.folder.glob("*/worker-*"):
        if folder.is_dir():
            shutil.rmtree(folder)
    with pytest.raises(ToolError, match=r"a worker of dask://.* failed: ToolError: cannot write"):
        drawn(load({"figures/wave.py": WAVE}), fresh)


def test_a_cluster_without_workers_is_told(
    load: Load, fresh: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits forever."""
    monkeypatch.setattr(figure_cluster, "WORKERS", 1)
    with pytest.raises(ToolError, match="has had no workers for 1 seconds"):
        drawn(load({"figures/wave.py": WAVE}), fresh)


def test_an_interruption_stops_the_scripts_there(load: Load, cluster: Dask, marks: Path) -> None:
    """Their processes are killed, and the workers go on."""
    project = load({"figures/a.py": f"{MARK}mark({str(marks)!r})\ntime.sleep(600)\n"})
    scripts: list[int] = []

    def interrupted() -> None:
        with starting_anew(), ThreadPoolExecutor(1) as aside, stopping_all():
            aside.submit(drawn, project, cluster)
            scripts.append(begun(marks)[0][0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert gone(scripts[0])
    assert drawn(load({"figures/a.py": WAVE}), cluster).by_name["a"].graphics


def test_scripts_end_with_a_build_that_is_killed(write: Write, cluster: Dask, marks: Path) -> None:
    """Nobody is left who waits for them."""
    root = write({"figures/a.py": f"{MARK}mark({str(marks)!r})\ntime.sleep(600)\n"})
    command = [sys.executable, "-m", "octavo", "build", "-C", str(root)]
    with subprocess.Popen([*command, "--executor", cluster.address]) as process:
        ((script, _, _),) = begun(marks)
        process.kill()
    assert gone(script)


def test_workers_with_other_packages_are_told(load: Load, fresh: Dask, tmp_path: Path) -> None:
    """What they draw is used, and kept under no key."""
    other = tmp_path / "site-packages"
    (other / "matplotlib-0.1.dist-info").mkdir(parents=True)
    (other / "matplotlib-0.1.dist-info/METADATA").write_text("Name: matplotlib\nVersion: 0.1\n")
    fresh.work(path=str(other))
    project = load({"figures/wave.py": WAVE})
    age(project.root)
    for _ in range(2):
        figures = drawn(project, fresh)
        assert isinstance(figures.by_name["wave"].outcome, Built)
        assert not figures.by_name["wave"].repeatable
        (note,) = figures.notes
        assert note.startswith("workers have matplotlib 0.1 (here ")
    assert isinstance(draw_figures(project).by_name["wave"].outcome, Built)


def test_workers_without_octavo_are_told(load: Load, fresh: Dask, tmp_path: Path) -> None:
    """With what to install; they go on with the work of others."""
    (tmp_path / "other/octavo").mkdir(parents=True)
    (tmp_path / "other/octavo/__init__.py").touch()
    fresh.work(path=str(tmp_path / "other"))
    with pytest.raises(ToolError, match=r"cannot run Octavo: No module named 'octavo\.") as raised:
        drawn(load({"figures/wave.py": WAVE}), fresh)
    assert "install octavo[cluster]" in raised.value.hint
    assert fresh.processes[-1].poll() is None


def test_too_much_is_not_sent(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told, before anybody is asked."""
    monkeypatch.setattr(figure_parcel, "LIMIT", 1_000_000)
    project = load({"figures/wave.py": WAVE, "figures/data/a.bin": bytes(1_999_999)})
    with pytest.raises(ToolError, match="would be sent with is 2 MB") as raised:
        draw_figures(project, runner=lambda: FigureCluster("dask://127.0.0.1:9"))
    assert raised.value.hint.startswith("a worker is sent 1 MB at most")


def test_a_parcel_holds_what_links_within_the_project_lead_to(write: Write) -> None:
    """What is out of the project stays here, and circles end."""
    root = write(
        {
            "figures/a.py": WAVE,
            "figures/tool": "#!/bin/sh\n",
            "figures/__pycache__/a.pyc": b"x",
            "figures/more": Path("../data"),
            "figures/again": Path("../data"),
            "figures/loop": Path(),
            "figures/out": Path("/etc"),
            "figures/secret": Path("/etc/hostname"),
            "data/a.csv": "1",
        }
    )
    (root / "figures/empty").mkdir()
    (root / "figures/tool").chmod(0o755)
    parcel = figure_parcel.pack(root).parcel
    assert sorted(parcel.files) == [
        *("figures/a.py", "figures/again/a.csv", "figures/more/a.csv", "figures/tool"),
    ]
    assert parcel.files["figures/tool"] == (0o755, b"#!/bin/sh\n")
    assert sorted(parcel.folders) == [
        *("figures", "figures/again", "figures/empty", "figures/more"),
    ]


def test_a_cluster_of_this_machine_is_made_and_ends(write: Write) -> None:
    """`dask://` alone needs nobody else."""
    root = write({"figures/wave.py": WAVE, "manuscript/01-a.md": "![A wave.](wave){#fig:a}\n"})
    assert run(["build", "html", "-C", str(root), "--executor", "dask://"]) == 0
    assert (root / "build/figures/wave.svg").is_file()
    assert sorted(path.name for path in root.iterdir()) == ["bib", "build", "figures", "manuscript"]


def test_an_interruption_from_the_keyboard_is_heard_once(write: Write, marks: Path) -> None:
    """The workers that were made for the build say nothing, and end with it."""
    root = write({"figures/a.py": f"{MARK}mark({str(marks)!r})\ntime.sleep(600)\n"})
    command = [sys.executable, "-m", "octavo", "build", "-C", str(root), "--executor", "dask://"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stderr=pipe, start_new_session=True) as process:
        (pids,) = begun(marks)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert [gone(pid) for pid in pids] == [True] * 3


@pytest.mark.parametrize("address", ["", "dask", "dask://host", "tcp://host:1", "dask://a b:1"])
def test_what_is_no_address_is_told(address: str) -> None:
    """With how one is written."""
    with pytest.raises(UsageError) as raised:
        drawing_on(address)
    assert "dask://HOST:PORT" in raised.value.hint


def test_without_distributed_the_hint_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is no part of what everybody needs."""
    monkeypatch.setattr("octavo.executors.find_spec", lambda _: None)
    with pytest.raises(ToolError) as raised:
        drawing_on("dask://")
    assert raised.value.hint == "install octavo[cluster]"


def test_figures_for_a_journal_come_home(load: Load, tmp_path: Path, cluster: Dask) -> None:
    """What a journal asks is told to the workers, and PDF and PostScript are sent back."""
    medium = Medium(("eps", "pdf"), refit=True, widths=(3.0,))
    project = load({"figures/wave.py": WAVE})
    draw = drawing_on(cluster.address)
    (figure,) = draw(
        project, lambda _: None, medium=medium, folder=tmp_path / "out"
    ).by_name.values()
    assert isinstance(figure.outcome, Built)
    assert [drawn.width for drawn in figure.drawn] == [3.0]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"wave.eps", "wave.pdf"}
