"""The thread that builds: what is looked at, after every save, and only the last save matters."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.diagnostics import Diagnostic, Faults, ToolError
from octavo.preview.maker import Maker, worst_first
from octavo.preview.state import Files, Look, State
from octavo.tools import starting_anew, stop_all

PATIENCE = 3
"""How often in a row an output may be left out because a newer save is waiting."""

LAST_WAIT = 100
"""Twentieths of a second that a step of a build has to come to its end when all is over."""

FIRST = Look("manuscript", "html")
"""What is made before anybody looks."""


class Session:
    """What is shown of one manuscript, kept new by a thread."""

    def __init__(self, root: Path, tell: Callable[[str], None]) -> None:
        self.state = State()
        self.files = Files()
        self.closed = False
        self._tell = tell
        self._maker = Maker(root)
        self._change = threading.Condition()
        self._listeners: set[Callable[[], None]] = set()
        self._looks: Counter[Look] = Counter()
        self._visited = False
        self._saves, self._read = 1, 0
        self._left_out = 0
        self._failed = False
        self._made: set[Look] = set()
        self._checked: tuple[Diagnostic, ...] | None = None
        self._said: dict[Look, tuple[Diagnostic, ...]] = {}
        self._thread = threading.Thread(target=self._work, name="builds", daemon=True)

    @property
    def others(self) -> tuple[Path, ...]:
        """The files outside the manuscript's folders that are to be watched too."""
        return self._maker.others

    def start(self) -> None:
        """Begin to build."""
        self._thread.start()

    def saved(self) -> None:
        """Build again, for something was saved."""
        with self._change:
            self._saves += 1
            self._change.notify_all()

    def end(self) -> None:
        """Begin nothing more, and let everybody who looks go."""
        with self._change:
            self.closed = True
            self._change.notify_all()
        self._publish()

    def close(self) -> None:
        """End the builds, and wait until the thread has put everything away."""
        self.end()
        with starting_anew():
            for _ in range(LAST_WAIT):
                stop_all()
                self._thread.join(0.05)
                if not self._thread.is_alive():
                    return

    @contextmanager
    def looking(self, looks: Iterable[Look], wake: Callable[[], None]) -> Iterator[None]:
        """Keep what somebody looks at new, and wake them at every change, as long as they look."""
        wanted = Counter(looks)
        with self._change:
            self._visited = True
            self._listeners.add(wake)
            self._looks += wanted
            if self._missing():  # what is shown of it may be old
                self.state = replace(self.state, building=True, turn=self.state.turn + 1)
            self._change.notify_all()
        try:
            yield
        finally:
            with self._change:
                self._listeners.discard(wake)
                self._looks -= wanted

    def _work(self) -> None:
        while self._wait():
            try:
                self._turn()
            except Faults as faults:
                self._fail(faults.diagnostics)
            except ToolError as error:
                self._fail((), (str(error), error.hint))
            except RecursionError:
                hint = "quotations, lists or brackets hold each other hundreds of levels deep"
                self._fail((), ("the text is nested too deeply", hint))
            except Exception:  # noqa: BLE001  (a fault of ours must not end the session)
                self._tell(traceback.format_exc())
                self._fail((), ("a fault of Octavo's own", "the terminal tells more"))

    def _wait(self) -> bool:
        """Wait until there is something to do; return False when the session is over."""
        with self._change:
            self._change.wait_for(lambda: self.closed or self._is_behind() or self._missing())
            return not self.closed

    def _is_behind(self) -> bool:
        return self._read != self._saves

    def _missing(self) -> list[Look]:
        """Return what is looked at and not made, HTML first."""
        known = {document.name for document in self._maker.documents}
        looks = self._looks if self._visited else (FIRST,)
        return sorted(
            (look for look in looks if look.name in known and look not in self._made),
            key=lambda look: (look.form != "html", look.name),
        )

    def _turn(self) -> None:
        """Read the sources if they changed, and make what is missing, one thing after the other."""
        if self._is_behind():
            self._read = self._saves
            if self._maker.is_new():
                self._publish(building=True)
                self._begin()
        for look in iter(self._next, None):
            self._make(look)
        if self._maker.documents and not self.closed and not self._is_behind():
            self._conclude()
        self._publish(building=self._is_behind())

    def _begin(self) -> None:
        self._made, self._checked, self._said = set(), None, {}
        self._maker.read()
        documents = self._maker.documents
        self._publish(
            title=documents[0].metadata.title,
            documents=tuple(d.name for d in documents),
            comments=self._maker.comments(),
            trouble=("", ""),
            findings=() if self._failed else self.state.findings,
        )
        self._failed = False

    def _next(self) -> Look | None:
        """Return what is to be made next; nothing where a newer save is to be read first."""
        with self._change:
            missing = [] if self.closed else self._missing()
            if not missing:
                return None
            if self._is_behind() and missing[0] != FIRST and self._left_out < PATIENCE:
                self._left_out += 1
                return None
            return missing[0]

    def _make(self, look: Look) -> None:
        self._made.add(look)
        try:
            shown, files, said = self._maker.make(look)
        except Faults as faults:
            self._said[look] = faults.diagnostics
            self._publish(stale=self.state.stale | {look})
            return
        except ToolError as error:
            self._publish(stale=self.state.stale | {look}, trouble=(str(error), error.hint))
            return
        self._said[look] = tuple(said)
        self._left_out = self._left_out if look == FIRST else 0
        self.files.keep(look, files)
        self._publish(shown={**self.state.shown, look: shown}, stale=self.state.stale - {look})

    def _conclude(self) -> None:
        """Count the words and look for everything else that is wrong, once for a save."""
        if self._checked is None:
            self._publish(lengths=self._maker.lengths())
            unreadable = self._compare()
            self._checked = worst_first([*unreadable, *self._maker.check()])
        said = [finding for findings in self._said.values() for finding in findings]
        findings = worst_first(list(dict.fromkeys([*said, *self._checked])))
        if findings != self.state.findings:
            self._publish(findings=findings)

    def _compare(self) -> Sequence[Diagnostic]:
        """Show how the limits of the journal stand; return why they cannot be read, if so."""
        try:
            journal, limits = self._maker.limits()
        except Faults as faults:
            self._publish(journal="", limits=())
            return faults.diagnostics
        self._publish(journal=journal, limits=limits)
        return ()

    def _fail(self, findings: Sequence[Diagnostic], trouble: tuple[str, str] = ("", "")) -> None:
        if self.closed:
            return
        self._failed = True
        stale = frozenset(self.state.shown)
        self._publish(building=False, findings=worst_first(findings), trouble=trouble, stale=stale)

    def _publish(self, **changes: Any) -> None:
        with self._change:
            self.state = replace(self.state, turn=self.state.turn + 1, **changes)
            listeners = list(self._listeners)
        for wake in listeners:
            wake()
