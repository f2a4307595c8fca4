"""Figure scripts on the machines of a Dask cluster, with what they would give here.

Dask runs a task anew, elsewhere, when its worker dies.  A script of which two workers died has
failed: a third would most likely die as well.  https://distributed.dask.org/en/stable/killed.html

Both ends are in this module: `draw` is what Dask runs on a worker.  A worker that is sent what it
cannot unpickle leaves the cluster, with all that others have given it.  So Octavo's own types
travel as bytes, to be opened by Octavo alone: where it is missing, only our task fails.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Any
from uuid import uuid4

from octavo.diagnostics import ToolError
from octavo.figure_parcel import Packed, Parcel, pack
from octavo.figure_worker import Answer, Request, Surroundings, failure, perform
from octavo.tools import KILLED, Ended, stopped_by

ATTEMPTS = 2
"""Workers that may die while they run a script."""

SECONDS = 5
"""The time in which a scheduler must answer."""

WORKERS = 60
"""Seconds that a cluster may be without any worker."""

DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
"""What lets Ctrl-C be heard by this process alone, which ends the workers that it made."""

PAUSE = 0.5
"""Seconds between two looks at what else may have happened."""


class FigureCluster:
    """Runs figure scripts on workers, from as many threads as like, until the block is left.

    Nothing is sent, and nobody asked, before the first script is to be run.
    """

    width = 64
    """Scripts that are handed over at once; how many run is the cluster's matter."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.notes: list[str] = []
        """What is to be told of what the workers drew."""

        self._lock = Lock()
        self._stopped = Event()
        self._open = ExitStack()
        self._client: Any = None
        self._sent: Any = None
        self._topic = f"octavo-{uuid4().hex}"
        self._seen = monotonic()
        """When there was a worker last."""

    def __enter__(self) -> FigureCluster:
        self._open.enter_context(stopped_by(self._stopped.set))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, arguments: Sequence[str], *, env: Mapping[str, str], timeout: float) -> Ended:
        """Run a script, the first of the runner's arguments; put what it drew in the second."""
        try:
            return self._run(arguments, env, timeout)
        except ToolError:
            self._stopped.set()  # what failed for one script need not fail for each
            raise

    def _run(self, arguments: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        script, aside = Path(arguments[0]), Path(arguments[1])
        root = script.parent.parent
        with self._lock:
            if self._stopped.is_set():
                return KILLED
            packed = self._connect(root)
        name = script.relative_to(root).as_posix()
        answer = self._drawn(Request(name, tuple(arguments[2:]), env, timeout))
        if self._stopped.is_set():
            return KILLED
        if answer is None:
            return failure(f"the script ran on {ATTEMPTS} workers, and each of them died")
        for file, data in answer.files.items():
            (aside / Path(file).name).write_bytes(data)
        return self._brought_home(name, packed, answer)

    def _connect(self, root: Path) -> Packed:
        """Send what the scripts need, once."""
        if self._sent is None:
            packed = pack(root)
            client = self._open.enter_context(_connected(self.address))
            from dask import config

            with config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
                # A task, and not scattered data, which is lost for good with its worker.
                parcel = client.submit(
                    bytes, pickle.dumps(packed.parcel), key=f"{self._topic}-parcel"
                )
            self._client, self._sent, self._packed = client, parcel, packed
            self._seen = monotonic()
        return self._packed

    def _drawn(self, request: Request) -> Answer | None:
        """Return what came of a script; None if too many workers died of it."""
        from distributed import KilledWorker

        while True:
            key = f"{self._topic}-{request.script}-{uuid4().hex}"
            given = (self._sent, pickle.dumps(request), self._topic)
            task = self._client.submit(_calling(__name__, draw.__name__), *given, key=key)
            try:
                return self._awaited(task)
            except KilledWorker:  # perhaps only beside another script of which its workers died
                if self._begun(request.script) >= ATTEMPTS:
                    return None

    def _awaited(self, task: Any) -> Answer | None:
        """Wait for a task; raise `ToolError` for what is the cluster's failure."""
        from distributed import KilledWorker

        while not self._stopped.is_set():
            try:
                answer = task.result(timeout=PAUSE)
            except KilledWorker:
                raise
            except TimeoutError:
                self._require_workers()
            except Exception as error:
                raise self._failure(error) from error
            else:
                return _opened(answer)
        with suppress(Exception):
            task.cancel()
        return None

    def _require_workers(self) -> None:
        """Raise `ToolError` if nobody has been there for long who could run anything."""
        try:
            there = bool(self._client.nthreads())
        except Exception as error:
            raise self._failure(error) from error
        if there:
            self._seen = monotonic()
        elif monotonic() - self._seen > WORKERS:
            message = f"{self.address} has had no workers for {WORKERS} seconds"
            raise ToolError(message, "start some: `dask worker HOST:PORT` on their machines")

    def _failure(self, error: Exception) -> ToolError:
        """Return the cluster's failure in words."""
        if isinstance(error, (ModuleNotFoundError, AttributeError)):
            message = f"the workers of {self.address} cannot run Octavo: {error}"
            return ToolError(message, "install octavo[cluster] there too, in the same version")
        from concurrent.futures import CancelledError

        from distributed.comm import CommClosedError

        cut_off = isinstance(error, (CommClosedError, CancelledError))
        if cut_off or self._client.status != "running":
            return ToolError(
                f"the connection to {self.address} was lost", "see its scheduler's log"
            )
        message = f"a worker of {self.address} failed: {type(error).__name__}: {error}"
        return ToolError(message, "see the worker's log, or draw without --executor")

    def _begun(self, script: str) -> int:
        return _begun(self._client, self._topic, script)

    def _brought_home(self, name: str, packed: Packed, answer: Answer) -> Ended:
        """Return how a script ended in terms of this machine."""
        ended, here = answer.ended, str(packed.root)
        messages = ended.messages.replace(answer.root, here)
        head, line, last = ended.output.rstrip().rpartition(b"\n")
        try:
            report: dict[str, Any] = json.loads(last)
            reads = [os.path.relpath(path, answer.root) for path in report["reads"]]
        except (ValueError, TypeError, KeyError):  # it died before it could tell
            return Ended(ended.code, ended.output, messages)
        reads = [Path(path).as_posix() for path in reads]
        known = [path for path in reads if packed.parcel.holds(path) or packed.lacks(path)]
        others = [path for path in reads if path not in known]
        same = self._compare(answer.surroundings)
        if others:
            shown = "others than are sent" if others[0].startswith(".") else f"`{others[0]}`"
            self._note(f"figure {name}: it read files of the worker, {shown}, and is not kept")
        report["reads"] = [str(packed.root / path) for path in known]
        report["foreign"] = bool(others) or not same or not packed.is_as_before([name, *known])
        if "error" in report:
            report["error"] = str(report["error"]).replace(answer.root, here)
        return Ended(ended.code, head + line + json.dumps(report).encode(), messages)

    def _compare(self, there: Surroundings) -> bool:
        """Tell whether a worker draws with what this machine has, and note what differs."""
        here = Surroundings.here()
        if there.environment == here.environment:
            return True
        differing = [
            f"{name} {there.versions.get(name, 'none')} (here {known})"
            for name, known in here.versions.items()
            if there.versions.get(name) != known
        ]
        names = [n for n, known in here.environment.items() if there.environment.get(n) != known]
        told = f"have {', '.join(differing)}" if differing else f"differ in {', '.join(names)}"
        self._note(f"workers {told}: what they draw is used, and not kept")
        return False

    def _note(self, text: str) -> None:
        with self._lock:
            if text not in self.notes:
                self.notes.append(text)


def draw(packed: bytes, asked: bytes, topic: str) -> bytes | None:
    """Run a script on the worker that this is called on; None if too many died of it before."""
    from distributed import get_client, get_worker

    worker, client = get_worker(), get_client()
    parcel: Parcel = pickle.loads(packed)  # noqa: S301  (Dask trusts its clients likewise)
    request: Request = pickle.loads(asked)  # noqa: S301
    key = worker.get_current_task()
    if _begun(client, topic, request.script) >= ATTEMPTS:
        return None
    client.log_event(topic, {"begun": request.script})

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        leaving = worker.status.name in ("closing", "closed", "failed", "stopping")
        return task is not None and task.state != "cancelled" and not leaving

    return pickle.dumps(perform(parcel, request, worker.local_directory, wanted))


def _opened(answer: bytes | None) -> Answer | None:
    if answer is None:
        return None
    opened: Answer = pickle.loads(answer)  # noqa: S301  (as Dask does with all results)
    return opened


def _calling(module: str, name: str) -> Callable[..., Any]:
    """Return a function that calls another by name: it is sent as code, which needs no module."""

    def call(*arguments: Any) -> Any:
        from importlib import import_module

        return getattr(import_module(module), name)(*arguments)

    return call


def _begun(client: Any, topic: str, script: str) -> int:
    """Return how often a script was begun on some worker."""
    return sum(event == {"begun": script} for _, event in client.get_events(topic))


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Yield a client of the cluster at an address, or of one that is made here and ends here."""
    from distributed import Client, LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by us
    place = address.removeprefix("dask://").strip("/")
    with ExitStack() as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions that differ are told by us
        if place:
            scheduler: Any = f"tcp://{place}"
        else:
            scheduler = opened.enter_context(
                LocalCluster(
                    n_workers=os.cpu_count(),
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                    preload=DEAF,
                )
            )
        try:
            client = Client(scheduler, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"no scheduler answers at {address}"
            hint = "start one with `dask scheduler`, or draw without --executor"
            raise ToolError(message, hint) from error
        yield opened.enter_context(client)
