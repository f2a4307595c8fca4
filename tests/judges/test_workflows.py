"""Judges of the files for continuous integration: actionlint, zizmor, and the schemas of both."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.judges.conftest import ROOT
from tests.judges.java import HERE

GITHUB = ROOT / ".github/workflows/manuscript.yml"
GITLAB = ROOT / ".gitlab-ci.yml"
STEP = """\
on: pull_request
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: echo ${{ github.evnt }}
      - uses: actions/checkout@v4
"""
"""A workflow with what each judge must object to."""


def actionlint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Let actionlint look at workflows."""
    command = ["node", str(HERE / "actionlint.mjs"), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True)


def zizmor(path: Path) -> subprocess.CompletedProcess[str]:
    """Let zizmor look at a workflow with all its audits that need no network."""
    places = (str(Path(sys.executable).parent), os.environ["PATH"])
    program = shutil.which("zizmor", path=os.pathsep.join(places))
    assert program is not None
    command = [program, "--offline", "--pedantic", "--no-progress", str(path)]
    return subprocess.run(command, capture_output=True, text=True)


def schema(name: str) -> jsonschema.Draft7Validator:
    """Return one of the schemas that check-jsonschema brings."""
    package = importlib.util.find_spec("check_jsonschema")
    assert package is not None
    assert package.origin is not None
    place = Path(package.origin).parent / "builtin_schemas/vendor" / f"{name}.json"
    return jsonschema.Draft7Validator(json.loads(place.read_text(encoding="utf-8")))


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Write a workflow that judges object to."""
    path = tmp_path / ".github/workflows/wrong.yml"
    path.parent.mkdir(parents=True)
    path.write_text(STEP)
    return path


def test_actionlint_finds_nothing(wrong: Path) -> None:
    """Expressions, contexts, needs and inputs of actions are what GitHub knows."""
    done = actionlint(GITHUB, wrong)
    assert (done.returncode, done.stderr) == (1, "")
    assert "wrong.yml:6:23:" in done.stdout
    assert '"evnt" is not defined' in done.stdout
    assert GITHUB.name not in done.stdout


def test_zizmor_finds_nothing(wrong: Path) -> None:
    """No action without its hash, no word of a stranger in a script, no right too many."""
    done = zizmor(GITHUB)
    assert done.returncode == 0, done.stdout
    done = zizmor(wrong)
    assert done.returncode
    assert "unpinned-uses" in done.stdout


@pytest.mark.parametrize(("name", "path"), [("github-workflows", GITHUB), ("gitlab-ci", GITLAB)])
def test_the_files_are_as_their_schemas_say(name: str, path: Path) -> None:
    """Each key is one that the service knows, and holds what it may; a wrong one is told."""
    text = path.read_text(encoding="utf-8")
    data = yaml.safe_load(re.sub("^on:", '"on":', text, flags=re.M))
    assert [error.message for error in schema(name).iter_errors(data)] == []
    job = next(key for key in ("jobs", "build") if key in data)
    data[job]["scrpt"] = 1
    assert not schema(name).is_valid(data)


def test_every_action_is_named_by_one_hash() -> None:
    """An action that is used twice is the same twice, and its version stands beside it."""
    uses = re.findall(r"uses: (\S+)@(\S+)(.*)", GITHUB.read_text(encoding="utf-8"))
    versions = {("/".join(name.split("/")[:2]), digest, said) for name, digest, said in uses}
    assert len({name for name, _, _ in versions}) == len(versions)
    for _, digest, said in versions:
        assert re.fullmatch("[0-9a-f]{40}", digest)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", said)
