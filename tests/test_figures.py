"""Figure scripts: ordinary scripts become pictures and values, or a failure with its line."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from octavo import figure_server
from octavo.figures import Built, Failed, Figure, description_of, draw_figures
from octavo.pipeline import build
from tests.conftest import METADATA, WAVE, Load

WAYS = {"forked": True, "alone": False}


@pytest.fixture(autouse=True, params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let every test hold of scripts that are forked, and of those that have a Python each."""
    if WAYS[request.param] and not figure_server.FORKS:
        pytest.skip("nothing forks here")
    monkeypatch.setattr(figure_server, "FORKS", WAYS[request.param])
    return str(request.param)


def draw(load: Load, script: str, **files: str) -> Figure:
    """Return what comes of one script."""
    given = {"figures/wave.py": script, **{f"figures/{k}.py": v for k, v in files.items()}}
    return draw_figures(load(given)).by_name["wave"]


def failure(load: Load, script: str, **files: str) -> str:
    """Return the failure of a script with its place."""
    outcome = draw(load, script, **files).outcome
    assert isinstance(outcome, Failed)
    return f"{outcome.span}: {outcome.message}"


def test_values_stay_beside_the_pictures_as_long_as_there_are_any(load: Load) -> None:
    """Sets in them have the same order each time, and nothing is left of values that are gone."""
    script = (
        "import json, os, pathlib\n"
        "words = {'words': list({'alpha', 'beta', 'gamma', 'delta'})}\n"
        "pathlib.Path(os.environ['OCTAVO_OUTPUT'], 'a.json').write_text(json.dumps(words))\n"
    )
    project = load({"figures/wave.py": script})
    place = project.output / "figures/values.json"
    said = []
    for _ in range(2):
        values = draw_figures(replace(project, store=None)).by_name["wave"].values
        said.append(json.loads(place.read_bytes()))
        assert said[-1] == {"wave": values}
    assert said[0] == said[1]
    draw_figures(load({"figures/wave.py": WAVE}))
    assert not place.exists()


def test_open_figures_are_collected(load: Load) -> None:
    """What a script leaves open is saved as SVG and PNG; a second figure gets a number."""
    figure = draw(load, WAVE + "pyplot.figure(figsize=(3, 1))\n")
    assert [(g.name, g.width) for g in figure.graphics] == [("wave", 2.0), ("wave-2", 3.0)]
    assert all(g.svg and g.svg.is_file() and g.raster for g in figure.graphics)


def test_the_docstring_describes(load: Load) -> None:
    """The script's docstring is what the picture shows."""
    assert draw(load, WAVE).description == "A wave that rises and falls once."


def test_scripts_are_parsed_at_once() -> None:
    """Threads that describe scripts do not fail each other, whatever the collector lets run."""
    source = '"""A wave."""\n' + "x = [(1, 2), {3: [4, (5, [6])]}, lambda y: y + (1 * 2)]\n" * 200

    def yielding(*_: object) -> None:
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(yielding)
    gc.set_threshold(200, 5, 5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(description_of, [source] * 80)) == {"A wave."}
    finally:
        gc.callbacks.remove(yielding)
        gc.set_threshold(*before)


def test_the_same_script_gives_the_same_bytes(load: Load) -> None:
    """Pictures bear no date and no chance."""
    first = draw(load, WAVE).graphics[0]
    assert first.svg is not None
    before = first.svg.read_bytes()
    again = draw(load, WAVE).graphics[0]
    assert again.svg is not None
    assert again.svg.read_bytes() == before


def test_values_are_collected(load: Load) -> None:
    """JSON that a script writes to $OCTAVO_OUTPUT is its values."""
    script = "import os, pathlib\n"
    script += "pathlib.Path(os.environ['OCTAVO_OUTPUT'], 'wave.json').write_text('{\"peak\": 2}')\n"
    figure = draw(load, script)
    assert (figure.values, figure.graphics) == ({"peak": 2}, ())
    assert isinstance(figure.outcome, Built)


def test_half_a_character_in_a_value_is_left_out(load: Load) -> None:
    """JSON can hold what no file can: it is not printed, and stops nothing."""
    script = "import os, pathlib\n"
    script += "place = pathlib.Path(os.environ['OCTAVO_OUTPUT'], 'wave.json')\n"
    script += 'place.write_text(\'{"peak": "2\\\\ud800"}\')\n'
    text = "It is {{ figures.wave.peak }}.\n"
    project = load({"figures/wave.py": script, "manuscript/01-a.md": text})
    (artifact,) = build(project, ["html"]).artifacts
    assert "It is 2." in artifact.path.read_text(encoding="utf-8")


def test_a_script_runs_in_its_folder_with_its_neighbours(load: Load) -> None:
    """Relative data paths and imports of helper modules work as if run by itself."""
    script = "import _style\nimport pathlib\nassert pathlib.Path('wave.py').exists()\n" + WAVE
    assert isinstance(draw(load, script, _style="").outcome, Built)


def test_a_failure_names_the_projects_last_line(load: Load) -> None:
    """The line is that of the project's code, however deep the library failed."""
    script = "from matplotlib import pyplot\npyplot.plot([1], [1, 2])\n"
    assert failure(load, script).startswith("figures/wave.py:2:1: ValueError: x and y must have")


def test_a_failure_in_a_helper_names_the_helper(load: Load) -> None:
    """The last project line may be in a module that the script imports."""
    helper = "def size():\n    return 1 / 0\n"
    message = failure(load, "import _style\n_style.size()\n", _style=helper)
    assert message == "figures/_style.py:2:1: ZeroDivisionError: division by zero"


