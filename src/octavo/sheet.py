"""How text stands on a page: the layout, and what is set beside it, put together."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.settings import BuildSettings, Paper, Spacing

MILLIMETRES: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "letter": (215.9, 279.4)}
"""The width and the height of each paper."""

REVIEW_POINTS = 12
LEAST_POINTS = 8
"""Nothing is made smaller than this in proportion to the text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of one document, for the formats that have pages."""

    review: bool = False
    """Whether the text is ragged and its words whole, in one column, for those who review it."""

    spacing: Spacing | None = None
    """None where a format keeps the distance of lines that it has."""

    line_numbers: bool = False
    paper: Paper = "a4"
    points: float | None = None
    """The size of the text, where it was asked for."""

    @property
    def width(self) -> float:
        """The paper's, in millimetres."""
        return MILLIMETRES[self.paper][0]

    @property
    def height(self) -> float:
        """The paper's, in millimetres."""
        return MILLIMETRES[self.paper][1]


def sheet_of(settings: BuildSettings, *, compared: bool = False) -> Sheet:
    """Return what the settings ask for; what none of them says is the format's own.

    The lines of a copy that is `compared` with another have numbers, so that letters can name
    them, unless the settings say that lines have none.
    """
    review = settings.layout == "manuscript"
    numbered = settings.line_numbers
    return Sheet(
        review=review,
        spacing=settings.spacing or ("double" if review else None),
        line_numbers=review or compared if numbered is None else numbered,
        paper=settings.page or "a4",
        points=settings.font_size,
    )
