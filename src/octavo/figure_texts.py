"""The texts of a matplotlib figure that are seen, and those that lie over one another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]
Corners: TypeAlias = "list[Point]"

LEADING = 0.3
"""The part of a text's height that is the room above and below its letters."""

SPACE = 1.0
"""Points that two texts on a line must be apart: less is read as one word."""

SHOWN = 40
"""The letters of a text that are told."""

FRAME = "its frame"
"""What a text lies over that is longer than the box around it."""

CENTRED = 0.1
"""The part of a box by which the middles of it and of its text may differ, twice."""

MOST = 400
"""Texts of one figure that are compared with each other."""


def shown_texts(artist: Any) -> Iterator[Any]:
    """Yield the texts of a figure, or of a part of it, that a reader sees."""
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    if not artist.get_visible():
        return
    if isinstance(artist, Text) and artist.get_text().strip():
        yield artist
    for child in artist.get_children():
        if isinstance(child, Axis) and not child.axes.axison:
            continue
        if isinstance(artist, Axis) and _is_outside(artist, child):
            continue
        yield from shown_texts(child)


def _is_outside(axis: Any, tick: Any) -> bool:
    """Tell whether something of an axis is a tick that its limits leave out."""
    from matplotlib.axis import Tick

    if not isinstance(tick, Tick):
        return False
    low, high = sorted(map(float, axis.get_view_interval()))
    hair = 1e-6 * (high - low)
    return not low - hair <= float(tick.get_loc()) <= high + hair


def crowded(figure: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts that lie over one another, in pairs, and those too long for their frames."""
    try:
        texts = [(text, corners) for text in shown_texts(figure) if (corners := _corners(text))]
        frames = [patch.get_window_extent() for patch in _frames(figure)]
    except Exception:  # noqa: BLE001  (an artist of the author's may not know its size)
        return
    for (one, its), (other, others) in combinations(texts[:MOST], 2):
        if _overlap(its, others) and not _is_shadow(one, other):
            yield _words(one), f"“{_words(other)}”"
    for text, _ in texts[:MOST]:
        box = text.get_window_extent()
        if any(_is_beyond(box, frame) for frame in frames):
            yield _words(text), FRAME


def _frames(figure: Any) -> Iterator[Any]:
    """Yield the boxes with an edge that a script draws around text."""
    from matplotlib.patches import FancyBboxPatch, Rectangle

    for axes in figure.axes:
        for patch in axes.patches if axes.get_visible() else ():
            edged = patch.get_linewidth() > 0 and patch.get_edgecolor()[3] > 0
            if edged and patch.get_visible() and isinstance(patch, (Rectangle, FancyBboxPatch)):
                yield patch


def _is_beyond(text: Any, frame: Any) -> bool:
    """Tell whether a text stands in the middle of a frame, and sticks out of it on both sides."""
    across = abs(text.x0 + text.x1 - frame.x0 - frame.x1) <= CENTRED * frame.width
    upright = abs(text.y0 + text.y1 - frame.y0 - frame.y1) <= CENTRED * frame.height
    wider = text.x0 < frame.x0 and text.x1 > frame.x1
    higher = text.height * (1 - LEADING) > frame.height
    return bool(across and upright and (wider or higher))


def _words(text: Any) -> str:
    words = " ".join(text.get_text().split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _is_shadow(one: Any, other: Any) -> bool:
    """Tell whether a text is drawn twice, as for a halo."""
    return bool(one.get_text() == other.get_text() and one.get_position() == other.get_position())


def _corners(text: Any) -> Corners:
    """Return the corners of the letters of a text, in pixels; none of what is not in the figure.

    A text that is turned is narrower than the box around it.
    """
    box = text.get_window_extent()
    if not box.width or not box.height or not _is_seen(text, box):
        return []
    angle = text.get_rotation()
    text.set_rotation(0)
    level = text.get_window_extent()
    text.set_rotation(angle)
    point = text.get_figure(root=True).dpi / 72
    lines = text.get_text().strip().count("\n") + 1
    half_width = (level.width + SPACE * point) / 2
    half_height = level.height / 2 * (1 - LEADING / lines)
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    steps = [(x * half_width, y * half_height) for x, y in sides]
    return [(middle_x + x * cosine - y * sine, middle_y + x * sine + y * cosine) for x, y in steps]


def _is_seen(text: Any, box: Any) -> bool:
    """Tell whether a text is in the figure, and not clipped away."""
    if not text.get_figure(root=True).bbox.overlaps(box):
        return False
    clip = text.get_clip_box() if text.get_clip_on() else None
    return clip is None or bool(clip.overlaps(box))


def _overlap(one: Corners, other: Corners) -> bool:
    """Tell whether two rectangles have a point in common: no line divides them."""
    for corners in (one, other):
        for start, end in ((corners[0], corners[1]), (corners[1], corners[2])):
            across = (end[0] - start[0], end[1] - start[1])
            shadows = [
                [x * across[0] + y * across[1] for x, y in rectangle] for rectangle in (one, other)
            ]
            if max(shadows[0]) <= min(shadows[1]) or max(shadows[1]) <= min(shadows[0]):
                return False
    return True