def test_a_syntax_error_names_its_line(load: Load) -> None:
    """A script that cannot be parsed is named with the line."""
    assert failure(load, "x = 1\nif\n").startswith("figures/wave.py:2:1: SyntaxError")


def test_a_script_that_draws_nothing_is_a_failure(load: Load) -> None:
    """Neither figure nor values: the author should know."""
    assert failure(load, "x = 1\n") == (
        "figures/wave.py:1:1: the script leaves no figure open and writes no values"
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("raise SystemExit(3)", "the script ended with exit code 3"),
        ("import os; os._exit(4)", "the script ended with exit code 4"),
        ("import os; print(7, flush=True); os._exit(0)", "the script ended with exit code 0"),
        (
            "import os; os.kill(os.getpid(), 11)",
            "the script ended with signal 11",
        ),
    ],
)
def test_a_script_that_ends_early_is_a_failure(load: Load, script: str, message: str) -> None:
    """Exit codes and signals are named."""
    assert failure(load, script) == f"figures/wave.py:1:1: {message}"


def test_a_script_that_hangs_is_stopped_with_its_children(load: Load, tmp_path: Path) -> None:
    """After the time given the script and whatever it started are gone."""
    script = (
        "import os, pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    metadata = METADATA + "build:\n  figures:\n    timeout: 1.5\n"
    project = load({"figures/wave.py": script, "manuscript/metadata.yaml": metadata})
    outcome = draw_figures(project).by_name["wave"].outcome
    assert isinstance(outcome, Failed)
    assert outcome.message == "the script did not end within 1.5 seconds"
    pid = int((tmp_path / "pid").read_text())
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().split(")")[1].split()[0] == "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what is written to")
def test_a_script_that_needs_too_much_memory_is_told_so(load: Load) -> None:
    """The limit is named at the line that went beyond it."""
    metadata = METADATA + "build:\n  figures:\n    memory: 1000\n"
    script = "import numpy\nnumpy.ones(50_000_000)\nrows = numpy.ones(200_000_000)\n"
    project = load({"figures/wave.py": script, "manuscript/metadata.yaml": metadata})
    outcome = draw_figures(project).by_name["wave"].outcome
    assert isinstance(outcome, Failed)
    assert outcome.message == "the script needed more than 1000 MB"
    assert (outcome.span.path, outcome.span.line) == (Path("figures/wave.py"), 3)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_time_out_does_not_wait_for_what_left_the_group(load: Load) -> None:
    """A process of another session that has the script's output open is not waited for."""
    script = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(15)\n"
    metadata = METADATA + "build:\n  figures:\n    timeout: 2\n"
    project = load({"figures/wave.py": script, "manuscript/metadata.yaml": metadata})
    begun = time.monotonic()
    outcome = draw_figures(project).by_name["wave"].outcome
    assert isinstance(outcome, Failed)
    assert outcome.message == "the script did not end within 2 seconds"
    assert time.monotonic() - begun < 13


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_what_a_script_leaves_running_is_stopped(load: Load, tmp_path: Path) -> None:
    """A child that nobody waits for does not go on behind the build."""
    script = WAVE + (
        "import pathlib, subprocess, sys\n"
        "nothing = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}\n"
        "command = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(\n"
        "    str(subprocess.Popen(command, **nothing).pid))\n"
    )
    assert draw(load, script).graphics
    state = Path(f"/proc/{(tmp_path / 'pid').read_text()}/stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split(")")[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("it runs on")


def test_output_without_end_is_no_report(load: Load) -> None:
    """Much output before the report is left out, and a script may print what it likes."""
    script = WAVE + "import sys\nsys.stdout.write('x' * 30_000_000)\nprint('\\n7')\n"
    script += "sys.stderr.write('y' * 3_000_000)\n"
    assert isinstance(draw(load, script).outcome, Built)


def test_a_failed_script_keeps_the_last_good_picture(load: Load) -> None:
    """The picture of the last run that went well stays."""
    good = draw(load, WAVE).graphics[0]
    assert good.svg is not None
    before = good.svg.read_bytes()
    draw(load, WAVE + "raise ValueError('late')\n")
    assert good.svg.read_bytes() == before


def test_a_script_sees_no_secret(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment a script sees only what it needs."""
    monkeypatch.setenv("SECRET_TOKEN", "canary")
    script = "import os, sys\nsys.exit(9 if 'canary' in str(os.environ) else 0)\n"
    assert "draw" in failure(load, script) or "no figure" in failure(load, script)


def test_nothing_is_left_over(load: Load) -> None:
    """Only finished pictures are in the folder of the figures."""
    figure = draw(load, WAVE)
    assert figure.graphics[0].svg is not None
    left = [path.name for path in figure.graphics[0].svg.parent.iterdir()]
    assert sorted(left) == ["wave.png", "wave.svg"]


@pytest.mark.parametrize("name", ["wave.svg", "wave.json"])
def test_a_link_is_no_picture_and_no_value(load: Load, tmp_path: Path, name: str) -> None:
    """What a script leaves in their place is not followed, wherever it leads."""
    secret = tmp_path / "secret"
    secret.write_text('{"key": 1}')
    link = f"import os\nos.symlink({str(secret)!r}, os.environ['OCTAVO_OUTPUT'] + '/{name}')\n"
    outcome = draw_figures(load({"figures/wave.py": WAVE + link})).by_name["wave"].outcome
    assert isinstance(outcome, Failed)
    assert name in outcome.message
