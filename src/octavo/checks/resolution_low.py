"""A raster picture with too few dots for the size at which it is printed.

It would be blurred.  The least is `checks: resolution`, by default 200 dots per inch;
most journals want 300.  Give a larger file, or a smaller `width`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import image_spans
from octavo.nodes import pair_of
from octavo.pictures import RASTERS, TEXT_WIDTH, inches, measure

FAMILY = Family.FIGURES


def check(evidence: Evidence) -> Iterator[Finding]:
    least = evidence.project.metadata.checks.resolution
    files = {
        picture.target: picture.path
        for picture in evidence.manuscript.pictures
        if picture.path and not picture.problem and picture.path.suffix.lower() in RASTERS
    }
    spans = image_spans(evidence.manuscript) if files else {}
    for node in evidence.manuscript.nodes:
        target = node["c"][2][0] if id(node) in spans else ""
        if target in files:
            raster = measure(files[target])
            asked = inches(pair_of(node["c"][0], "width"), TEXT_WIDTH)
            printed = min(asked or raster.inches, TEXT_WIDTH)
            if raster.width / printed < least:
                yield Finding(
                    f"`{target}` has {raster.width / printed:.0f} dots per inch as printed",
                    spans[id(node)],
                    (f"give a file of {least * printed:.0f} dots in width or more",),
                )
