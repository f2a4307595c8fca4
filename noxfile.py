"""The sessions of Octavo: `nox -l` lists them, `nox -s NAME` runs one.

`python noxfile.py -s NAME` does the same on a machine that has Python alone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    import build

    if not build.is_installed():
        sys.exit(build.reenter(Path(__file__)))

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["build", "check", "tests", "lint", "types"]
nox.options.reuse_existing_virtualenvs = True

UNPACKED = ("src", "build", ".git", ".nox", ".venv", "node_modules", "*cache*")
"""What the wheel is tested without."""

SOURCES = ("src", "tests", "figures", "benchmarks", "build.py", "noxfile.py")


def install(session: nox.Session) -> None:
    """Install what is locked, and Octavo itself as it stands here."""
    session.install("--require-hashes", "-r", "requirements-dev.lock")
    session.install("--no-deps", "--no-build-isolation", "--editable", ".")


@nox.session(name="build")
def build_manuscript(session: nox.Session) -> None:
    """Build the manuscript into build/; words after `--` name the formats."""
    install(session)
    session.run("octavo", "build", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Look for everything that a journal would send back; words after `--` are octavo's."""
    install(session)
    session.run("octavo", "check", *session.posargs)


@nox.session
def citations(session: nox.Session) -> None:
    """Check the citations and the bibliography."""
    install(session)
    session.run("octavo", "check", "citations", *session.posargs)


@nox.session
def links(session: nox.Session) -> None:
    """Build the manuscript, and check the links in the sources and in what was built."""
    install(session)
    session.run("octavo", "build", "--quiet")
    session.run("octavo", "check", "links", *session.posargs)


@nox.session
def submission(session: nox.Session) -> None:
    """Check and pack what a journal wants; words after `--` are octavo's, its profile first."""
    install(session)
    session.run("octavo", "submit", *session.posargs)


@nox.session
def verify(session: nox.Session) -> None:
    """Build twice in different surroundings and compare; words after `--` are octavo's."""
    install(session)
    session.run("octavo", "verify", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; words after `--` go to pytest."""
    install(session)
    # Most are files that are read: what they depend on is not wanted.
    session.install("--no-deps", "--require-hashes", "-r", "requirements-judges.lock")
    # a file at a time, as the tests of one share what they build
    session.run("pytest", "--numprocesses=auto", "--dist=loadfile", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try for hours what `tests` tries for minutes: inputs made at random, new ones each time."""
    install(session)
    at_random = ("-m", "hypothesis", "--hypothesis-profile=nightly")
    session.run("pytest", *at_random, *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Tell which branches the tests do not take."""
    install(session)
    session.install("--no-deps", "--require-hashes", "-r", "requirements-judges.lock")
    Path("build/coverage").mkdir(parents=True, exist_ok=True)
    session.run("coverage", "erase")
    at_once = ("--numprocesses=auto", "--dist=loadfile")
    measured = ("coverage", "run", "-m", "pytest", *at_once, *session.posargs)
    session.run(*measured, success_codes=[0, 1])  # a few tests look at their own process
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", "--show-missing")


@nox.session
def judge(session: nox.Session) -> None:
    """Let independent judges look at what is built of the reference article and of a hard one."""
    install(session)
    session.install("--no-deps", "--require-hashes", "-r", "requirements-judges.lock")
    session.run("bash", ".ci/judges", external=True)
    at_once = ("--numprocesses=auto", "--dist=loadfile")
    session.run("pytest", "tests/judges", *at_once, *session.posargs)


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def package(session: nox.Session) -> None:
    """Build wheel and source package, and test the wheel without the sources on each Python."""
    session.install("--require-hashes", "-r", "requirements-dev.lock")
    with tempfile.TemporaryDirectory() as folder:  # beyond this manuscript
        session.run("hatchling", "build", "--directory", f"{folder}/dist")
        (wheel,) = Path(folder, "dist").glob("*.whl")
        session.install("--no-deps", "--force-reinstall", str(wheel))
        tree = shutil.copytree(".", f"{folder}/tree", ignore=shutil.ignore_patterns(*UNPACKED))
        with session.chdir(tree):
            session.run("pytest", *(session.posargs or ("tests/test_init.py", "tests/test_cli.py")))


@nox.session
def bench(session: nox.Session) -> None:
    """Measure builds beside pandoc and Typst alone; words after `--` are sizes, as 6000x5."""
    install(session)
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of the code with ruff, which needs nothing else."""
    session.install("--require-hashes", "-r", "requirements-lint.lock")
    session.run("ruff", "check", *SOURCES)
    session.run("ruff", "format", "--check", *SOURCES)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types with mypy, strictly."""
    install(session)
    session.run("mypy")


if __name__ == "__main__":
    nox.main()
