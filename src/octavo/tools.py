"""Running other programs: the one module that starts processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import TypeAlias

from octavo.diagnostics import ToolError

MAX_OUTPUT = 1_000_000
"""Bytes of a program's messages that are kept."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `code` is negative for a signal, None for a time-out."""

    code: int | None
    output: bytes
    messages: str


KILLED = Ended(-9, b"", "")
"""How a program ended that was not let run, in the words of systems that have signals."""

Process: TypeAlias = "subprocess.Popen[bytes]"

_running: dict[object, Callable[[], None]] = {}
"""What runs, and how each is stopped."""

_stopping = threading.Event()


def run(
    command: Sequence[str],
    *,
    data: bytes = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
    megabytes: int | None = None,
) -> Ended:
    """Run a program in a process group of its own, and leave no process of it behind.

    It may take some time, and write to some memory.  Raise `ToolError` when it cannot be started.
    """
    process = _open(command, subprocess.PIPE, cwd, env)
    _limit(process, timeout, megabytes)
    code: int | None
    _enter(process, partial(_kill, process))
    try:
        output, messages = process.communicate(data, timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        output, messages = _cut_off(process)
        code = None
    except BaseException:
        _kill(process)
        process.communicate()
        raise
    finally:
        _running.pop(process)
        _kill(process)  # of its group, what it has left behind
    return Ended(code, output, messages[:MAX_OUTPUT].decode("utf-8", "replace"))


def _limit(process: Process, seconds: float | None, megabytes: int | None) -> None:
    """Let the system hold a program to its limits, too: it does so when we have been killed."""
    if sys.platform != "linux":
        return
    import resource

    wanted = {
        resource.RLIMIT_CPU: None if seconds is None else ceil(seconds) * (os.cpu_count() or 1),
        resource.RLIMIT_DATA: None if megabytes is None else megabytes << 20,
    }
    for kind, most in wanted.items():
        if most is not None:
            with suppress(OSError, ValueError):  # it has ended, or has a lower limit already
                resource.prlimit(process.pid, kind, (most, most))


def start(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], stop: Callable[[Process], None]
) -> Process:
    """Start a program that is talked to, in a process group of its own; its messages are lost.

    `stop` tells it to end, and must not wait.  Whoever starts it calls `end` in the end.
    Raise `ToolError` when it cannot be started.
    """
    process = _open(command, subprocess.DEVNULL, cwd, env)
    _enter(process, partial(stop, process))
    return process


def end(process: Process, seconds: float) -> None:
    """Wait for a program that was told to end, and kill it if it takes longer."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()
    finally:
        _running.pop(process)


def _open(
    command: Sequence[str], messages: int, cwd: Path | None, env: Mapping[str, str] | None
) -> Process:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=messages,
            cwd=cwd,
            env=env,
            start_new_session=True,
        )
    except OSError as error:
        raise ToolError(f"cannot start {command[0]}: {error.strerror}") from error


@contextmanager
def stopped_by(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop`, which must not wait, when everything is stopped within the block."""
    work = object()
    _enter(work, stop)
    try:
        yield
    finally:
        _running.pop(work)


def _enter(process: object, stop: Callable[[], None]) -> None:
    _running[process] = stop
    if _stopping.is_set():
        stop()


@contextmanager
def stopping_all(when: type[BaseException] = BaseException) -> Iterator[None]:
    """Stop every program that still runs, or would be started, when the block is left in haste.

    Without this an interrupted build would wait for the slowest of its figure scripts.
    """
    try:
        yield
    except when:
        stop_all()
        raise


def stop_all() -> None:
    """Stop every program that still runs, and those that are started until `starting_anew` ends."""
    _stopping.set()
    for stop in list(_running.values()):
        stop()


@contextmanager
def starting_anew() -> Iterator[None]:
    """Let programs start again behind the block, whatever stopped them within it."""
    try:
        yield
    finally:
        _stopping.clear()


def _cut_off(process: Process) -> tuple[bytes, bytes]:
    """Kill a program and return what it wrote; one that left its group may hold the pipes."""
    _kill(process)
    try:
        return process.communicate(timeout=1)
    except subprocess.TimeoutExpired as late:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        process.wait()
        return late.output or b"", late.stderr or b""


def kill_group(number: int) -> None:
    """Kill a process group, if it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)


def _kill(process: Process) -> None:
    if os.name == "posix":
        kill_group(process.pid)
    else:
        process.kill()
