"""The thread that builds goes on, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from octavo.diagnostics import Diagnostic, Faults, Span, ToolError
from octavo.preview.maker import Maker
from octavo.preview.session import Session
from octavo.preview.state import Look, Shown, State
from tests.conftest import Write
from tests.preview.conftest import WAIT

HTML = Look("manuscript", "html")
Made = tuple[Shown, dict[str, tuple[str, bytes]], Sequence[Diagnostic]]


class Failing(Maker):
    """Makes what it is told to, but for the first time, when something is wrong."""

    def __init__(self, root: Path, reading: Exception | None, making: Exception | None) -> None:
        super().__init__(root)
        self._reading, self._making = reading, making

    def read(self) -> None:
        """Read the sources, unless reading them goes wrong."""
        error, self._reading = self._reading, None
        if error is not None:
            raise error
        super().read()

    def make(self, look: Look) -> Made:
        """Make something, unless that goes wrong."""
        error, self._making = self._making, None
        if error is not None:
            raise error
        return super().make(look)


class Watched:
    """A session, and all that it says to who looks."""

    def __init__(self, root: Path, reading: Exception | None, making: Exception | None) -> None:
        self.told: list[str] = []
        self.session = Session(root, self.told.append)
        self.session._maker = Failing(root, reading, making)
        self._states: Queue[State] = Queue()

    def wake(self) -> None:
        """Take down how it stands."""
        self._states.put(self.session.state)

    def settled(self, holds: Callable[[State], bool]) -> State:
        """Return the next state in which nothing is built and something holds."""
        while True:
            state = self._states.get(timeout=WAIT)
            if not state.building and holds(state):
                return state


@contextmanager
def looking(
    root: Path, *, reading: Exception | None = None, making: Exception | None = None
) -> Iterator[Watched]:
    """Look at the HTML of a manuscript."""
    watched = Watched(root, reading, making)
    with watched.session.looking([HTML], watched.wake):
        watched.session.start()
        try:
            yield watched
        finally:
            watched.session.close()


TOOL = ToolError("pandoc is not there", "install it")
OURS = ("a fault of Octavo's own", "the terminal tells more")


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (TOOL, ("pandoc is not there", "install it")),
        (
            RecursionError(),
            (
                "the text is nested too deeply",
                "quotations, lists or brackets hold each other hundreds of levels deep",
            ),
        ),
        (LookupError("what nobody thought of"), OURS),
    ],
)
def test_what_is_not_the_authors_fault_is_told_and_goes(
    write: Write, error: Exception, trouble: tuple[str, str]
) -> None:
    """It ends no session: the next save is built.  The terminal has what only we understand."""
    with looking(write(), reading=error) as watched:
        state = watched.settled(lambda _: True)
        assert (state.trouble, state.shown) == (trouble, {})
        assert ["what nobody thought of" in text for text in watched.told] == (
            [True] if trouble == OURS else []
        )
        watched.session.saved()
        state = watched.settled(lambda state: bool(state.shown))
        assert (state.trouble, state.stale) == (("", ""), frozenset())


FAULT = Diagnostic("template-invalid", "a brace is missing", Span(Path("templates/a")))


@pytest.mark.parametrize(
    ("error", "trouble", "codes"),
    [
        (TOOL, ("pandoc is not there", "install it"), []),
        (Faults(FAULT), ("", ""), ["template-invalid"]),
    ],
)
def test_one_format_that_fails_is_called_old(
    write: Write, error: Exception, trouble: tuple[str, str], codes: list[str]
) -> None:
    """What cannot be made is stale, why is told, and the sources are checked all the same."""
    with looking(write(), making=error) as watched:
        state = watched.settled(lambda state: bool(state.stale))
        assert (state.stale, state.trouble) == (frozenset({HTML}), trouble)
        assert [f.code for f in state.findings if f.code == FAULT.code] == codes
        assert state.lengths["manuscript"]
