"""The folder of a new manuscript, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from octavo.diagnostics import UsageError
from octavo.folders import make_folder, unfinished, writing
from octavo.root import shipped_templates

Files = Mapping[PurePosixPath, bytes]
"""What a folder holds, by the path within it."""

WORKFLOWS = (".github/workflows/manuscript.yml", ".gitlab-ci.yml")
SHARED = tuple(map(PurePosixPath, ("figures/_style.py", *WORKFLOWS)))
"""What the starter has from Octavo's own manuscript, which is one like any other."""

SCHEMA = "manuscript/metadata.schema.json"
"""What editors know the keys of the metadata from, which the line below names to them."""

MODELINE = "# yaml-language-server: $schema=metadata.schema.json\n"

HOUSEHOLD = ("README.md", "build.py", ".gitignore", "requirements.txt", SCHEMA, *WORKFLOWS)
"""What every manuscript has beside its text."""


def starter() -> dict[PurePosixPath, bytes]:
    """Return the files of a manuscript that shows how one is written."""
    home = shipped_templates() / "starter"
    found = {
        PurePosixPath(path.relative_to(home).as_posix()): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    found[PurePosixPath(".gitignore")] = found.pop(PurePosixPath("gitignore"))
    for path in SHARED:
        if path not in found:  # beside the sources it stands in its own place alone
            found[path] = (home.parents[1] / path).read_bytes()
    found[PurePosixPath("requirements.txt")] = f"{_requirement()}\n".encode()
    return found


def household() -> dict[PurePosixPath, bytes]:
    """Return what a manuscript needs that brings its own text."""
    return {path: data for path, data in starter().items() if str(path) in HOUSEHOLD}


def refuse_full(folder: Path) -> None:
    """Raise `UsageError` where a manuscript would lie over something else."""
    if folder.is_dir():
        if any(folder.iterdir()):
            hint = "name a folder that is not there yet, or an empty one"
            raise UsageError(f"{folder} is not empty: nothing is written over it", hint)
    elif os.path.lexists(folder):
        raise UsageError(f"{folder} is a file", "name a folder that is not there yet")


def lay(files: Files, folder: Path) -> None:
    """Write the files into a folder that is not there or empty: all of them or none."""
    refuse_full(folder)
    there = folder.is_dir()
    home = folder if there else folder.absolute().parent
    make_folder(home)
    with unfinished(home) as aside:
        waiting = aside / folder.absolute().name
        for path, data in files.items():
            make_folder((waiting / path).parent)
            with writing(waiting / path):
                (waiting / path).write_bytes(data)
        with writing(folder):
            if there:
                for child in sorted(waiting.iterdir()):
                    child.replace(folder / child.name)
            else:
                waiting.replace(folder)


def _requirement() -> str:
    """Return how pip finds this Octavo again: by version, or where it was installed from.

    (https://packaging.python.org/en/latest/specifications/direct-url/)
    """
    try:
        this = distribution("octavo")
    except PackageNotFoundError:
        return f"octavo @ {Path(__file__).resolve().parents[3].as_uri()}"
    origin = json.loads(this.read_text("direct_url.json") or "{}")
    url = origin.get("url")
    if not url:
        return f"octavo=={this.version}"
    digest = origin.get("archive_info", {}).get("hashes", {}).get("sha256")
    return f"octavo @ {url}#sha256={digest}" if digest else f"octavo @ {url}"
