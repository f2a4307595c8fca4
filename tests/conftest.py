"""Small manuscripts, written to a temporary folder, for every test that builds one."""

from __future__ import annotations

import importlib
import pkgutil
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

import octavo
from octavo.project import Project, load_project

# A busy machine is no fault of what is tested, and a commit passes each time or never: what is
# random is tried by `nox -s fuzz`.
hypothesis.settings.register_profile(
    "octavo",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "nightly",
    parent=hypothesis.settings.get_profile("octavo"),
    derandomize=False,
    max_examples=1000,
    print_blob=True,
)
hypothesis.settings.load_profile("octavo")

# what runs behind a shell, or outlives it, ignores signals, and so would all that tests start
for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    if signal.getsignal(ending) is signal.SIG_IGN:
        heard = signal.default_int_handler if ending == signal.SIGINT else signal.SIG_DFL
        signal.signal(ending, heard)

METADATA = "title: A title\nauthors: [{name: Ada Example}]\n"
SECTION = "# Introduction\n\nText.\n"
BIBLIOGRAPHY = """\
@article{rose1998,
  author = {Rose, Gideon},
  title = {Neoclassical Realism and Theories of Foreign Policy},
  journaltitle = {World Politics},
  volume = {51},
  pages = {144--172},
  date = {1998},
  doi = {10.1017/S0043887100007814},
}

@book{walt1987,
  author = {Walt, Stephen M.},
  title = {The Origins of Alliances},
  location = {Ithaca, NY},
  publisher = {Cornell University Press},
  date = {1987},
}
"""
WAVE = '''"""A wave that rises and falls once."""
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(2, 1), layout="constrained")
axes.plot([0, 1, 0, -1, 0])
'''

Files = dict[str, str | bytes | Path]
Write = Callable[..., Path]
Load = Callable[..., Project]


Test = TypeVar("Test", bound=Callable[..., None])
NIGHTLY = 60
"""How many times as many examples the long run has."""


def examples(count: int, *unchecked: hypothesis.HealthCheck) -> Callable[[Test], Test]:
    """Let a property have so many examples, always the same; in the long run, many others."""
    unchecked += (hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large)
    if hypothesis.settings.get_current_profile_name() == "nightly":
        return hypothesis.settings(max_examples=count * NIGHTLY, suppress_health_check=unchecked)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    return hypothesis.settings(max_examples=count, phases=phases, suppress_health_check=unchecked)


def write_all(root: Path, files: Mapping[str, str | bytes | Path]) -> Path:
    """Write files below a folder, and return that; a path as a content makes a link to it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.symlink_to(content)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options: one rewrites golden files, one takes the time that a night has."""
    parser.addoption("--rewrite", action="store_true", help="rewrite the specifications' findings")
    parser.addoption("--nightly", action="store_true", help="try every fault many times more")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Import all modules where properties are tried: Hypothesis makes use of the words in them.

    Its examples would depend on what the tests before had loaded.
    """
    if any(item.get_closest_marker("hypothesis") for item in session.items):
        for module in pkgutil.walk_packages(octavo.__path__, f"{octavo.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.fixture(scope="session")
def nightly(request: pytest.FixtureRequest) -> bool:
    """Tell whether there is time to try a fault at every moment."""
    return bool(request.config.getoption("--nightly"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a manuscript: `write({"manuscript/01-a.md": "…"})`.

    A path in the place of a content makes a link that leads there.
    """

    def write_files(files: Files | None = None) -> Path:
        given: Files = {
            "manuscript/metadata.yaml": METADATA,
            "bib/references.bib": BIBLIOGRAPHY,
            **(files or {}),
        }
        if not any(name.endswith(".md") for name in given):
            given["manuscript/01-introduction.md"] = SECTION
        return write_all(tmp_path, given)

    return write_files


@pytest.fixture
def load(write: Write) -> Load:
    """Return a function that writes a manuscript and loads it as a project."""

    def load_files(files: Files | None = None) -> Project:
        return load_project(write(files))

    return load_files
