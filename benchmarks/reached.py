"""A plugin of pytest: which test reaches which line, and a run of chosen tests alone.

Where `REACHED_MAP` names a file, it is written there, as JSON, for the modules of `REACHED_IN`;
where `REACHED_ONLY` does, the tests that it lists run in its order.  What runs before a test, such
as a fixture that is made once for a file, is counted as reached by all tests of the file.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

FILES = frozenset(os.environ.get("REACHED_IN", "").split(os.pathsep))
MAP, ONLY = os.environ.get("REACHED_MAP"), os.environ.get("REACHED_ONLY")

_lines: dict[str, set[str]] = defaultdict(set)
_seconds: dict[str, float] = defaultdict(float)
_now: set[str] = set()


def _calls(frame: FrameType, _event: str, _argument: object) -> Any:
    return _steps if frame.f_code.co_filename in FILES else None


def _steps(frame: FrameType, _event: str, _argument: object) -> Any:
    _now.add(f"{frame.f_code.co_filename}:{frame.f_lineno}")
    return _steps


def _traced(name: str) -> Iterator[None]:
    if not MAP:
        yield
        return
    _now.clear()
    before = sys.gettrace()
    sys.settrace(_calls)
    yield
    sys.settrace(before)
    for line in _now:
        _lines[line].add(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Note what fixtures reach."""
    yield from _traced(item.nodeid.partition("::")[0])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note what a test reaches."""
    yield from _traced(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long a test takes."""
    _seconds[report.nodeid] += report.duration


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests that were asked for, in that order."""
    if ONLY:
        names = json.loads(Path(ONLY).read_text(encoding="utf-8"))
        chosen = {item.nodeid: item for item in items}
        items[:] = [chosen[name] for name in names if name in chosen]


def pytest_sessionfinish() -> None:
    """Write what was noted."""
    if MAP:
        lines = {line: sorted(names) for line, names in _lines.items()}
        found = {"lines": lines, "seconds": _seconds}
        Path(MAP).write_text(json.dumps(found), encoding="utf-8")
