"""What a command costs: CPU seconds of its whole tree of processes, and the largest one's memory.

    python benchmarks/measuring.py FOLDER COMMAND...

Each command is started from a fresh, small process, which runs this file alone: the kernel
gives sums over all children that a process has ever had, and a child is never reckoned
smaller than the process that it was forked from.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl.h


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took; `failed` says why it gave nothing."""

    cpu: float
    """Seconds, user and system, of the command and all its descendants."""

    memory: float
    """Megabytes that its largest process held at its largest, shared pages included."""

    failed: str = ""


def measure(command: list[str], folder: Path, variables: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder, with more variables, and return what it cost."""
    clean = [sys.executable, "-I", "-S", __file__, str(folder), *command]
    environment = {**os.environ, **(variables or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    done = subprocess.run(clean, capture_output=True, text=True, check=True, env=environment)
    return Cost(**json.loads(done.stdout.rpartition("\n")[2]))


def _main(folder: str, command: list[str]) -> None:
    _adopt()
    # a file, not a pipe: what is left behind may hold a pipe open for ever
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd=folder, stdout=output, stderr=output, check=False)
        output.seek(0)
        said = output.read().decode("utf-8", "replace").strip()
    _reap()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    first = said.partition("\n")[0] or f"exit code {done.returncode}"
    cost = {
        "cpu": round(used.ru_utime + used.ru_stime, 3),
        "memory": round(used.ru_maxrss / unit, 1),
        "failed": first if done.returncode else "",
    }
    sys.stdout.write(json.dumps(cost))


def _adopt() -> None:
    """Become the parent of what the command leaves behind, lest it be counted nowhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def _reap() -> None:
    """End and count what the command left behind."""
    if sys.platform != "linux":
        return
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    while left := listed.read_text().split():
        for child in map(int, left):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
