"""What a program and all that it started need, as Linux tells in `/proc`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def family_of(number: int) -> list[int]:
    """Return the numbers of a process and of everything that descends from it."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found = [number]
    for one in found:  # which grows
        found += children.get(one, [])
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for place in PROC.iterdir():
        if place.name.isdecimal():
            with suppress(OSError, ValueError, IndexError):
                # the name of the program stands in brackets, and may hold any sign
                told = (place / "stat").read_bytes().rpartition(b")")[2].split()
                yield int(place.name), int(told[1])


def memory_of(numbers: list[int]) -> int:
    """Return the bytes that processes have in memory; what several share is divided by them."""
    return sum(map(_memory, numbers))


def _memory(number: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        for line in (PROC / str(number) / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    with suppress(OSError, ValueError, IndexError):
        pages = int((PROC / str(number) / "statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
