"""What figures are drawn for: the article's own pages, or the files that a journal wants.

It is known on both sides, to those who ask for figures and in the process that draws them,
and imports nothing that draws.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from octavo.store import contents_of

MILLIMETRES = 25.4
"""In an inch."""

NEAR = 0.9
"""The part of the author's width that a journal's must have at least to be taken for it."""


@dataclass(frozen=True, slots=True)
class Medium:
    """In which forms figures are saved and, for a journal, how they are drawn anew."""

    formats: tuple[str, ...] = ("svg", "png")
    """Of those that matplotlib writes: svg, png, pdf, eps."""

    dpi: int = 300
    refit: bool = False
    """Whether what follows holds: else figures are saved as the author left them."""

    widths: tuple[float, ...] = ()
    """The widths that a figure may have, in inches; none is given where all may be."""

    height: float | None = None
    """The most that one may be high, in inches."""

    least: float | None = None
    """The size of the smallest letters that are allowed, in points."""

    most: float | None = None
    font: str = ""
    """The family in which text is set; the author's where there is none."""

    faces: tuple[str, ...] = ()
    """The files of that family, on the machine that asks."""

    @property
    def written(self) -> str:
        """The medium as text, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, written: str) -> Medium:
        """Read what `written` gave."""
        values = json.loads(written).items()
        given: Any = {k: tuple(v) if isinstance(v, list) else v for k, v in values}
        return cls(**given)

    @property
    def settings(self) -> Mapping[str, str]:
        """What a picture depends on, by the names that are told when it changed."""
        if not self.refit:
            return {"build: figures: dpi": str(self.dpi)}
        faces = " ".join(sorted(contents_of(Path(face)) for face in self.faces))
        return {
            "what the journal asks of figures": replace(self, faces=()).written,
            "the font that the journal asks for": faces,
        }

    def size(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of a figure that the author made so wide and high, in inches.

        The width is the smallest that is not much less than the author's, the height alike; one
        that is too high is made lower, for its text and its data can be laid out anew.
        """
        wide = width_for(width, self.widths)
        high = height * wide / width
        return wide, high if self.height is None else min(high, self.height)


def width_for(width: float, widths: tuple[float, ...]) -> float:
    """Return the smallest of some widths that has 90 per cent of one, or else the largest."""
    if not widths:
        return width
    enough = [each for each in widths if each >= NEAR * width]
    return min(enough, default=max(widths))
