"""`octavo doctor`: what is there, what is not, and which of it a build cannot do without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from octavo import version
from octavo.cli import run
from octavo.doctor import Fact, facts
from tests.conftest import Write


def by_topic(folder: Path) -> dict[str, Fact]:
    """Return what is found, by its topic."""
    return {fact.topic: fact for fact in facts(folder)}


def test_versions_the_store_and_fonts_for_each_script_are_told(write: Write) -> None:
    """Latin and Arabic have fonts that come along; Chinese has the machine's at best."""
    root = write({"manuscript/01-a.md": "# عنوان\n\nText 中.\n"})
    found = by_topic(root)
    assert found["octavo"].found.startswith(version())
    assert found["python"].found.startswith(sys.version.split()[0])
    assert found["pandoc"].state == found["typst"].state == "found"
    assert str(root / "build/.store") in found["store"].found
    assert found["font: latin"] == Fact("font: latin", "comes along")
    assert found["font: arabic"].state == "found"
    assert found["font: cjk"].state != "found"
    assert "中" in found["font: cjk"].found


def test_a_machine_without_optional_tools_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is absent is told with what it is for; a folder without a manuscript is none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert run(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "- git          not installed\n" in text
    assert "hint: install it: octavo diff compares what it keeps" in text
    assert "- manuscript   none here: no manuscript/metadata.yaml" in text
    assert run(["doctor", "--format", "json"]) == 0
    states = {fact["topic"]: fact["state"] for fact in json.loads(capsys.readouterr().out)}
    assert (states["octavo"], states["bubblewrap"]) == ("found", "absent")


def test_a_manuscript_that_cannot_be_read_is_told(write: Write) -> None:
    """The first of its faults, and the command that tells all."""
    told = by_topic(write({"manuscript/metadata.yaml": "authors: [Ada]\n"}))["manuscript"]
    assert told.state == "absent"
    assert told.found.endswith("which cannot be read: the key `title` is missing")
    assert "octavo check" in told.hint


def test_what_a_build_needs_and_is_missing_ends_with_3(tmp_path: Path) -> None:
    """A pandoc that is too old is named, and all else is told too."""
    old = tmp_path / "pandoc"
    old.write_text("#!/bin/sh\necho pandoc 2.17\n")
    old.chmod(0o755)
    env = {**os.environ, "PYPANDOC_PANDOC": str(old), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "octavo", "doctor", "-C", str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 3
    assert f"! pandoc       pandoc 2.17 at {old} is too old" in done.stdout
    assert "manuscript" in done.stdout


def test_letters_that_no_font_has_are_told_and_unreadable_texts_are_passed_by(write: Write) -> None:
    """They would be boxes in the PDF; what cannot be read as text is for the checks to tell."""
    root = write({"manuscript/01-a.md": "# \U00012f90\n", "manuscript/02-b.md": b"\xff\xfe"})
    found = by_topic(root)
    rare = found["font: cypro"]
    assert (rare.found, rare.state) == ("none has \U00012f90", "missing")
    assert "templates/pdf/fonts/" in rare.hint
    assert found["manuscript"].found.endswith("2 sections")


def test_a_system_that_makes_no_cage_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is there, but what it says when it is tried counts."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho no namespaces here >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    told = by_topic(tmp_path)["bubblewrap"]
    assert (told.found, told.state) == ("makes no cage: no namespaces here", "absent")
    assert "whether the system allows user namespaces" in told.hint
