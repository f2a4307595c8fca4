"""A small manuscript, builds of it in processes of their own, and what they leave."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from octavo.folders import PREFIX
from tests.conftest import BIBLIOGRAPHY, METADATA, WAVE, write_all

TEXT = "# Introduction\n\nA text of @rose1998, and @fig:wave.\n\n![A wave.](wave){#fig:wave}\n"
OLD = {
    "manuscript/metadata.yaml": METADATA,
    "manuscript/01-introduction.md": TEXT,
    "bib/references.bib": BIBLIOGRAPHY,
    "figures/wave.py": WAVE + "axes.set_title(open('data/title.txt').read())\n",
    "figures/data/title.txt": "old",
}
NEW = {
    "manuscript/metadata.yaml": METADATA.replace("A title", "Another title"),
    "manuscript/01-introduction.md": TEXT.replace("A text", "The new text"),
    "bib/references.bib": BIBLIOGRAPHY.replace("Neoclassical Realism", "Realism"),
    "figures/wave.py": OLD["figures/wave.py"].replace("-1, 0]", "-1, 0, 2]"),
    "figures/data/title.txt": "new",
}
FORMATS = ("html", "docx")
SOURCES = Path(__file__).parents[2] / "src"


@dataclass(frozen=True)
class Paper:
    """A manuscript, and a folder of temporary files that only its builds use."""

    root: Path
    temporary: Path

    def write(self, files: dict[str, str]) -> None:
        """Write sources."""
        write_all(self.root, files)

    def start(self, *words: str, formats: tuple[str, ...] = FORMATS, **fault: Any) -> Building:
        """Start a build in a process of its own, to which a fault may be done."""
        return self.octavo("build", "-C", str(self.root), *words, *formats, **fault)

    def octavo(self, *words: str, **fault: Any) -> Building:
        """Start a command in a process of its own, to which a fault may be done."""
        self.temporary.mkdir(exist_ok=True)
        path = [str(self.temporary.parent), str(SOURCES)] if fault else [str(SOURCES)]
        if fault:
            shutil.copy(Path(__file__).with_name("befalling.py"), path[0] + "/sitecustomize.py")
        variables = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.temporary),
            "OCTAVO_FAULT": json.dumps(fault),
            **({"OCTAVO_TOLD": fault["told"]} if "told" in fault else {}),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "octavo", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=variables,
        )

    def build(self, *words: str, **fault: Any) -> Built:
        """Build, and return the exit code and what was said."""
        process = self.start(*words, **fault)
        out, said = process.communicate()
        return Built(process.returncode, out, said)

    @property
    def outputs(self) -> dict[str, bytes]:
        """What stands where readers look."""
        return {p.name: p.read_bytes() for p in (self.root / "build").glob("manuscript*")}

    @property
    def unfinished(self) -> list[str]:
        """Return what a build should have taken away."""
        found = [*self.root.rglob(f"*{PREFIX}*"), *(self.root / "build").rglob(".[!s]*")]
        return [str(path) for path in [*found, *self.temporary.iterdir()]]

    def left(self) -> list[str]:
        """Return the processes of a build that are still there though it has ended."""
        for _ in range(300):
            found = [*processes_with(f"TMPDIR={self.temporary}")]
            if not found:
                break
            time.sleep(0.1)
        return found


Building = subprocess.Popen[str]


@dataclass(frozen=True)
class Built:
    """How a build ended."""

    code: int
    out: str
    said: str


def processes_with(variable: str) -> Iterator[str]:
    """Yield what runs with a variable in its environment."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                yield f"{folder.name} {(folder / 'cmdline').read_bytes()!r}"
        except OSError:
            continue


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """Return the old manuscript, not built yet."""
    paper = Paper(tmp_path / "paper", tmp_path / "temporary")
    paper.write(OLD)
    paper.temporary.mkdir()
    return paper


@dataclass(frozen=True)
class Revised:
    """A manuscript that was built and then edited; and what clean builds make of both states."""

    edited: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    moments: list[str]
    """What the build after the edit does to files and processes, in order."""

    seconds: float
    """How long that build takes."""

    def copy(self, folder: Path) -> Paper:
        """Return a copy to which a fault can be done."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.edited, folder / "paper")
        (folder / "temporary").mkdir()
        return Paper(folder / "paper", folder / "temporary")

    def mixed(self, outputs: dict[str, bytes]) -> list[str]:
        """Return the names of files that are neither the old ones nor the new ones."""
        names = {*self.old, *self.new, *outputs}
        return [n for n in names if outputs.get(n) not in (self.old[n], self.new[n])]


@pytest.fixture(scope="session")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Revised:
    """Build the old manuscript, edit it, and build the new one elsewhere and in a copy."""
    home = tmp_path_factory.mktemp("revised")
    paper, clean = (Paper(home / name, home / "temporary") for name in ("paper", "clean"))
    paper.write(OLD)
    clean.write(NEW)
    assert paper.build().code == clean.build().code == 0
    old, new = paper.outputs, clean.outputs
    assert old.keys() == new.keys()
    assert not any(old[name] == new[name] for name in old)
    paper.write(NEW)
    revised = Revised(paper.root, old, new, [], 0)
    copy = revised.copy(home / "copy")
    begun = time.monotonic()
    assert copy.build(told=str(home / "told")).code == 0
    seconds = time.monotonic() - begun
    assert copy.outputs == new
    return Revised(paper.root, old, new, (home / "told").read_text().splitlines(), seconds)


@contextmanager
def mounted(*words: str, at: Path) -> Iterator[None]:
    """Mount something for the time of a block."""
    at.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *words, str(at)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)
