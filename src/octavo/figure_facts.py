"""What a drawn matplotlib figure says of itself: its letters, and what tells its series apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HAIR = 0.02
"""Inches beyond an edge that nobody misses."""


def facts_of(figure: Any) -> dict[str, Any]:
    """Return the figure's smallest text, in points, its series, and where it is cut off."""
    texts = sorted(_texts(figure))
    size, words = texts[0] if texts else (0.0, "")
    series, cut = list(_series(figure)), list(_cut(figure))
    return {"text_size": size, "text": words, "series": series, "cut": cut}


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


def _texts(figure: Any) -> Iterator[tuple[float, str]]:
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        words = text.get_text().strip()
        if words and text.get_visible():
            yield float(text.get_fontsize()), words


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
