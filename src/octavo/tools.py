"""Running other programs: the one module that starts processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from octavo.characters import IN_JSON, tree_without
from octavo.diagnostics import ToolError
from octavo.nodes import API_VERSION, Node

PANDOC_SECONDS = 60
PANDOC_SECONDS_A_MEGABYTE = 30
"""A tree of 150,000 words has 8 MB, and citeproc can take a minute for its 2,000 references."""

PANDOC_MINIMUM = (3, 9)
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
        _stopping.set()
        for process in list(_running):
            _kill(process)
        raise


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
    seconds = PANDOC_SECONDS + PANDOC_SECONDS_A_MEGABYTE * len(data) / 1e6
    ended = run(
        [pandoc_path(), *arguments],
        data=data,
        env={**os.environ, **(env or {})},
        timeout=seconds,
    )
    if ended.code is None:
        doing, hint = _errand(arguments)
        raise ToolError(f"pandoc did not end within {seconds:.0f} seconds, {doing}", hint)
    if ended.code != 0:
        raise ToolError(f"pandoc failed ({ended.code}): {ended.messages.strip()[-2000:]}")
    return ended.output


def _errand(arguments: Sequence[str]) -> tuple[str, str]:
    """Return what pandoc is asked to do, and what has been seen to keep it from ending."""
    options = dict(argument.split("=", 1) for argument in arguments if "=" in argument)
    reader, writer = options.get("--from", ""), options.get("--to", "json")
    if "--citeproc" in arguments:
        style = Path(options.get("--csl", "")).name
        hint = "try another style (`build: csl:`), or look for an entry that is like no other"
        return f"formatting the citations in the style {style}", hint
    if reader.startswith("bib"):
        return "reading the cited entries", "look for an entry with braces by the hundred"
    if reader == "json":
        hint = "look for formulas that are deeply nested, or leave out a part to find which it is"
        return f"writing {writer.partition('-')[0].partition('+')[0]}", hint
    hint = "look for brackets, quotations or lists that are nested, or left open, by the hundred"
    return "reading the sections", hint


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
