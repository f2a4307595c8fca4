"""A wave that rises and falls once."""

from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(2, 1), layout="constrained")
axes.plot([0, 1, 0, -1, 0])
