"""Run one figure script as if by itself, and save the figures that it leaves open.

Called as `python -m octavo.figure_runner SCRIPT OUTPUT NAME MEDIUM MEMORY`, or by the fork server
in a process of its own.  A last line on standard output says in JSON what came out and what
was read; the script's own output goes before it.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from octavo.figure_medium import Medium
from octavo.figure_reads import Reads

MEGABYTE = 1 << 20
RESERVE = 64
"""Megabytes beyond the limit that are left for telling of it."""

WIDTHS = "OCTAVO_WIDTHS"
"""The variable in which a script finds the journal's widths in inches, if it is drawn for one."""

NAMELESS: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "eps": {},
}
"""What matplotlib would tell in its files, and shall not."""


def main(script: str, output: str, name: str, medium: str, memory: str) -> int:
    """Run `script`, save its figures to the folder `output`, report; return the exit code."""
    reads = Reads(Path(script).resolve().parent.parent, Path(output).resolve())
    reads.watch()
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams["svg.hashsalt"] = name
    sys.argv = [script]
    sys.path[0] = str(Path(script).parent)
    wanted = Medium.of(medium)
    if wanted.widths:
        os.environ[WIDTHS] = " ".join(f"{width:.4g}" for width in wanted.widths)
    _limit(int(memory), int(memory) + RESERVE)
    reads.watching = True
    try:
        outcome = _outcome(script) or {"figures": _save(Path(output), name, wanted)}
    except OSError as error:
        message = f"the figure cannot be saved to {output}: {error.strerror}"
        outcome = {"error": message, "line": 1, "hint": "see whether there is room on that disk"}
    except MemoryError as error:
        _limit(int(memory) + RESERVE)
        outcome = _failure(error, script)
        outcome["error"] = f"the script needed more than {memory} MB"
    reads.watching = False
    return _report(**outcome, reads=[str(p) for p in reads.found()], unseen=sorted(reads.unseen))


def _outcome(script: str) -> dict[str, Any]:
    """Run the script; return its failure, or nothing."""
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as stop:
        if stop.code not in (None, 0):
            return {"error": f"the script ended with exit code {stop.code}", "line": 1}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (any failure of the script is the script's)
        return _failure(error, script)
    return {}


def _limit(soft: int, hard: int | None = None) -> None:
    """Limit the memory that this process may write to; where that cannot be, nothing is limited.

    The address space (`RLIMIT_AS`) would be a bad measure: libraries reserve much of it.
    """
    if sys.platform == "win32":
        return
    import resource

    _, given = resource.getrlimit(resource.RLIMIT_DATA)
    if given == resource.RLIM_INFINITY:
        given = sys.maxsize
    top = min(given, (hard or soft) * MEGABYTE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (min(soft * MEGABYTE, top), top))


def _save(output: Path, name: str, medium: Medium) -> list[dict[str, Any]]:
    from matplotlib import pyplot

    from octavo.figure_facts import facts_of

    if medium.refit:
        from octavo.figure_refit import mix, prepare, refit

        prepare(medium)
    saved = []
    for position, number in enumerate(pyplot.get_fignums()):
        figure = pyplot.figure(number)
        stem = name if position == 0 else f"{name}-{position + 1}"
        if medium.refit:
            refit(figure, medium)
        facts = {"mixed": False}
        for form in sorted(medium.formats, key="eps".__eq__):
            facts["mixed"] |= form == "eps" and mix(figure)
            dpi: Any = medium.dpi if medium.refit or form == "png" else "figure"
            figure.savefig(output / f"{stem}.{form}", dpi=dpi, metadata=NAMELESS[form])
        saved.append({"name": stem, **facts, **facts_of(figure)})
    return saved


def _failure(error: BaseException, script: str) -> dict[str, Any]:
    """Name the last line of the project that the failure passed through."""
    place = Path(script).resolve()
    here = place.parent.parent
    path, line = place, 1
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        ours = file.is_relative_to(Path(__file__).parent) or "site-packages" in file.parts
        if file.is_relative_to(here) and not ours:
            path, line = file, frame.lineno or 1
    if isinstance(error, SyntaxError) and error.filename:
        path, line = Path(error.filename), error.lineno or 1
    message = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return {"error": message, "path": os.path.relpath(path, here), "line": line}


def _report(**facts: Any) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    sys.__stdout__.write("\n" + json.dumps(facts) + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]
    return 1 if "error" in facts else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
