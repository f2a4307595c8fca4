"""A raster picture with too few dots for the size at which it is printed.

It would be blurred.  The least is `checks: resolution`, by default 200 dots per inch;
most journals want 300.  Give a larger file, or a smaller `width`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.FIGURES

RASTERS = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
TEXT_WIDTH = 5.5
"""Inches: that of the shipped template."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find every such fault."""
    least = evidence.project.metadata.checks.resolution
    for picture in evidence.manuscript.pictures:
        if picture.path is None or picture.problem or picture.path.suffix.lower() not in RASTERS:
            continue
        pixels, inches = _printed(picture.path)
        if pixels / inches < least:
            yield Finding(
                f"`{picture.target}` has {pixels / inches:.0f} dots per inch as printed",
                picture.span,
                (f"give a file of {least * inches:.0f} dots in width or more",),
            )


def _printed(path: Path) -> tuple[int, float]:
    """Return the width of a picture in dots and, as printed, in inches."""
    from PIL import Image

    with Image.open(path) as image:
        dpi = float(image.info.get("dpi", (96, 96))[0]) or 96.0
        return image.width, min(image.width / dpi, TEXT_WIDTH)
