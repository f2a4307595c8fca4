"""What a drawn matplotlib figure says of itself: its letters, and what tells its series apart.

`facts_of` is called where matplotlib is, `Drawn.of` where the facts are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

HAIR = 0.02
"""Inches beyond an edge that nobody misses."""

FINE = 360
"""Dots per inch at which a figure is measured."""

COLOURED = 0.1
"""How far the parts of a colour are apart that is no grey; all are from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a legend: what it is called, its colour, and all else about its look."""

    label: str
    color: str
    look: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture of a script says of itself."""

    name: str
    width: float
    """Inches, as is the height."""

    height: float
    text_size: float
    """The size of its smallest text in points; 0 without any."""

    text: str
    series: tuple[Series, ...] = ()
    cut: tuple[str, ...] = ()
    """The edges beyond which something is drawn that nobody sees."""

    crowded: tuple[tuple[str, str], ...] = ()
    """Texts that lie over one another, in pairs."""

    colours: tuple[str, ...] = ()
    """Those of its lines and areas that are neither white nor grey, as `#rrggbb`."""

    mixed: bool = False
    """Whether colours that let through what is behind were mixed with white."""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Drawn:
        """Read what `facts` gave, in this process or another."""
        return cls(
            str(facts["name"]),
            float(facts["width"]),
            float(facts["height"]),
            float(facts["text_size"]),
            str(facts["text"]),
            tuple(Series(*map(str, one)) for one in facts["series"]),
            tuple(map(str, facts["cut"])),
            tuple((str(one), str(other)) for one, other in facts["crowded"]),
            tuple(map(str, facts["colours"])),
            bool(facts.get("mixed")),
        )

    @property
    def facts(self) -> dict[str, Any]:
        """The same as plain data."""
        return {**asdict(self), "series": [(s.label, s.color, s.look) for s in self.series]}


def facts_of(figure: Any) -> dict[str, Any]:
    """Return the figure's size, its smallest text, in points, its series, and what is amiss."""
    from octavo.figure_texts import shown_texts

    width, height = map(float, figure.get_size_inches())
    texts = sorted((float(t.get_fontsize()), t.get_text().strip()) for t in shown_texts(figure))
    size, words = texts[0] if texts else (0.0, "")
    cut, crowded = amiss(figure)
    facts = {"width": width, "height": height, "text_size": size, "text": words}
    facts |= {"series": list(_series(figure)), "cut": cut, "crowded": crowded}
    return {**facts, "colours": sorted(set(_colours(figure)))}


def amiss(figure: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the edges at which a figure is cut off, and its texts that lie over one another.

    It is measured as it will be in lines: at few dots letters are wider, and what fits does not.
    """
    import matplotlib as mpl

    from octavo.figure_texts import crowded

    dpi = figure.dpi
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        figure.dpi = FINE
        try:
            figure.draw_without_rendering()
            return list(_cut(figure)), list(crowded(figure))
        finally:
            figure.dpi = dpi


def _cut(figure: Any) -> Iterator[str]:
    """Yield the edges beyond which something is drawn that is seen no more."""
    width, height = figure.get_size_inches()
    try:
        drawn = figure.get_tightbbox()
    except Exception:  # noqa: BLE001  (an artist of the author's may not know its size)
        return
    beyond = {"left": -drawn.x0, "right": drawn.x1 - width}
    beyond |= {"bottom": -drawn.y0, "top": drawn.y1 - height}
    yield from (edge for edge, inches in beyond.items() if inches > HAIR)


def _colours(figure: Any) -> Iterator[str]:
    """Yield the colours of lines and areas that hold data, as far as they have one each."""
    from matplotlib.colors import to_hex, to_rgba

    for axes in figure.axes:
        for artist in (*axes.lines, *axes.patches):
            color = _color(artist)
            red, green, blue, solid = to_rgba("none" if color is None else color)
            tinted = max(red, green, blue) - min(red, green, blue) > COLOURED
            if artist.get_visible() and solid and tinted:
                yield to_hex(color)


def _series(figure: Any) -> Iterator[list[str]]:
    """Yield label, colour and everything else that tells a series of the legend from others."""
    from matplotlib.colors import to_hex

    for number, axes in enumerate(figure.axes):
        handles, labels = axes.get_legend_handles_labels()
        for handle, label in zip(handles, labels, strict=True):
            artist = handle[0] if hasattr(handle, "patches") and len(handle) else handle
            look = [str(number), type(artist).__name__]
            for name in ("linestyle", "marker", "hatch", "linewidth"):
                getter = getattr(artist, f"get_{name}", None)
                look.append(str(getter()) if getter else "")
            color = _color(artist)
            if color is not None:
                yield [str(label), to_hex(color), "|".join(look)]


def _color(artist: Any) -> Any:
    """Return the one colour of an artist, or None where it has none or many."""
    for name in ("get_color", "get_facecolor"):
        getter = getattr(artist, name, None)
        if getter is not None:
            color = getter()
            many = hasattr(color, "ndim") and color.ndim > 1
            return (color[0] if len(color) == 1 else None) if many else color
    return None
