"""Two sets of files, compared by name and byte by byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.verify.differences import difference


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that is the same in both, or what is otherwise."""

    name: str
    size: int
    differs: str = ""
    """Nothing if the bytes are equal."""


def compare(
    files: Mapping[str, Path], others: Mapping[str, Path], called: tuple[str, str]
) -> Iterator[Compared]:
    """Yield every file of two sets, which are `called` so where one lacks a file."""
    for name in sorted({*files, *others}):
        if name not in files or name not in others:
            lacks = called[name in files]
            yield Compared(name, 0, f"{lacks} has no such file")
            continue
        one, other = files[name].read_bytes(), others[name].read_bytes()
        yield Compared(name, len(one), difference(name, one, other) if one != other else "")
