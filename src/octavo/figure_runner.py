"""Run one figure script as if by itself, and save the figures that it leaves open.

Called as `python -m octavo.figure_runner SCRIPT OUTPUT NAME DPI`.  A last line on
standard output says in JSON what came out; the script's own output goes before it.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any


def main(script: str, output: str, name: str, dpi: str) -> int:
    """Run `script`, save its figures to the folder `output`, report; return the exit code."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams["svg.hashsalt"] = name
    sys.argv = [script]
    sys.path[0] = str(Path(script).parent)
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as stop:
        if stop.code not in (None, 0):
            return _report(error=f"the script ended with exit code {stop.code}", line=1)
    except Exception as error:  # noqa: BLE001  (any failure of the script is the script's)
        return _report(**_failure(error, script))
    return _report(figures=_save(Path(output), name, int(dpi)))


def _save(output: Path, name: str, dpi: int) -> list[dict[str, Any]]:
    from matplotlib import pyplot

    from octavo.figure_facts import facts_of

    saved = []
    for position, number in enumerate(pyplot.get_fignums()):
        figure = pyplot.figure(number)
        stem = name if position == 0 else f"{name}-{position + 1}"
        figure.savefig(output / f"{stem}.svg", metadata={"Date": None, "Creator": None})
        figure.savefig(output / f"{stem}.png", dpi=dpi, metadata={"Software": None})
        saved.append({"name": stem, "width": float(figure.get_figwidth()), **facts_of(figure)})
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
