"""The fork server of the figures: a process that has matplotlib loaded, and forks one a script.

Run as `python -m octavo.figure_fork`.  Every line on standard input asks in JSON for a script
to be run; the answers, a line each, go to standard output.  When the input ends, because
it was closed or because who had it open is dead, everything that still runs is killed.

There are no threads and no handlers of signals here, so that a fork inherits none.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from octavo import figure_runner
from octavo.figure_reads import modules_in

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
HEAD, TAIL = 1_000_000, 8_000_000
"""Bytes that are kept: of the messages the first, of the output, with its report, the last."""

LOADED = (
    *("numpy", "csv", "matplotlib.pyplot", "octavo.figure_facts"),
    *("matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
)
PATIENCE = 0.01
"""Seconds between two looks at a process that has closed its output and still runs."""

LONGEST = 3600
"""Seconds between two looks in any case: the system cannot wait for weeks."""


@dataclass
class Job:
    """A script that runs in a process of its own."""

    id: int
    pid: int
    deadline: float
    pipes: dict[int, bytearray]
    """What came out of the pipes, by their descriptors: the output and the messages."""

    open: set[int]
    code: int | None = None
    ended: bool = False
    late: bool = False

    def answer(self) -> dict[str, Any]:
        """Return how the script ended; without a code, it did not end in time."""
        output, messages = (bytes(b).decode("latin-1") for b in self.pipes.values())
        code = None if self.late else self.code
        return {"id": self.id, "code": code, "output": output, "messages": messages}


@dataclass
class Server:
    """Runs what is asked for until there is nobody left who asks."""

    requests: int
    answers: int
    jobs: dict[int, Job] = field(default_factory=dict)
    ready: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    heard: bytes = b""

    def serve(self) -> int | None:
        """Return, in a process that was forked, what its script came to; in the server, None."""
        self.ready.register(self.requests, selectors.EVENT_READ)
        while True:
            for key, _ in self.ready.select(self._pause()):
                if key.fd != self.requests:
                    self._hear(self.jobs[key.data], key.fd)
                    continue
                received = os.read(self.requests, 1 << 16)
                if not received:
                    return None
                for request in self._lines(received):
                    if self._begin(request):
                        return self._child(request)
            self._reap()
            self._finish()

    def _pause(self) -> float | None:
        """Return the seconds for which nothing can be due; processes end without a sign."""
        if any(job.late or not job.open for job in self.jobs.values()):
            return PATIENCE
        nearest = min((job.deadline - time.monotonic() for job in self.jobs.values()), default=None)
        return None if nearest is None else min(max(nearest, 0), LONGEST)

    def _lines(self, received: bytes) -> Iterator[dict[str, Any]]:
        *lines, self.heard = (self.heard + received).split(b"\n")
        return map(json.loads, lines)

    def _begin(self, request: dict[str, Any]) -> bool:
        """Fork for a script, and return whether this is the process for it."""
        output, messages = os.pipe(), os.pipe()
        server = os.getpid()
        with warnings.catch_warnings():
            # OpenBLAS has threads, and ends them itself before a fork.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _become(server, output[1], messages[1])
            for end in (*output, *messages):
                os.close(end)
            return True
        pipes = {output[0]: bytearray(), messages[0]: bytearray()}
        deadline = time.monotonic() + request["timeout"]
        job = Job(request["id"], pid, deadline, pipes, set(pipes))
        self.jobs[job.id] = job
        for end in (output[1], messages[1]):
            os.close(end)
        for end in pipes:
            self.ready.register(end, selectors.EVENT_READ, job.id)
        self._say({"id": job.id, "pid": pid})
        return False

    def _child(self, request: dict[str, Any]) -> int:
        """Let go of what is the server's, and run the script as a process of its own would."""
        self.ready.close()
        others = [end for job in self.jobs.values() for end in job.open]
        for end in (self.requests, self.answers, *others):
            os.close(end)
        self.jobs.clear()
        os.chdir(Path(request["arguments"][0]).parent)
        os.environ["OCTAVO_OUTPUT"] = request["arguments"][1]
        if shadows(Path.cwd()):
            command = (sys.executable, "-m", figure_runner.__name__, *request["arguments"])
            os.execv(sys.executable, command)  # noqa: S606  (no shell is wanted)
        random = sys.modules.get("numpy.random")
        if random is not None:
            random.seed()  # Python's own generator does this by itself
        return figure_runner.main(*request["arguments"])

    def _hear(self, job: Job, end: int) -> None:
        received = os.read(end, 1 << 16)
        if not received:
            self._close(job, end)
        kept = job.pipes[end]
        kept += received
        if end == next(iter(job.pipes)):
            if len(kept) > 2 * TAIL:
                del kept[:-TAIL]
        else:
            del kept[HEAD:]

    def _close(self, job: Job, end: int) -> None:
        self.ready.unregister(end)
        os.close(end)
        job.open.discard(end)

    def _reap(self) -> None:
        """Note which processes have ended; orphans of scripts are ours too."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                for job in self.jobs.values():
                    if job.pid == pid:
                        job.code, job.ended = os.waitstatus_to_exitcode(status), True

    def _finish(self) -> None:
        """Answer for those that are over, and stop those that take too long."""
        for job in list(self.jobs.values()):
            if time.monotonic() >= job.deadline and (job.open or not job.ended):
                job.late = True
                kill(job.pid, alive=not job.ended)
            if job.ended and (job.late or not job.open):
                kill(job.pid, alive=False)
                for end in list(job.open):
                    self._close(job, end)
                del self.jobs[job.id]
                self._say(job.answer())

    def _say(self, answer: dict[str, Any]) -> None:
        line = json.dumps(answer).encode() + b"\n"
        with suppress(BrokenPipeError):  # nobody is there: the end of the input follows
            while line:
                line = line[os.write(self.answers, line) :]


def shadows(folder: Path) -> bool:
    """Tell whether scripts of a folder must be run in a Python that has loaded nothing yet.

    The folder has settings for matplotlib, or modules named as some that are loaded here.
    """
    return (folder / "matplotlibrc").exists() or not modules_in(folder).keys().isdisjoint(
        sys.modules
    )


def kill(pid: int, *, alive: bool = True) -> None:
    """Kill a script's group, and the script itself, which may not have made its group yet."""
    for stop in (os.killpg, os.kill) if alive else (os.killpg,):
        with suppress(ProcessLookupError, PermissionError):
            stop(pid, signal.SIGKILL)


