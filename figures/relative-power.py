"""A line of Russia's gross domestic product as a percentage of the American, 2000 to 2018.

It rises from 2.5 per cent in 2000 to 11.2 in 2008 and, after a fall in 2009, to 13.6
in 2012 and 2013; by 2016 it has fallen by half to 6.8 per cent.
"""

import matplotlib.pyplot as plt
from _style import DARK, HALF, column, read, record

rows = read("gdp.csv")
years = column(rows, "year")
ratio = column(rows, "russia_percent_of_usa")

figure, axes = plt.subplots(figsize=(HALF, 2.0))
axes.axvspan(2011, 2018, color="#eef1f4", linewidth=0)
axes.plot(years, ratio, color=DARK, marker="o", markersize=2.2)
for year, offset in ((2000, (4, 5)), (2008, (-10, 4)), (2012, (2, 4)), (2016, (0, -11))):
    value = ratio[year - 2000]
    axes.annotate(f"{value:.1f}", (year, value), offset, textcoords="offset points", ha="center")
axes.set_ylabel("per cent of US GDP")
axes.set_ylim(0, 16)
axes.set_xticks([2000, 2005, 2010, 2015])

spending = {int(row["year"]): row for row in read("military-spending.csv")}
record(
    __file__,
    **{f"ratio_{year}": round(ratio[year - 2000], 1) for year in (2000, 2008, 2013, 2016)},
    **{
        f"spending_{year}": round(float(spending[year]["milex_billion_constant_2019_usd"]), 1)
        for year in (2000, 2012, 2016)
    },
    burden_2016=round(float(spending[2016]["milex_percent_of_gdp"]), 1),
)
plt.show()
