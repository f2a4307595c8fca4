"""Runs of letters and figures without a place to break a line in, such as a checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONG_RUN = 30
"""The letters of the longest run that engines are left to break, or not."""

RUN = re.compile(rf"[!-,.0-~\u00a1-\u052f]{{{LONG_RUN},}}")
"""Signs of one run, without hyphens and strokes, behind which lines break."""

WORD = re.compile(r"[^\W\d_]{1,60}[^\w]*")
"""A run that hyphens divide."""


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and of each whether it is a run that must break anywhere."""
    done = 0
    for run in RUN.finditer(text):
        if WORD.fullmatch(run[0]):
            continue
        if run.start() > done:
            yield text[done : run.start()], False
        yield run[0], True
        done = run.end()
    if done < len(text):
        yield text[done:], False
