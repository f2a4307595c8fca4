"""Pull requests from forks are told from others by what continuous integration says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from octavo.cli import run
from octavo.strangers import stranger
from tests.conftest import Write


def requested(head: str | None) -> dict[str, Any]:
    """Return GitHub's description of a pull request; the fork may be gone."""
    return {
        "pull_request": {
            "head": {"repo": head and {"full_name": head}},
            "base": {"repo": {"full_name": "us/paper"}},
        }
    }


RUN = {"workflow_run": {"head_repository": {"full_name": "them/paper"}}}
OURS = {"repository": {"full_name": "us/paper"}}
FORK = "a pull request from the fork them/paper"
UNKNOWN = "a pull request whose repository is not known"


@pytest.mark.parametrize(
    ("event", "told", "whose"),
    [
        ("pull_request", requested("them/paper"), FORK),
        ("pull_request_target", requested("them/paper"), FORK),
        ("pull_request_review", requested("them/paper"), FORK),
        ("pull_request", requested("us/paper"), ""),
        ("pull_request", requested(None), UNKNOWN),
        ("pull_request", [], UNKNOWN),
        ("pull_request", None, UNKNOWN),
        ("workflow_run", {**RUN, **OURS}, FORK),
        ("issue_comment", {"issue": {"pull_request": {}}}, UNKNOWN),
        ("issue_comment", {"issue": {}}, ""),
        ("push", OURS, ""),
        ("push", None, ""),
    ],
)
def test_github_tells_of_forks(tmp_path: Path, event: str, told: Any, whose: str) -> None:
    """What set the workflow off says whose the sources are; what does not say is a stranger's."""
    place = tmp_path / "event.json"
    if told is not None:
        place.write_text(json.dumps(told))
    variables = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(place)}
    assert stranger(variables) == whose


@pytest.mark.parametrize(
    ("source", "here", "whose"),
    [
        ("12", "7", "a merge request from a fork"),
        ("7", "7", ""),
        ("12", "12", ""),  # the fork's own project builds it
        ("", "7", ""),
    ],
)
def test_gitlab_tells_of_forks(source: str, here: str, whose: str) -> None:
    """A merge request names the project that it comes from; in that one it is no stranger's."""
    given = {
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": source,
        "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_PROJECT_ID": here,
    }
    assert stranger(given) == whose
    assert stranger({}) == ""


@pytest.fixture
def in_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that a pull request from a fork is built, where there is no bubblewrap."""
    place = tmp_path / "event.json"
    place.write_text(json.dumps(requested("them/paper")))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(place))
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("in_fork")
@pytest.mark.parametrize("command", ["build", "check", "count", "diff HEAD"])
def test_a_fork_is_built_in_a_cage_unasked(
    write: Write, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    """Nobody needs to ask for the cage, and without one nothing is built."""
    assert run([*command.split(), "-C", str(write())]) == 3
    said = capfd.readouterr().err
    assert f"octavo: runs in a cage, {FORK}" in said
    assert "there is no bubblewrap" in said


@pytest.mark.usefixtures("in_fork")
@pytest.mark.parametrize(
    "command", ["submit none", "respond", "verify", "preview", "merge x.docx", "snapshot x"]
)
def test_other_commands_refuse_a_fork(
    write: Write, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    """What runs in no cage does not run on a fork."""
    (tmp_path / "x.docx").touch()
    words = [word.replace("x", str(tmp_path / "x"), word[0] == "x") for word in command.split()]
    assert run([*words, "-C", str(write())]) == 2
    assert f"`octavo {words[0]}` runs in no cage ({FORK})" in capfd.readouterr().err


@pytest.mark.usefixtures("in_fork")
def test_a_fork_may_be_trusted(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever looked at it may say so."""
    assert run(["check", "metadata", "-C", str(write()), "--trusted"]) in (0, 1)
    assert "cage" not in capfd.readouterr().err
