"""A preview that runs as people start it, and what the tests know of it."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import Write

WAIT = 120
"""Seconds, far more than anything takes: a test that waits so long has failed."""

ARTICLE = "# One\n\nThe first words.\n\n![A wave.](wave){#fig:wave}\n\n# Two\n\nSee [@rose1998].\n"


@dataclass(frozen=True)
class Running:
    """A preview in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    root: Path
    temporary: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(urlsplit(self.address).port or 0)

    @property
    def path(self) -> str:
        """The path of the page, which holds the token."""
        return urlsplit(self.address).path

    def save(self, name: str, text: str) -> None:
        """Save a file of the manuscript, as an editor does."""
        waiting = self.root / f".{Path(name).name}.new"
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(self.root / name)

    def ask(
        self, path: str, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path with exactly these headers; return status, headers and body."""
        given = {"Host": f"127.0.0.1:{self.port}"} if headers is None else headers
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body

    def states(self, *looks: str) -> Iterator[dict[str, Any]]:
        """Yield the states that a page gets which looks at these outputs."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        connection.request("GET", f"{self.path}states?{'&'.join(f'look={x}' for x in looks)}")
        answer = connection.getresponse()
        try:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
        finally:
            answer.close()
            connection.close()

    def end(self, number: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(WAIT)


Start = Callable[..., Running]


@pytest.fixture
def start(write: Write, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Return a function that writes a manuscript and starts its preview."""
    running: list[Running] = []

    def started(files: dict[str, str | bytes] | None = None, *words: str) -> Running:
        root = write(files)
        temporary = tmp_path_factory.mktemp("temporary")
        process = subprocess.Popen(
            [sys.executable, "-m", "octavo", "preview", "--no-open", "-C", str(root), *words],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert process.stdout is not None
        one = Running(process, process.stdout.readline().strip(), root, temporary)
        running.append(one)
        return one

    yield started
    for one in running:
        one.process.terminate()  # in order, and not by force: each test sees an end too
        one.process.wait(WAIT)
        assert one.process.stdout is not None
        one.process.stdout.close()
