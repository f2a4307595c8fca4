"""The parent's side of the fork server that runs figure scripts.

A new Python that imports matplotlib takes longer than most figures.  So one is started when the
first script is to be run, and forks for each; where that cannot be, every script has its own.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeAlias

from octavo.cage import scripts_cage
from octavo.strangers import is_caged
from octavo.tools import KILLED, MAX_OUTPUT, Ended, Process, end, kill_group, run, start

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether scripts are forked: macOS has libraries that break in a fork."""

SECONDS = 5.0
"""The time in which a server must have killed what runs, once it is told to end."""

Answer: TypeAlias = "Future[Ended | None]"


class FigureServer:
    """Runs figure scripts, from as many threads as like, until the block is left."""

    width = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    """Scripts that run at once."""

    notes: Sequence[str] = ()
    """What is to be told of what was drawn."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: Process | None = None
        self._listener: Thread | None = None
        self._numbers = count()
        self._waiting: dict[int, Answer] = {}
        self._running: dict[int, int] = {}
        """The process groups of scripts, by the numbers of their requests."""

        self._gone = self._stopped = False

    def __enter__(self) -> FigureServer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None or self._listener is None:
            return
        self._hang_up(self._process)
        end(self._process, SECONDS)
        self._listener.join()

    def run(self, arguments: Sequence[str], *, env: Mapping[str, str], timeout: float) -> Ended:
        """Run a script, the first of the runner's arguments, in its folder; tell how it ended."""
        ended = self._ask(arguments, env, timeout) if FORKS else None
        if ended is not None:
            return ended
        if self._stopped:
            return KILLED
        command = (*python_for(arguments), "-m", "octavo.figure_runner", *arguments)
        return run(command, cwd=Path(arguments[0]).parent, env=env, timeout=timeout)

    def stop(self) -> None:
        """Kill what runs in forks, and run nothing more."""
        self._stopped = True
        with self._lock:
            if self._process is not None:
                self._hang_up(self._process)

    def _ask(
        self, arguments: Sequence[str], env: Mapping[str, str], timeout: float
    ) -> Ended | None:
        """Return how a script ended, or None if the server cannot run it."""
        answer: Answer = Future()
        with self._lock:
            process = self._process or self._start(python_for(arguments), env)
            if self._gone or self._stopped or process.stdin is None or process.stdin.closed:
                return None
            number = next(self._numbers)
            self._waiting[number] = answer
            request = {"id": number, "arguments": list(arguments), "timeout": timeout}
            with suppress(OSError, ValueError):  # it died, or is told to: that is heard of soon
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
        return answer.result()

    def _start(self, python: Sequence[str], env: Mapping[str, str]) -> Process:
        """Start the server with the variables of a script, except that for its output."""
        command = (*python, "-m", "octavo.figure_fork")
        shared = {name: value for name, value in env.items() if name != "OCTAVO_OUTPUT"}
        home = Path(__file__).parents[1]
        self._process = process = start(command, cwd=home, env=shared, stop=self._hang_up)
        self._listener = Thread(target=self._listen, args=(process,), daemon=True)
        self._listener.start()
        return process

    def _hang_up(self, process: Process) -> None:
        """Let the server's input end, at which it kills every script and ends."""
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()

    def _listen(self, process: Process) -> None:
        """Hand the answers to those who wait, until there are no more."""
        assert process.stdout is not None
        try:
            with process.stdout as lines, suppress(ValueError):  # a line that breaks off
                for line in lines:
                    self._take(json.loads(line))
        finally:
            with self._lock:
                self._gone = True
            for group in self._running.values():
                kill_group(group)
            for waiting in self._waiting.values():
                waiting.set_result(None)

    def _take(self, answer: Mapping[str, Any]) -> None:
        number = int(answer["id"])
        if "pid" in answer:
            # in a cage processes have other numbers, and end with it
            self._running |= {} if is_caged() else {number: int(answer["pid"])}
            return
        self._running.pop(number, None)
        self._waiting.pop(number).set_result(_ended(answer))


def python_for(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the words that run Python for a script, the second of whose arguments is its output.

    What strangers wrote runs in a cage of its own, where it can write to the folder of that alone.
    """
    caged = scripts_cage(Path(arguments[1]).parent) if is_caged() else ()
    return (*caged, sys.executable)


def _ended(answer: Mapping[str, Any]) -> Ended:
    """Return the end of a script; bytes are sent as the letters of Latin-1."""
    messages = str(answer["messages"]).encode("latin-1")[:MAX_OUTPUT].decode("utf-8", "replace")
    return Ended(answer["code"], str(answer["output"]).encode("latin-1"), messages)