def kill_all(jobs: Iterable[Job]) -> None:
    """Kill every script, and what has left its group and was inherited by the server."""
    for job in jobs:
        kill(job.pid, alive=not job.ended)
    orphans = Path(f"/proc/self/task/{os.getpid()}/children")
    with suppress(ChildProcessError):
        while True:
            with suppress(OSError):
                for pid in map(int, orphans.read_text().split()):
                    kill(pid)
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(PATIENCE)


def _become(server: int, output: int, messages: int) -> None:
    """Be a session of one's own that dies with the server and has the pipes as its output."""
    os.setsid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)
    os.dup2(output, 1)
    os.dup2(messages, 2)


def _prctl(option: int, value: int) -> None:
    """Ask Linux for something that other systems do not have."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong()] * 3)


def load() -> None:
    """Import what a script that draws would import; nothing is drawn, and nothing set."""
    for name in LOADED:
        import_module(name)
    import matplotlib as mpl
    import PIL.Image

    mpl.use("agg")
    PIL.Image.preinit()
    # What is there is there to stay: the collector need not touch, and so copy, its pages.
    gc.collect()
    gc.freeze()


def main() -> int:
    """Serve; in a process that was forked, return the exit code of its script."""
    own = os.getpid()
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    load()
    server = Server(requests, answers)
    code = None
    try:
        code = server.serve()
    finally:
        if os.getpid() == own:
            kill_all(server.jobs.values())
            os._exit(0)
    return code or 0


if __name__ == "__main__":
    raise SystemExit(main())
