"""A line that rises from 40 in 2019 to 64 in 2024, fastest after 2022."""

import matplotlib.pyplot as plt
from _style import BLUE, FULL, column, read, record

rows = read("growth.csv")
years, numbers = column(rows, "year"), column(rows, "number")

figure, axes = plt.subplots(figsize=(FULL, 2.2))
axes.plot(years, numbers, color=BLUE, marker="o", markersize=4)
axes.set_ylabel("number")
axes.set_ylim(0, 70)

record(__file__, percent=100 * (numbers[-1] / numbers[0] - 1))
plt.show()
