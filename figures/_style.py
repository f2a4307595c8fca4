"""What the figures of the article share: type, colours, widths, reading, recording."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import matplotlib as mpl

FULL, HALF = 5.5, 2.65
"""Widths in inches: of the text, and of one of two pictures side by side."""

RED, BLUE, GREEN, GREY, DARK = "#c1440e", "#1f5a92", "#2f7d5b", "#b9bdc2", "#33373b"
"""Colours that differ in lightness too, so that they survive a grey printer."""

DATA = Path(__file__).parent / "data"

mpl.rcParams.update(
    {
        "font.family": "STIXGeneral",
        "mathtext.fontset": "stix",
        "font.size": 9,
        "axes.labelsize": 9,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": DARK,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "lines.linewidth": 1.5,
        "hatch.linewidth": 0.5,
        "figure.constrained_layout.use": True,
        "savefig.transparent": False,
    }
)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table in `data/`; lines that begin with `#` say where it is from.

    A spreadsheet may put a mark before the first name, which `utf-8-sig` leaves out.
    """
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    """Return a column of numbers."""
    if rows and name not in rows[0]:
        raise ValueError(f"no column {name!r}: the table has {', '.join(map(repr, rows[0]))}")
    return [float(row[name]) for row in rows]


def record(script: str, **values: Any) -> None:
    """Hand values to the text, which prints them by `{{ figures.… }}`."""
    folder = os.environ.get("OCTAVO_OUTPUT")
    if folder:
        text = json.dumps(values, indent=1, sort_keys=True)
        Path(folder, f"{Path(script).stem}.json").write_text(text, encoding="utf-8")
