"""LaTeX's own counters, kept in step with the numbers of the tree.

LaTeX numbers sections, figures, tables and equations itself, so that whoever edits
the source goes on naturally.  Where it would arrive at another number than the
tree's, a command before the item puts it right.
"""

from __future__ import annotations

import re

SECTIONS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
PART = re.compile(r"(?P<arabic>\d+)|S(?P<supplement>\d+)|(?P<letter>[A-Z])")
ITEM = re.compile(r"(?P<prefix>\D*)(?P<number>\d+)")
STYLES = {"arabic": r"\mainmatter", "letter": r"\appendix", "supplement": r"\supplement"}
"""How the main sections are numbered from a command on; the template defines them."""


class Counters:
    """What LaTeX has counted so far."""

    def __init__(self) -> None:
        self._style = "arabic"
        self._sections = [0] * len(SECTIONS)
        self._items: dict[str, tuple[str, int]] = {}

    def heading(self, level: int, number: str) -> str | None:
        """Return what must stand before a heading; `None` if LaTeX cannot number it so."""
        first, *rest = number.split(".")
        found = PART.fullmatch(first)
        if found is None or len(rest) + 1 != level or not all(map(str.isdecimal, rest)):
            return None
        if level > len(SECTIONS):
            return None
        style, value = str(found.lastgroup), _value(found)
        commands = []
        if style != self._style:
            commands.append(STYLES[style])
            self._style = style
            self._sections = [0] * len(SECTIONS)
        wanted = [value, *map(int, rest)]
        for place, name in enumerate(SECTIONS[:level]):
            before = wanted[place] - (place == level - 1)
            if self._sections[place] != before:
                commands.append(rf"\setcounter{{{name}}}{{{before}}}")
        self._sections[:level] = wanted
        self._sections[level:] = [0] * (len(SECTIONS) - level)
        return "".join(commands)

    def item(self, counter: str, number: str) -> str | None:
        """Return what must stand before a figure, table or equation; `None` if it cannot be."""
        found = ITEM.fullmatch(number)
        if found is None:
            return None
        prefix, value = found["prefix"], int(found["number"])
        before, last = self._items.get(counter, ("", 0))
        commands = ""
        if prefix != before:
            commands, last = rf"\numberedas{{{counter}}}{{{prefix}}}", 0
        if last != value - 1:
            commands += rf"\setcounter{{{counter}}}{{{value - 1}}}"
        self._items[counter] = (prefix, value)
        return commands


def _value(part: re.Match[str]) -> int:
    letter = part["letter"]
    return ord(letter) - ord("A") + 1 if letter else int(part["arabic"] or part["supplement"])
