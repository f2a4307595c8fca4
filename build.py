"""`python build.py …` is the `octavo …` command; alone, it builds every format.

On a fresh machine it first makes the environment `.venv` from `requirements.lock`,
where every package has its version and hash; nothing else is ever installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")
BUILD_OPTIONS = ("--why", "--manifest", "--quiet", "-q", "--untrusted", "--trusted")
"""What may be said of a build without the word."""


def main() -> int:
    """Build the manuscript, or do what the other words say."""
    if not is_installed():
        return reenter(Path(__file__))
    from octavo.cli import run

    words = sys.argv[1:]
    is_build = not words or words[0] in (*FORMATS, *BUILD_OPTIONS)
    return run(["build", "--project", str(ROOT), *words] if is_build else words)


def is_installed() -> bool:
    """Tell whether this Python has Octavo, from this folder, and what it needs."""
    found = importlib.util.find_spec("octavo")
    here = found is not None and Path(str(found.origin)).is_relative_to(ROOT)
    needed = ("click", "matplotlib", "nox", "pypandoc", "typst")
    return here and all(importlib.util.find_spec(name) for name in needed)


def reenter(script: Path) -> int:
    """Run a script again, with the same words, in the project's own environment."""
    if Path(sys.prefix) == ROOT / ".venv":
        sys.exit("octavo: the environment .venv is broken\n  hint: delete it and run this again")
    command = [str(environment()), str(script), *sys.argv[1:]]
    # what another project put on the path must not stand before what is locked
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, variables)  # noqa: S606  (the interpreter itself)
    return subprocess.run(command, check=False, env=variables).returncode


def environment() -> Path:
    """Make `.venv` unless it is there and current; return its Python."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs on whatever Python there is)
        sys.exit(f"octavo: Python {sys.version.split()[0]} is too old\n  hint: use 3.11 or newer")
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "octavo-lock.sha256"
    # an environment knows its folder, so that a copy of one is made anew
    digest = hashlib.sha256(LOCK.read_bytes() + os.fsencode(ROOT)).hexdigest()
    if not (python.exists() and stamp.exists() and stamp.read_text() == digest):
        print("octavo: making the environment .venv, once", file=sys.stderr)  # noqa: T201
        try:
            venv.create(folder, with_pip=True, clear=True)
            pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
            subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
            own = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
            subprocess.run([*pip, *own], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"octavo: the environment .venv could not be made: {error}")
        stamp.write_text(digest)
    return python


if __name__ == "__main__":
    sys.exit(main())
