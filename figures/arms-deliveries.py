"""Stacked bars of the volume of arms delivered to Iraq in each year from 2003 to 2018.

Until 2013 Russia delivers nothing or little. In 2014 it delivers 53 per cent of the
year's total and stays between 18 and 32 per cent until 2017, while American
deliveries are the largest. In 2018 almost all of a small total, 94 per cent, is Russian.
"""

import matplotlib.pyplot as plt
from _style import BLUE, FULL, GREY, RED, column, read, record
from matplotlib.patches import Rectangle

rows = [row for row in read("arms-imports.csv") if int(row["year"]) <= 2018]
years = column(rows, "year")
russia = column(rows, "russia_tiv_million")
america = column(rows, "united_states_tiv_million")
others = column(rows, "others_tiv_million")
total = column(rows, "total_tiv_million")

figure, axes = plt.subplots(figsize=(FULL, 2.6))
axes.bar(years, russia, color=RED, width=0.72)
axes.bar(years, america, bottom=russia, color=BLUE, width=0.72)
both = [r + a for r, a in zip(russia, america, strict=True)]
axes.bar(years, others, bottom=both, color=GREY, width=0.72)
for year, height, row in zip(years, total, rows, strict=True):
    if year >= 2014:
        share = f"{float(row['russia_share_percent']):.0f} %"
        axes.annotate(
            share, (year, height), (0, 3), textcoords="offset points", ha="center", color=RED
        )
key = ((1750, "others", GREY), (1600, "United States", BLUE), (1450, "Russia", RED))
for height, name, color in key:
    axes.add_patch(Rectangle((2003, height), 0.5, 90, color=color, linewidth=0))
    axes.text(2003.75, height + 40, name, va="center")
axes.text(2003, 1290, "in red above the bars: Russia’s share", va="center", color=RED)
axes.set_ylabel("SIPRI TIV, millions")
axes.set_xticks([2003, 2006, 2009, 2012, 2015, 2018])
axes.set_ylim(0, 2000)

by_year = {int(row["year"]): row for row in rows}
exports = {int(row["year"]): row for row in read("arms-exports.csv")}
record(
    __file__,
    **{f"share_{y}": round(float(by_year[y]["russia_share_percent"])) for y in range(2014, 2019)},
    **{f"russia_{y}": round(float(by_year[y]["russia_tiv_million"])) for y in range(2014, 2019)},
    **{f"total_{y}": round(float(by_year[y]["total_tiv_million"])) for y in range(2014, 2019)},
    **{
        f"export_share_{y}": round(float(exports[y]["iraq_share_percent"]), 1) for y in (2015, 2018)
    },
)
plt.show()
