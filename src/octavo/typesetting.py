"""Typst in a process of its own, whose time and memory are bounded."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from octavo.diagnostics import ToolError
from octavo.tools import run
from octavo.typst_runner import Job, Typeset, Unset

RUNNER = Path(__file__).with_name("typst_runner.py")
"""Run as a file: the package around it would take longer to import than a page to set."""


def typeset_apart(job: Job, seconds: float, hint: str = "") -> Typeset:
    """Return what Typst makes of a page source, without pages.

    Raise `Unset` where it sets nothing, and `ToolError` with the hint where it breaks its bounds.
    """
    ended = run([sys.executable, "-P", str(RUNNER)], data=job.written, timeout=seconds)
    if ended.code == 0:
        spots, _, data = ended.output.partition(b"\n")
        return Typeset(data, (), tuple(map(tuple, json.loads(spots))))
    if ended.code == 1 and ended.output:
        raise Unset(ended.output.decode())
    if ended.code is None:
        what = f"did not end within {seconds:.0f} seconds"
    elif ended.code < 0:
        what = f"ended with signal {-ended.code}: it may have needed more than {job.megabytes} MB"
    else:
        what = f"failed: {ended.messages.strip()[-500:]}"
    raise ToolError(f"Typst {what}", hint)
