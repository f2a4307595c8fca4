"""A diagram of the argument, read from left to right.

Two systemic variables stand on the left: the uprisings, the Syrian war and ISIS; and
the American pivot, buck-passing and offshore balancing. Arrows lead from both to the
intervening variable in the middle, how Russian leaders perceive their own position,
and from there to the outcome on the right, alignment in arms, intelligence and
training, oil and gas. A second path leads below from the uprisings and ISIS over
threats to the Iraqi government and its search for a second patron to the same outcome.
"""

import matplotlib.pyplot as plt
from _style import BLUE, DARK, FULL, GREEN, RED
from matplotlib.patches import Rectangle

figure, axes = plt.subplots(figsize=(FULL, 2.9))
axes.set_xlim(0, 100)
axes.set_ylim(0, 46)
axes.axis("off")


def box(x: float, y: float, width: float, height: float, text: str, color: str) -> None:
    """Draw a box whose lower left corner is at (x, y)."""
    axes.add_patch(
        Rectangle((x, y), width, height, facecolor="white", edgecolor=color, linewidth=1.0)
    )
    axes.text(x + width / 2, y + height / 2, text, ha="center", va="center", linespacing=1.25)


def arrow(start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an arrow."""
    style = {"arrowstyle": "-|>", "linewidth": 0.8, "color": DARK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style)


for x, text, color in (
    (14, "systemic variables", BLUE),
    (51, "intervening variables", GREEN),
    (87.5, "outcome", RED),
):
    axes.text(x, 44, text, ha="center", va="center", style="italic", color=color)
box(0, 24, 28, 14, "American pivot,\nbuck-passing,\noffshore balancing", BLUE)
box(0, 4, 28, 14, "Arab uprisings,\nwar in Syria,\nadvance of ISIS", BLUE)
box(37, 24, 28, 14, "Russian leaders perceive\na stronger Russia\nand an opening", GREEN)
box(37, 4, 28, 14, "Iraqi government, under\nthreat, seeks\na second patron", GREEN)
box(74, 7, 26, 28, "Iraq–Russia\nalignment:\n\narms\nintelligence, training\noil and gas", RED)
arrow((28, 31), (37, 31))
arrow((28, 15), (37, 26))
arrow((28, 10), (37, 10))
arrow((65, 31), (74, 25))
arrow((65, 11), (74, 17))
plt.show()
