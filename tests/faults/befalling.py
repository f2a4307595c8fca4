"""Faults at exact moments: what the Python of a build runs before anything else.

Python tells an audit hook of everything that a build does to files and processes
(https://docs.python.org/3/library/audit_events.html): each is a moment.  `$OCTAVO_FAULT` is JSON:
at which moment, what shall happen; without a moment they are only written down, in `$OCTAVO_TOLD`.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EVENTS = frozenset("os.rename os.remove os.mkdir os.rmdir os.utime subprocess.Popen".split())


def befall() -> None:
    """Do what the environment asks for, if this is the process of a build."""
    asked = os.environ.get("OCTAVO_FAULT")
    if asked is None or sys.orig_argv[1:4] != ["-m", "octavo", "build"]:
        return
    fault = json.loads(asked)
    if shift := fault.get("clock"):
        _move_clock(shift)
        return
    count = itertools.count(1)
    busy: list[int] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if busy or not _is_moment(event, arguments):
            return
        number = next(count)
        if told := os.environ.get("OCTAVO_TOLD"):
            busy.append(1)
            with Path(told).open("a") as file:
                file.write(f"{event} {' '.join(map(str, arguments[:2]))}\n".replace("\n\n", "\n"))
            busy.clear()
        if number == fault.get("at"):
            busy.append(1)
            ACTS[fault["act"]](fault)
            busy.clear()

    sys.addaudithook(hook)


def _is_moment(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether something of a file is about to change, or a process to start."""
    if event == "open":
        path, _, flags = arguments
        return bool(flags & (os.O_WRONLY | os.O_RDWR)) and not str(path).startswith("/dev/")
    return event in EVENTS


def _signal(fault: dict[str, Any]) -> None:
    os.kill(os.getpid(), fault["signal"])


def _edit(fault: dict[str, Any]) -> None:
    """Put other sources into the place of those that are being read."""
    shutil.copytree(fault["new"], fault["root"], dirs_exist_ok=True, copy_function=shutil.copyfile)


def _move_clock(seconds: float) -> None:
    """Let this process live at another time."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + int(seconds * 1e9)


ACTS: dict[str, Callable[[dict[str, Any]], None]] = {"signal": _signal, "edit": _edit}

if __name__ == "sitecustomize":
    befall()
