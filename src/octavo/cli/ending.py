"""How a command ends before its time: by Ctrl-C, by the system, or by a window that is closed."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
SIGNALS = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


class Interrupted(KeyboardInterrupt):
    """A signal asked for the end: what runs is stopped, and what is unfinished is taken away.

    It is no plain `KeyboardInterrupt`: should one pass through code that is compiled on the way,
    as that of data classes is, Python ends by the signal whatever exit code it is given.
    """

    def __init__(self, number: int) -> None:
        self.name = signal.Signals(number).name
        self.exit_code = 128 + number
        """As shells say it: 130 for Ctrl-C."""


def _mask(how: str, numbers: Iterable[int]) -> set[int]:
    """Change which signals wait, and return which waited before; Windows lets none wait."""
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return {*signal.pthread_sigmask(getattr(signal, how), numbers)}


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let signals interrupt the block in an orderly way; a second one ends it at once.

    What is told to be ignored, as `nohup` does, stays so.  Those that whoever started this command
    left blocked are heard: it could not be ended otherwise.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    heeded = [number for number in before if before[number] is not signal.SIG_IGN]

    def interrupt(number: int, _: FrameType | None) -> NoReturn:
        for other in heeded:
            signal.signal(other, signal.SIG_DFL)
        raise Interrupted(number)

    for number in heeded:
        signal.signal(number, interrupt)
    blocked = _mask("SIG_BLOCK", ())
    try:
        _mask("SIG_UNBLOCK", heeded)
        yield
    finally:
        _mask("SIG_SETMASK", blocked)
        for number in heeded:
            signal.signal(number, before[number])
