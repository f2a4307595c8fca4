"""Running other programs: the one module that starts processes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import ToolError

MAX_OUTPUT = 1_000_000
"""Bytes of a program's messages that are kept."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `code` is negative for a signal, None for a time-out."""

    code: int | None
    output: bytes
    messages: str


_running: set[subprocess.Popen[bytes]] = set()
_stopping = threading.Event()


def run(
    command: Sequence[str],
    *,
    data: bytes = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> Ended:
    """Run a program in a process group of its own, and leave no process of it behind.

    Raise `ToolError` when it cannot be started.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=env,
            start_new_session=True,
        )
    except OSError as error:
        raise ToolError(f"cannot start {command[0]}: {error.strerror}") from error
    code: int | None
    _running.add(process)
    if _stopping.is_set():
        _kill(process)
    try:
        output, messages = process.communicate(data, timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        _kill(process)
        output, messages = process.communicate()
        code = None
    except BaseException:
        _kill(process)
        process.communicate()
        raise
    finally:
        _running.discard(process)
    return Ended(code, output, messages[:MAX_OUTPUT].decode("utf-8", "replace"))


@contextmanager
def stopping_all() -> Iterator[None]:
    """Stop every program that still runs, or would be started, when the block is left in haste.

    Without this an interrupted build would wait for the slowest of its figure scripts.
    """
    try:
        yield
    except BaseException:
        stop_all()
        raise


def stop_all() -> None:
    """Stop every program that still runs, and those that are started until `starting_anew` ends."""
    _stopping.set()
    for process in list(_running):
        _kill(process)


@contextmanager
def starting_anew() -> Iterator[None]:
    """Let programs start again behind the block, whatever stopped them within it."""
    try:
        yield
    finally:
        _stopping.clear()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
