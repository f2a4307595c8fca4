"""A timeline from 2007 to 2018 in five lanes.

Systemic and perception: Putin speaks in Munich in 2007; the American withdrawal is
announced and completed in 2011; Russia's air campaign in Syria begins in September
2015. Threat: Mosul falls in June 2014, victory is declared in December 2017. Arms:
contracts of 4.2 billion dollars in October 2012, Su-25 aircraft in June 2014, T-90S
tanks confirmed in July 2017 and received by February 2018. Intelligence and training:
officer training discussed in July 2014, the Baghdad information centre in September
2015, the Rogozin visit in February 2016. Energy: West Qurna-2 is won in December 2009
and produces from March 2014; Badra follows in September 2014; Rosneft enters
Kurdistan in October 2017.
"""

import matplotlib.pyplot as plt
from _style import BLUE, DARK, FULL, GREEN, RED, read

known = {row["date"] for row in read("timeline.csv")}
LANES = {
    "systemic,\nperception": BLUE,
    "threat": DARK,
    "arms": RED,
    "intelligence,\ntraining": GREEN,
    "energy": "#7a5a00",
}
EVENTS = [
    ("2007-02-10", 0, 1, "Munich speech"),
    ("2011-10-21", 0, 1, "withdrawal announced"),
    ("2011-12-18", 0, -1, "last US convoy leaves"),
    ("2015-09-30", 0, 1, "campaign in Syria"),
    ("2014-06-10", 1, 1, "Mosul falls"),
    ("2017-12-09", 1, -1, "victory declared"),
    ("2012-10-09", 2, 1, "contracts, $4.2 bn"),
    ("2014-06-28", 2, -1, "first Su-25"),
    ("2017-07-20", 2, 1, "T-90S confirmed"),
    ("2018-02", 2, -1, "36 T-90S received"),
    ("2014-07-24", 3, 1, "training talks"),
    ("2015-09-26", 3, -1, "Baghdad centre"),
    ("2016-02-11", 3, 1, "Rogozin visit"),
    ("2009-12-12", 4, 1, "West Qurna-2 won"),
    ("2014-03-29", 4, 1, "West Qurna-2 starts"),
    ("2014-09-01", 4, -1, "Badra starts"),
    ("2017-10-18", 4, -1, "Rosneft, Kurdistan"),
]
TO_THE_LEFT = ("contracts, $4.2 bn", "first Su-25", "training talks", "Badra starts")
"""The labels that would run into the next at the right of their dates."""


def moment(date: str) -> float:
    """Return a date as a year with its fraction."""
    year, month, day = (int(part) for part in f"{date}-15".split("-")[:3])
    return year + (month - 1) / 12 + day / 365


figure, axes = plt.subplots(figsize=(FULL, 3.9))
for position, (name, color) in enumerate(LANES.items()):
    axes.axhline(-position, color=color, linewidth=0.6, alpha=0.5)
    axes.text(2006.6, -position, name, ha="right", va="center", color=color)
for date, lane, side, label in EVENTS:
    if date not in known:
        raise ValueError(f"{date} is not in the timeline's data")
    color = list(LANES.values())[lane]
    x = moment(date)
    axes.plot(x, -lane, marker="o", markersize=4, color=color)
    right = x > 2016.8 or label in TO_THE_LEFT
    place = (x + (0.12 if right else -0.12), -lane + side * 0.2)
    ha, va = "right" if right else "left", "bottom" if side > 0 else "top"
    axes.text(*place, label, ha=ha, va=va)
axes.axvspan(2011, 2018.9, color="#eef1f4", linewidth=0, zorder=0)
axes.set_xlim(2006.8, 2018.9)
axes.set_ylim(-4.6, 0.6)
axes.set_xticks(range(2007, 2019, 1))
axes.set_yticks([])
axes.spines["left"].set_visible(False)
plt.show()
