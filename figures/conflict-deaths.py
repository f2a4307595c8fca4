"""Bars of the deaths in organised violence in Iraq in each year from 2003 to 2018.

They stand near 1,400 in 2011 and 2012, rise to 4,009 in 2013 and to 15,092 in 2014,
the year in which Mosul fell on 10 June, stay above 11,000 until 2017, the year in
which victory was declared on 9 December, and are 1,430 in 2018.
"""

import matplotlib.pyplot as plt
from _style import DARK, FULL, GREY, RED, column, read, record

rows = read("conflict-deaths.csv")
years = column(rows, "year")
deaths = column(rows, "deaths_best_estimate")

figure, axes = plt.subplots(figsize=(FULL, 2.2))
axes.bar(years, deaths, color=[RED if 2014 <= year <= 2017 else GREY for year in years], width=0.72)
for year, value in zip(years, deaths, strict=True):
    if year in (2003, 2006, 2012, 2013, 2014, 2017, 2018):
        place = (year, value)
        axes.annotate(f"{value:,.0f}", place, (0, 2), textcoords="offset points", ha="center")
axes.annotate(
    "Mosul falls, 10 June 2014", (2013.62, 13200), (2012.9, 13200), ha="right", va="center",
    color=DARK, arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": DARK},
)  # fmt: skip
axes.annotate(
    "victory declared,\n9 December 2017", (2017.2, 12600), (2017.6, 15200), ha="left", va="center",
    color=DARK, arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": DARK},
)  # fmt: skip
axes.set_ylabel("deaths a year")
axes.set_yticks([0, 5000, 10000, 15000], ["0", "5,000", "10,000", "15,000"])
axes.set_ylim(0, 17500)
axes.set_xlim(2002.4, 2019.6)
axes.set_xticks([2003, 2006, 2009, 2012, 2015, 2018])

record(
    __file__,
    **{f"deaths_{y}": int(deaths[y - 2003]) for y in (2012, 2013, 2014, 2015, 2017, 2018)},
)
plt.show()
