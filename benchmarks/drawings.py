"""Figure scripts of four kinds, as authors write them, with the tables that they read."""

from __future__ import annotations

from benchmarks.invention import Inventor

STYLE = '''"""What the figures share."""

import csv
from pathlib import Path

import matplotlib as mpl

DATA = Path(__file__).parent / "data"

mpl.rcParams.update(
    {"font.size": 8.5, "axes.spines.top": False, "axes.spines.right": False, "lines.linewidth": 1.2}
)


def read(name):
    """Return the columns of a table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}
'''

HEAD = '''"""{alt}"""

import matplotlib.pyplot as plt
from _style import read

table = read("{name}.csv")
figure, axes = plt.subplots(figsize=(5.5, 2.6), layout="constrained")
'''
BODIES = (
    """axes.plot(table["year"], table["one"], label="{one}")
axes.plot(table["year"], table["two"], label="{two}", linestyle="--")
axes.fill_between(table["year"], table["one"], table["two"], alpha=0.15)
axes.legend(frameon=False)
""",
    """axes.bar(table["year"], table["one"], color="#1f5a92", label="{one}")
axes.plot(table["year"], table["two"], color="#c1440e", marker="o", label="{two}")
axes.legend(frameon=False)
""",
    """points = axes.scatter(table["one"], table["two"], c=table["year"], s=14)
figure.colorbar(points, label="{one}")
axes.set_xlabel("{two}")
""",
    """axes.hist([table["one"], table["two"]], bins=12, label=["{one}", "{two}"])
axes.legend(frameon=False)
""",
)
TAIL = """axes.set_ylabel("{three}")
plt.show()
"""


def drawing(inventor: Inventor, number: int) -> tuple[str, dict[str, str]]:
    """Return the name of a figure, and its script and table by their paths."""
    name = f"series-{number:02}"
    labels = {word: inventor.title(1) for word in ("one", "two", "three")}
    body = BODIES[(number - 1) % len(BODIES)]
    text = (HEAD + body + TAIL).format(alt=inventor.sentence(), name=name, **labels)
    return name, {f"figures/{name}.py": text, f"figures/data/{name}.csv": _table(inventor)}


def _table(inventor: Inventor) -> str:
    rows = ["year,one,two"]
    one, two = 10.0, 12.0
    for year in range(1960, 2020):
        one += inventor.random.uniform(-1, 1.3)
        two += inventor.random.uniform(-1.2, 1.4)
        rows.append(f"{year},{one:.3f},{two:.3f}")
    return "\n".join(rows) + "\n"
