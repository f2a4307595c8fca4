"""A wave that rises and falls once."""

from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(3, 1.6), layout="constrained")
axes.plot([0, 1, 0, -1, 0], label="wave")
axes.set_xlabel("time / s")
axes.set_ylabel("height / m")
