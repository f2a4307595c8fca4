"""Points of the number of American troops in Iraq at single dates from 2003 to 2017.

They lie between 125,000 and 192,000 until 2008, with a peak of the surge of 170,000 in
October 2007, fall to fewer than 4,000 in December 2011, are missing from 2012 to 2016,
and lie between 5,200 and 8,900 in 2017.
"""

import matplotlib.pyplot as plt
from _style import BLUE, DARK, FULL, read, record

rows = read("us-troops.csv")
dates = [int(row["month"][:4]) + (int(row["month"][5:]) - 0.5) / 12 for row in rows]
troops = [int(row["troops"]) / 1000 for row in rows]
counted = sum(date < 2012 for date in dates)

figure, axes = plt.subplots(figsize=(FULL, 2.1))
axes.axvspan(2012, 2017, color="#eef1f4", linewidth=0)
axes.plot(dates[:counted], troops[:counted], color=BLUE, linewidth=0.5)
axes.plot(dates, troops, color=BLUE, marker="o", markersize=3.2, linestyle="none")
axes.text(2014.5, 95, "no published count found,\n2012–2016", ha="center", va="center", color=DARK)
axes.text(2008.0, 181, "peak of the surge, 170,000", va="center", color=DARK)
axes.text(2011.6, 16, "last convoy leaves,\n18 December 2011", ha="right", va="center", color=DARK)
axes.annotate("5,200 to 8,900", (2017.5, 12), (0, 4), textcoords="offset points", ha="center")
axes.set_ylabel("troops, thousands")
axes.set_ylim(0, 205)
axes.set_xlim(2002.7, 2018.6)
axes.set_xticks([2003, 2006, 2009, 2012, 2015, 2018])

record(__file__, peak=170_000, points=len(rows))
plt.show()
