"""Running other programs: the one module that starts processes."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import NamedTuple, TypeAlias

from octavo.diagnostics import ToolError
from octavo.processes import family_of, memory_of

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


class Account(NamedTuple):
    """Whose rights a program has, by the system's numbers."""

    user: int
    group: int


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
    umask: int = -1,
    user: Account | None = None,
) -> Ended:
    """Run a program in a process group of its own, and leave no process of it behind.

    It may take some time, and write to some memory.  Raise `ToolError` when it cannot be started.
    """
    process = _open(command, subprocess.PIPE, cwd, env, umask=umask, user=user)
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


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program that is not trusted may need, with all that it starts."""

    seconds: float
    memory: int
    processes: int
    messages: int
    """Bytes of its output, and of its messages, that are kept; the rest is lost."""

    results: int
    """Bytes of its results."""


@dataclass(frozen=True, slots=True)
class Confined:
    """How a program ended that was not trusted: `excess` says which of its bounds it broke."""

    ended: Ended
    results: bytes
    excess: str = ""


LOOK = 0.2
"""Seconds between two looks at what a program needs."""


def confine(command: Callable[[int], Sequence[str]], bounds: Bounds) -> Confined:
    """Run a program that is not trusted, which writes its results to the descriptor it is told.

    It has no input and no variables, and is killed when it breaks its bounds.  Nothing of it is
    believed here.
    """
    results, end_of_results = os.pipe()
    try:
        # what makes a cage lives in it, and the variables that it was given can be read there
        process = _open(command(end_of_results), subprocess.PIPE, None, {}, (end_of_results,))
    except BaseException:
        os.close(results)
        raise
    finally:
        os.close(end_of_results)
    _enter(process, partial(_kill, process))
    try:
        if process.stdin is not None:
            process.stdin.close()
        ends = [pipe.fileno() for pipe in (process.stdout, process.stderr) if pipe is not None]
        kept = {end: bytearray() for end in (*ends, results)}
        excess = _heard(process, kept, results, bounds)
        output, messages, made = map(bytes, kept.values())
        said = messages.decode("utf-8", "replace")
        return Confined(Ended(process.wait(), output, said), made, excess)
    finally:
        _kill(process)
        process.wait()
        _running.pop(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        os.close(results)


def _heard(process: Process, kept: dict[int, bytearray], results: int, bounds: Bounds) -> str:
    """Keep what a program writes until all its ends are closed; return the bound that it broke."""
    excess = ""
    deadline = time.monotonic() + bounds.seconds
    look = time.monotonic() + LOOK
    with selectors.DefaultSelector() as ready:
        for end in kept:
            ready.register(end, selectors.EVENT_READ)
        while ready.get_map():
            for key, _ in ready.select(LOOK):
                received = os.read(key.fd, 1 << 16)
                if not received:
                    ready.unregister(key.fd)
                kept[key.fd] += received
                limit = bounds.results if key.fd == results else bounds.messages
                if key.fd == results and len(kept[key.fd]) > limit:
                    excess = excess or f"its results have more than {limit / 1e6:.0f} MB"
                del kept[key.fd][limit:]
            if time.monotonic() >= look and not excess:
                excess = _excess(process.pid, bounds, deadline)
                look = time.monotonic() + LOOK
            if excess:
                _kill(process)
    return excess


def _excess(number: int, bounds: Bounds, deadline: float) -> str:
    """Say which of its bounds a program breaks now, if any."""
    if time.monotonic() >= deadline:
        return f"it did not end within {bounds.seconds:g} seconds"
    family = family_of(number)
    if len(family) > bounds.processes:
        return f"it has more than {bounds.processes} processes"
    if memory_of(family) > bounds.memory:
        return f"it needs more than {bounds.memory / 1e6:.0f} MB"
    return ""


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
    command: Sequence[str],
    messages: int,
    cwd: Path | None,
    env: Mapping[str, str] | None,
    passed: Sequence[int] = (),
    umask: int = -1,
    user: Account | None = None,
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
            umask=umask,
            user=user.user if user else None,
            group=user.group if user else None,
            extra_groups=() if user else None,
            pass_fds=passed,
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
