"""Time from a save to what the preview shows of it: `python -m benchmarks.latency FOLDER [TIMES]`.

A preview of the manuscript in FOLDER is started, a section is saved with another sentence
near its beginning, and the states that a page gets are waited for.  The section is put back.
"""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep, time_ns
from typing import Any
from urllib.parse import urlsplit

CASES = (("html",), ("pdf",), ("html", "pdf"))
REST = 1.0
"""Seconds between the end of a build and the next save."""


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """Run a preview, and yield its address."""
    command = [sys.executable, "-m", "octavo", "preview", "--no-open", "-C", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGTERM)


def states(address: str, looks: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the states that a page gets which looks at these outputs."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    connection.request("GET", f"{parts.path}states?{'&'.join(f'look={one}' for one in looks)}")
    answer = connection.getresponse()
    while line := answer.readline():
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def waited(
    coming: Iterator[dict[str, Any]], looks: list[str], before: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, float]]:
    """Return the state when all is done, and when each look first showed something else."""
    seen: dict[str, float] = {}
    for state in coming:
        for look in looks:
            digest = state["shown"].get(look, {}).get("digest")
            if digest and digest != before.get("shown", {}).get(look, {}).get("digest"):
                seen.setdefault(look, perf_counter())
        if len(seen) == len(looks) and not state["building"]:
            return state, seen
    raise SystemExit("the preview has stopped")


def measure(address: str, section: Path, forms: tuple[str, ...], times: int) -> None:
    """Save a section some times, and print how long each output took."""
    looks = [f"manuscript.{form}" for form in forms]
    text = section.read_text(encoding="utf-8")
    coming = states(address, looks)
    state, _ = waited(coming, looks, {})
    taken: dict[str, list[float]] = {look: [] for look in looks}
    for number in range(times):
        sleep(REST)
        started = perf_counter()
        unheard = f"Sentence {number} at {time_ns()}. "  # no store can know what comes of it
        edited = text.replace("\n\n", f"\n\n{unheard}", 1)
        section.write_text(edited, encoding="utf-8")
        state, seen = waited(coming, looks, state)
        for look in looks:
            taken[look].append(1000 * (seen[look] - started))
    for look, each in taken.items():
        ends = f"{min(each):.0f} to {max(each):.0f}"
        print(f"{' + '.join(forms):10} {look}: median {median(each):.0f} ms, {ends}")


def main(folder: str, times: str = "9") -> None:
    """Measure HTML alone, PDF alone, and both."""
    section = sorted(Path(folder, "manuscript").glob("[0-9]*.md"))[0]
    text = section.read_text(encoding="utf-8")
    try:
        with preview(Path(folder)) as address:
            for forms in CASES:
                measure(address, section, forms, int(times))
                section.write_text(text, encoding="utf-8")
    finally:
        section.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
