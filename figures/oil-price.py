"""A line of the yearly average price of Brent crude oil from 2000 to 2018.

It rises from 29 dollars a barrel in 2000 to 97 in 2008, falls to 62 in 2009,
stands above 108 from 2011 to 2013, and falls to 44 in 2016.
"""

import matplotlib.pyplot as plt
from _style import DARK, HALF, column, read, record

rows = read("brent.csv")
years = column(rows, "year")
price = column(rows, "brent_usd_per_barrel_nominal")

figure, axes = plt.subplots(figsize=(HALF, 2.0))
axes.axvspan(2011, 2018, color="#eef1f4", linewidth=0)
axes.plot(years, price, color=DARK, marker="o", markersize=2.2)
for year, offset in ((2000, (2, 5)), (2008, (-12, 4)), (2012, (0, 4)), (2016, (-3, -11))):
    value = price[year - 2000]
    axes.annotate(f"{value:.0f}", (year, value), offset, textcoords="offset points", ha="center")
axes.set_ylabel("US dollars a barrel")
axes.set_ylim(0, 128)
axes.set_xticks([2000, 2005, 2010, 2015])

record(
    __file__,
    **{f"brent_{y}": price[y - 2000] for y in (2000, 2008, 2011, 2012, 2013, 2015, 2016)},
)
plt.show()
