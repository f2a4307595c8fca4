"""The files for continuous integration: what they call is there, and who gets which rights."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from octavo.bringing.layout import lay, starter
from octavo.cli import command_named

ROOT = Path(__file__).parents[1]
GITHUB, GITLAB = ".github/workflows/manuscript.yml", ".gitlab-ci.yml"
CALL = re.compile(r"(?:build\.py\"?|\boctavo) ([a-z]+)((?: [\w.^:=\"${}-]+)*)")
"""A command with its words, as far as the shell does not take them."""


def jobs() -> dict[str, Any]:
    """Return the jobs of the GitHub workflow."""
    found: dict[str, Any] = yaml.safe_load((ROOT / GITHUB).read_text(encoding="utf-8"))["jobs"]
    return found


@pytest.mark.parametrize(
    "name", [GITHUB, GITLAB, ".pre-commit-hooks.yaml", "docs/continuous-integration.md"]
)
def test_each_command_that_is_called_is_one_of_octavos(name: str) -> None:
    """A command or an option that is renamed fails here, not on the author's server."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = re.findall(r"^.*\b(?:python3?|entry|podman|docker)\b.*$", text, re.M)
    calls = [found for line in lines for found in CALL.findall(line)]
    assert calls
    for word, rest in calls:
        command = command_named(word)
        command.make_context(word, rest.replace('"', "").split())


def test_no_right_and_no_secret_is_where_the_manuscript_is_run() -> None:
    """Jobs that run it may read alone; the one that may write runs nothing of it."""
    text = (ROOT / GITHUB).read_text(encoding="utf-8")
    assert "secrets" not in text
    assert "pull_request_target" not in text
    for name, job in jobs().items():
        steps = job["steps"]
        runs_it = any("python" in step.get("run", "") for step in steps)
        checked_out = [step for step in steps if "checkout" in step.get("uses", "")]
        assert runs_it == bool(checked_out) == (job["permissions"] == {"contents": "read"}), name
        assert all(step["with"]["persist-credentials"] is False for step in checked_out)


def test_a_checkout_gives_no_module_to_the_build_script_of_the_base(tmp_path: Path) -> None:
    """What a stranger calls like a module is not imported by `python -I …/build.py`."""
    lay(starter(), tmp_path / "trusted")
    hostile = tmp_path / "checkout"
    hostile.mkdir()
    for name in ("build", "click", "octavo", "venv"):
        (hostile / f"{name}.py").write_text(f"open({str(tmp_path / 'taken')!r}, 'w')")
    assert 'python -I "$RUNNER_TEMP/trusted/build.py" --version' in (ROOT / GITHUB).read_text()
    command = [sys.executable, "-I", str(tmp_path / "trusted/build.py"), "--version"]
    done = subprocess.run(command, cwd=hostile, capture_output=True, text=True)
    assert done.stdout.startswith("octavo, version "), done.stderr
    assert not (tmp_path / "taken").exists()
