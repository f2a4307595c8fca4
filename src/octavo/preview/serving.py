"""The life of a preview: it binds a port, starts its threads, and puts all away at the end."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

import uvicorn

from octavo.diagnostics import UsageError
from octavo.folders import unfinished
from octavo.preview.server import application
from octavo.preview.session import Session
from octavo.preview.watching import Watch

HOMES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
"""The addresses of this machine alone."""

TRIES = 20
ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def serve(
    root: Path, port: int, started: Callable[[str], None], tell: Callable[[str], None]
) -> int:
    """Show a manuscript until a signal ends it, and return the exit code of that.

    `started` gets the address, `tell` what goes wrong on our side.
    """
    with ExitStack() as stack:
        received = stack.enter_context(_signals())
        sockets = stack.enter_context(_bound(port))
        stack.enter_context(_own_temporary_folder())
        port, token = sockets[0].getsockname()[1], secrets.token_urlsafe(16)
        session = Session(root, tell)
        watch = Watch(root, lambda: session.others, session.saved)
        stack.callback(session.close)
        stack.callback(watch.close)
        session.start()
        watch.start()
        server = _server(session, token, port)
        thread = threading.Thread(target=server.run, args=(sockets,), daemon=True)
        thread.start()
        started(f"http://127.0.0.1:{port}/{token}/")
        while not received and thread.is_alive():
            thread.join(0.1)
        server.should_exit = True
        session.end()
        thread.join(5)
    return 128 + received[0] if received else 0


def _server(session: Session, token: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        application(session, token, port),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Collect the signals that end a program, in the place of ending."""
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in ENDS}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Let everything that is temporary be in a folder that goes with the preview."""
    before, given = tempfile.tempdir, os.environ.get("TMPDIR")
    with unfinished() as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before
            os.environ.pop("TMPDIR")
            if given is not None:
                os.environ["TMPDIR"] = given


@contextmanager
def _bound(port: int) -> Iterator[list[socket.socket]]:
    """Listen on a port of this machine's own addresses; 0 is any that is free on all of them."""
    sockets = _all_bound(port)
    for _ in range(TRIES):
        if sockets or port:
            break
        sockets = _all_bound(0)
    if not sockets:
        hint = "name another with --port, or leave it out for one that is free"
        raise UsageError(f"the port {port} is taken by another program", hint)
    try:
        yield sockets
    finally:
        for one in sockets:
            one.close()


def _all_bound(port: int) -> list[socket.socket]:
    """Bind a port on every address that this machine has; return nothing where one is taken."""
    sockets: list[socket.socket] = []
    for family, address in HOMES:
        try:
            one = _listening(family, address, port)
        except OSError as error:
            if error.errno == errno.EACCES:
                hint = "name one above 1023"
                raise UsageError(f"the port {port} is the system's own", hint) from error
            if error.errno == errno.EADDRINUSE:
                for other in sockets:
                    other.close()
                return []
            if family == socket.AF_INET:
                raise
            continue  # a machine without IPv6
        sockets.append(one)
        port = one.getsockname()[1]
    return sockets


def _listening(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind((address, port))
        one.listen(128)
    except BaseException:
        with suppress(OSError):
            one.close()
        raise
    return one
