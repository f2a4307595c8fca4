"""Run one figure script by itself and save what it leaves open: `python draw.py SCRIPT FOLDER`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import matplotlib as mpl

DPI = 300


def main(script: Path, folder: Path) -> None:
    """Save the script's figure as SVG and PNG, as Octavo does."""
    mpl.use("agg")
    sys.path[0] = str(script.parent)
    runpy.run_path(str(script), run_name="__main__")
    from matplotlib import pyplot

    pyplot.savefig(folder / f"{script.stem}.svg", metadata={"Date": None, "Creator": None})
    pyplot.savefig(folder / f"{script.stem}.png", dpi=DPI, metadata={"Software": None})


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
