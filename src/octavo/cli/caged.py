"""A command within the cage: `python -P -m octavo.cli.caged`, with what is asked in JSON.

What it leaves goes through a pipe to whoever made the cage.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import click

from octavo.cage import scripts_cage
from octavo.cli.terminal import TOOL
from octavo.confinement import FILES, GREETING
from octavo.tools import run as run_program

MEGABYTES = 4200
"""The most memory that a process may write to: Typst's, and that of a figure script by default."""

SECONDS, FILE_BYTES, OPEN = 600, 500_000_000, 1024
TRYING = 60
"""Seconds for making a cage around nothing."""


def main(asked: Mapping[str, Any]) -> int:
    """Run the words that are asked for; hand over the files and the exit code."""
    from octavo.cli import run

    tried = run_program([*scripts_cage(Path(tempfile.gettempdir())), "true"], timeout=TRYING)
    if tried.code != 0:
        click.echo(tried.messages, err=True)
        return TOOL
    with open(int(asked["end"]), "wb") as end:  # noqa: PTH123  (it has no name)
        end.write(GREETING)
        end.flush()
        limit()
        code = run(asked["words"])
        sys.stdout.flush()
        if asked["folder"]:
            hand_over(Path(asked["folder"]), end)
        end.write(json.dumps({"code": code}).encode() + b"\n")
    return code


def limit() -> None:
    """Bound what this process and each that it starts may need; none can have more again."""
    import resource

    bounds = {
        resource.RLIMIT_DATA: MEGABYTES << 20,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        _, given = resource.getrlimit(what)
        top = most if given == resource.RLIM_INFINITY else min(most, given)
        resource.setrlimit(what, (top, top))


def hand_over(folder: Path, end: BinaryIO) -> None:
    """Write the finished files of a folder, each behind its name and size."""
    for name in sorted(FILES):
        with suppress(FileNotFoundError):
            data = (folder / name).read_bytes()
            end.write(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
