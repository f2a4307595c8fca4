"""What a user of the wheel gets."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from hatchling.build import build_sdist, build_wheel

from octavo.bringing.layout import SHARED, starter
from octavo.cli import command_named
from octavo.root import Format

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the source package, and lay it where it would be installed.

    What the wheel lacks, and what the source package lacks to make it, is wanting there.
    """
    folder = tmp_path_factory.mktemp("package")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        with tarfile.open(folder / build_sdist(str(folder))) as sources:
            sources.extractall(folder, filter="data")
        (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
        patch.chdir(unpacked)
        with zipfile.ZipFile(folder / build_wheel(str(folder))) as wheel:
            wheel.extractall(folder / "installed")
    return folder / "installed"


def python(installed: Path, folder: Path, *words: str) -> str:
    """Return what a Python that has the wheel says, to which no warning is too small to fail."""
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    return done.stdout


def test_the_wheel_carries_templates_words_and_the_page(installed: Path) -> None:
    """Shipped templates are the repository's own, the preview has its page, types are told."""
    package = installed / "octavo"
    names = {p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()}
    shipped = {n.removeprefix("_templates/") for n in names if n.startswith("_templates/")}
    templates = ROOT / "templates"
    own = {p.relative_to(templates).as_posix() for p in templates.rglob("*") if p.is_file()}
    assert shipped == own | {f"starter/{path}" for path in SHARED}
    assert {"words.toml", "py.typed"} <= names
    page = {"page.html", "page.css", "page.js", "place.js"}
    assert {f"preview/{name}" for name in page} <= names


def test_the_wheel_alone_begins_and_builds_a_manuscript(installed: Path, tmp_path: Path) -> None:
    """`octavo init paper`, and there `python build.py`, without the sources or a warning."""
    begun = python(
        installed, tmp_path, "-c", "import octavo.cli as c; print(c.__file__, c.run(['init', 'p']))"
    )
    assert begun.split("\n")[-2] == f"{installed / 'octavo/cli/__init__.py'} 0"
    paper = tmp_path / "p"
    files = {path.relative_to(paper).as_posix() for path in paper.rglob("*") if path.is_file()}
    assert files == {str(path) for path in starter()}
    python(installed, paper, "build.py")
    built = {path.name for path in (paper / "build").glob("manuscript.*")}
    assert built == {"manuscript.pdf", "manuscript.docx", "manuscript.html"}


def test_the_container_is_given_all_that_the_wheel_is_made_of() -> None:
    """Each file and folder that the wheel takes in is copied into the image first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    recipe = (ROOT / "Containerfile").read_text(encoding="utf-8")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--)(.+)$", recipe, re.M)
        for name in line.split()[:-1]
    ]
    wanted = [*wheel["packages"], *wheel["force-include"], "README.md", "LICENSE"]
    assert all(any(f"{name}/".startswith(f"{c}/") for c in copied) for name in wanted)
    assert "requirements.lock" in copied


def test_locks_name_no_host() -> None:
    """Packages are pinned by name, version and hash alone."""
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_build_script_knows_every_format_and_flag() -> None:
    """`build.py epub --why` is `octavo build epub --why`, and runs before there is Octavo."""
    specification = importlib.util.spec_from_file_location("build_script", ROOT / "build.py")
    assert specification is not None
    assert specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    assert get_args(Format) == script.FORMATS
    flags = [
        parameter
        for parameter in command_named("build").params
        if parameter.name in ("quiet", "why", "manifest", "trusted")
    ]
    names = {name for flag in flags for name in (*flag.opts, *flag.secondary_opts)}
    assert names == set(script.BUILD_OPTIONS)
