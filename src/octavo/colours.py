"""How colours look to those who see fewer of them, and how far they are apart."""

from __future__ import annotations

import math

VISION = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""Matrices on linear RGB, severity 1.0: Machado, Oliveira and Fernandes (2009),
https://doi.org/10.1109/TVCG.2009.113, table 1."""

Triple = tuple[float, float, float]


def distance(one: str, other: str, vision: str = "") -> float:
    """Return how far two colours `#rrggbb` are apart: CIE 1976 ΔE*ab, about 2.3 being just seen.

    `vision` is a key of `VISION`; without it they are seen as usual.
    """
    return math.dist(_lab(_seen(one, vision)), _lab(_seen(other, vision)))


def _seen(color: str, vision: str) -> Triple:
    red, green, blue = (_linear(int(color[n : n + 2], 16) / 255) for n in (1, 3, 5))
    if not vision:
        return red, green, blue
    x, y, z = (min(max(a * red + b * green + c * blue, 0.0), 1.0) for a, b, c in VISION[vision])
    return x, y, z


def _linear(value: float) -> float:
    """Undo the transfer function of sRGB (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _lab(rgb: Triple) -> Triple:
    """Convert linear sRGB to CIE L*a*b* under D65."""
    red, green, blue = rgb
    x = _curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = _curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else value * 841 / 108 + 4 / 29
