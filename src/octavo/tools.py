"""Running other programs: the one module that starts processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from octavo.characters import IN_JSON, tree_without
from octavo.diagnostics import ToolError
from octavo.nodes import API_VERSION, Node

PANDOC_SECONDS = 60
PANDOC_MINIMUM = (3, 9)
MAX_OUTPUT = 1_000_000
"""Bytes of a program's messages that are kept."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `code` is negative for a signal, None for a time-out."""

    code: int | None
    output: bytes
    messages: str


Process: TypeAlias = "subprocess.Popen[bytes]"

_running: dict[Process, Callable[[], None]] = {}
"""What runs, and how each is stopped."""

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
    process = _open(command, subprocess.PIPE, cwd, env)
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


def _enter(process: Process, stop: Callable[[], None]) -> None:
    _running[process] = stop
    if _stopping.is_set():
        stop()


@contextmanager
def stopping_all() -> Iterator[None]:
    """Stop every program that still runs, or would be started, when the block is left in haste.

    Without this an interrupted build would wait for the slowest of its figure scripts.
    """
    try:
        yield
    except BaseException:
        _stopping.set()
        for stop in list(_running.values()):
            stop()
        raise


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


@cache
def pandoc_path() -> str:
    """Return the path of pandoc, new enough; raise `ToolError` without one."""
    import pypandoc

    try:
        path = str(pypandoc.get_pandoc_path())
        version = str(pypandoc.get_pandoc_version())
    except OSError as error:
        raise ToolError("pandoc is missing", "install the package pypandoc-binary") from error
    if tuple(int(part) for part in version.split(".")[:2]) < PANDOC_MINIMUM:
        needed = ".".join(map(str, PANDOC_MINIMUM))
        raise ToolError(f"pandoc {version} at {path} is too old", f"Octavo needs {needed} or newer")
    return path


def pandoc(*arguments: str, data: bytes, env: Mapping[str, str] | None = None) -> bytes:
    """Run pandoc on `data` and return what it writes; raise `ToolError` when it fails."""
    ended = run(
        [pandoc_path(), *arguments],
        data=data,
        env={**os.environ, **(env or {})},
        timeout=PANDOC_SECONDS,
    )
    if ended.code is None:
        raise ToolError(f"pandoc did not end within {PANDOC_SECONDS} seconds")
    if ended.code != 0:
        raise ToolError(f"pandoc failed ({ended.code}): {ended.messages.strip()[-2000:]}")
    return ended.output


def pandoc_blocks(*arguments: str, data: bytes) -> list[Node]:
    """Run pandoc on `data` and return the blocks of the document that it reads.

    Their texts hold no control characters, which entities such as `&#11;` would bring in.
    """
    written = pandoc(*arguments, "--to=json", data=data)
    document: dict[str, Any] = json.loads(written)
    if document["pandoc-api-version"][:2] != API_VERSION[:2]:
        raise ToolError(f"pandoc's syntax tree has the version {document['pandoc-api-version']}")
    blocks: list[Node] = document["blocks"]
    if IN_JSON.search(written):
        blocks = tree_without(blocks)
    return blocks


def pandoc_json(blocks: list[Node], meta: Mapping[str, Node] | None = None) -> bytes:
    """Return blocks as the JSON that pandoc reads."""
    document = {"pandoc-api-version": API_VERSION, "meta": meta or {}, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that pandoc's reader says of a place in its input; lines and columns from 1."""

    type: str
    text: str
    line: int
    column: int


def pandoc_read(*arguments: str, data: bytes) -> tuple[list[Node], tuple[Warned, ...]]:
    """Run pandoc on `data`; return the blocks that it reads and what it says of them."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.json")
        blocks = pandoc_blocks(*arguments, f"--log={log}", data=data)
        messages = _messages(log)
    placed = [(m, m.get("openpos", m)) for m in messages]
    return blocks, tuple(
        Warned(m["type"], str(m.get("contents", "")), int(at["line"]), int(at["column"]))
        for m, at in placed
        if "line" in at and "column" in at
    )


def pandoc_log(*arguments: str, data: bytes) -> list[dict[str, Any]]:
    """Run pandoc on `data` and return what it says about it, not what it writes."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.json")
        pandoc(*arguments, f"--log={log}", data=data)
        return _messages(log)


def _messages(log: Path) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = json.loads(log.read_bytes()) if log.exists() else []
    return messages
