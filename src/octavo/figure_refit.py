"""A figure that its script drew is set anew for a journal: its size, its letters.

Text keeps its size in points, within what the journal allows; so a narrower figure is no
smaller copy, but laid out anew.  What no longer has room is given it, where matplotlib can.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

from octavo.figure_facts import amiss
from octavo.figure_medium import Medium

TRUETYPE = 42
"""The kind of fonts that is embedded; the other, Type 3, many journals refuse."""

READABLE = 6.0
"""Points below which no letters are made smaller."""

SMALLER = 0.9
"""The part of their size that letters keep at most, if they are made smaller."""

LAYOUTS = 3
"""How often a figure is laid out until its ticks stay the same."""


def prepare(medium: Medium) -> None:
    """Set how figures are written, once the script has set what it likes."""
    import matplotlib as mpl
    from matplotlib import font_manager

    for face in medium.faces:
        with suppress(OSError, RuntimeError):  # another machine may not have it
            font_manager.fontManager.addfont(face)
    mpl.rcParams.update(
        {
            "pdf.fonttype": TRUETYPE,
            "ps.fonttype": TRUETYPE,
            "ps.usedistiller": None,
            "savefig.bbox": None,
            "savefig.transparent": False,
        }
    )
    if has_font(medium):
        mpl.rcParams.update(
            {
                "font.family": [medium.font, *mpl.rcParams["font.family"]],
                "mathtext.fontset": "custom",
                "mathtext.rm": medium.font,
                "mathtext.sf": medium.font,
                "mathtext.it": f"{medium.font}:italic",
                "mathtext.bf": f"{medium.font}:bold",
            }
        )


def has_font(medium: Medium) -> bool:
    """Tell whether the family that is wanted is at hand here."""
    from matplotlib import font_manager

    return medium.font in font_manager.get_font_names()


def refit(figure: Any, medium: Medium) -> None:
    """Give a figure the size and the letters that a journal asks for.

    Letters that have no room, in a figure that became narrower or in a font that is wider, are
    made smaller, if that helps, but no smaller than anybody can read.
    """
    width, height = map(float, figure.get_size_inches())
    figure.set_size_inches(*medium.size(width, height), forward=False)
    letters = _Letters(medium)
    letters.set(figure)
    if amiss(figure)[0]:
        _make_room(figure)
    scale = float(figure.get_figwidth()) / width
    faults = _faults(figure)
    if faults and (scale < 1 or letters.font):
        letters.set(figure, min(scale, SMALLER))
        if _faults(figure) >= faults:
            letters.set(figure)


def _faults(figure: Any) -> int:
    cut, crowded = amiss(figure)
    return len(cut) + len(crowded)


class _Letters:
    """Sets the text of a figure in the journal's font and sizes."""

    def __init__(self, medium: Medium) -> None:
        self.medium = medium
        self.font = medium.font if has_font(medium) else ""
        self._sizes: dict[Any, float] = {}
        """The sizes that the author gave, by text."""

    def set(self, figure: Any, scale: float = 1.0) -> None:
        """Set all text, and lay out the figure, until no ticks come that were not there."""
        from matplotlib.text import Text

        for _ in range(LAYOUTS):
            known = len(self._sizes)
            for text in figure.findobj(Text):
                self._set(text, scale)
            figure.draw_without_rendering()
            if len(self._sizes) == known:
                break

    def _set(self, text: Any, scale: float) -> None:
        if text not in self._sizes and self.font:
            families = list(text.get_fontfamily())
            if text.get_fontproperties().get_file() is None:
                text.set_fontfamily(list(dict.fromkeys([self.font, *families])))
                text.set_math_fontfamily("custom")
        size = self._sizes.setdefault(text, float(text.get_fontsize()))
        allowed = min(max(size, self.medium.least or 0), self.medium.most or math.inf)
        least = min(allowed, max(self.medium.least or 0, READABLE))
        text.set_fontsize(max(allowed * scale, least))


def _make_room(figure: Any) -> None:
    """Let matplotlib lay out a figure of which something is cut off, unless it does so anyway."""
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    engine = figure.get_layout_engine()
    if engine is not None and not isinstance(engine, PlaceHolderLayoutEngine):
        return
    with suppress(RuntimeError, ValueError):  # it has parts that cannot be laid out
        figure.set_layout_engine("constrained")
        figure.draw_without_rendering()


def mix(figure: Any) -> bool:
    """Mix colours that let through what is behind with white, for forms that cannot do that.

    Tell whether anything looks otherwise now: what lies over something else, or comes of data.
    """
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    names: dict[type[Any], tuple[str, ...]] = {
        Line2D: ("color", "markerfacecolor", "markeredgecolor"),
        Text: ("color",),
        Patch: ("facecolor", "edgecolor"),
        Collection: ("facecolor", "edgecolor"),
    }
    changed = False
    for artist in figure.findobj(lambda artist: artist.get_visible()):
        kind = next((kind for kind in names if isinstance(artist, kind)), None)
        if getattr(artist, "get_array", lambda: None)() is not None:
            changed |= artist.get_alpha() is not None  # it becomes solid
        elif kind is not None:
            changed |= _mix(artist, names[kind], bare=kind in (Line2D, Text))
    return changed


def _mix(artist: Any, names: tuple[str, ...], *, bare: bool) -> bool:
    """Mix the colours of an artist; those that are bare do not tell what it lets through."""
    import numpy as np
    from matplotlib.colors import to_rgba_array

    alpha = artist.get_alpha()
    if np.ndim(alpha):
        return True
    given = {name: getattr(artist, f"get_{name}")() for name in names}
    if alpha is not None and 0 < alpha < 1:
        artist.set_alpha(None)
    changed = False
    for name, color in given.items():
        if isinstance(color, str) and color in ("none", "auto"):
            continue
        rgba = to_rgba_array(color, alpha if bare else None)
        through = rgba[:, 3:]
        part = (through > 0) & (through < 1)
        if part.any():
            solid = np.where(part, 1 - through + through * rgba[:, :3], rgba[:, :3])
            changed |= not np.allclose(solid, rgba[:, :3])
            new = np.concatenate([solid, np.where(part, 1.0, through)], axis=1)
            getattr(artist, f"set_{name}")(new if len(new) > 1 else tuple(map(float, new[0])))
    return changed
