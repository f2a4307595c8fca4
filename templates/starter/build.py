"""`python build.py …` is the `octavo …` command; alone, or with formats, it builds.

It takes the Octavo of this Python, or else the one that the terminal finds, or else puts the
one that `requirements.txt` names into an environment `.venv`, once.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FORMATS = ("pdf", "docx", "html", "jats", "epub", "latex")
BUILD_OPTIONS = ("--why", "--quiet", "-q")


def main() -> int:
    """Build the manuscript, or do what the other words say."""
    words = sys.argv[1:]
    if not words or words[0] in (*FORMATS, *BUILD_OPTIONS):
        words = ["build", "--project", str(ROOT), *words]
    if importlib.util.find_spec("octavo"):
        from octavo.cli import run

        return run(words)
    program = shutil.which("octavo")
    # -P: what lies in this folder is no module of Octavo's
    command = [program] if program else [str(environment()), "-P", "-m", "octavo"]
    return subprocess.run([*command, *words], check=False).returncode


def environment() -> Path:
    """Make `.venv` unless it is there; return its Python."""
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = folder / "octavo.txt", (ROOT / "requirements.txt").read_text(encoding="utf-8")
    if not (python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        print("octavo: making the environment .venv, once", file=sys.stderr)
        try:
            venv.create(folder, with_pip=True, clear=True)
            pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
            subprocess.run([*pip, "-r", str(ROOT / "requirements.txt")], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"octavo: the environment .venv could not be made: {error}", file=sys.stderr)
            sys.exit(3)
        stamp.write_text(wanted, encoding="utf-8")
    return python


if __name__ == "__main__":
    sys.exit(main())
