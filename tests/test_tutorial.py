"""The tutorial does what it says: its files are saved, and its commands run, in order."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

PAGE = Path(__file__).parents[1] / "docs/tutorial.md"
STEP = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<path>\S+))?\n(?P<body>.*?)^```$"
    r"|^<!-- test: reviewed\.docx is build/manuscript\.docx with “(?P<new>.*?)” for “(?P<old>.*?)”",
    re.DOTALL | re.MULTILINE,
)


def commands_of(block: str) -> Iterator[tuple[list[str], int, list[str]]]:
    """Yield each command of a block with its exit code and the lines that it is said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *told = part.splitlines()
        command, _, code = line.partition("  # exit ")
        yield shlex.split(command), int(code or 0), told


def fits(told: str, line: str) -> bool:
    """Tell whether a line is what the page says; `…` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, told.split("…"))), line) is not None


def run(command: list[str], folder: Path, home: Path) -> tuple[int, list[str]]:
    """Run a command of the page; return its exit code and the lines that it prints."""
    words = [sys.executable, "-m", "octavo", *command[1:]] if command[0] == "octavo" else command
    person = {f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER")
              for what in ("NAME", "EMAIL")}  # fmt: skip
    given = {**os.environ, **person, "HOME": str(home), "COLUMNS": "200"}
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=given, check=False)
    return done.returncode, [*done.stdout.splitlines(), *done.stderr.splitlines()]


def review(folder: Path, old: str, new: str) -> None:
    """Save what a co-author sends back: the Word file with a word exchanged."""
    word = docx.Document(str(folder / "build/manuscript.docx"))
    runs = [run for paragraph in word.paragraphs for run in paragraph.runs if old in run.text]
    runs[-1].text = runs[-1].text.replace(old, new)
    word.save(str(folder / "reviewed.docx"))


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    """Each command ends as the page says and prints what it shows."""
    folder = tmp_path
    for step in STEP.finditer(PAGE.read_text(encoding="utf-8")):
        if step["new"]:
            run(["octavo", "build", "docx", "--quiet"], folder, tmp_path)
            review(folder, step["old"], step["new"])
        elif step["path"]:
            (folder / step["path"]).write_text(step["body"], encoding="utf-8")
        elif step["kind"] == "console":
            for command, code, told in commands_of(step["body"]):
                if command[0] == "cd":
                    folder /= command[1]
                    continue
                ended, lines = run(command, folder, tmp_path)
                assert ended == code, (command, lines)
                for line in told:
                    assert any(fits(line, one) for one in lines), (command, line, lines)


@pytest.mark.parametrize("line", ["build/manuscript.pdf  69 kB", "octavo: 1 fault"])
def test_what_is_printed_is_compared_whole(line: str) -> None:
    """A line that is cut, or only begins like the one on the page, is another."""
    assert fits(line, line)
    assert fits("build/…" if line.startswith("build") else "octavo…", line)
    assert not fits(line[:-1], line)
