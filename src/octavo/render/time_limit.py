"""A limit on how long code of this process may take: templates may loop without end."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer, get_ident


class TooLong(Exception):
    """The time was over; it is raised wherever the code is then."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the block if it takes longer.

    Python does so between two steps of its own; what loops in a library is not stopped.
    """
    thread, lock, over = get_ident(), Lock(), False

    def stop() -> None:
        with lock:
            if not over:
                kind = ctypes.py_object(TooLong)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), kind)

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()
