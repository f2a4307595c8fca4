"""The font in which a journal's figures are set: the first at hand of those that it takes.

Only TrueType faces count.  Those with PostScript outlines (`.otf`) matplotlib embeds as if they
had others: PostScript interpreters refuse the file, and readers of PDF complain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.root import FONTS, METADATA

STAND_INS = {
    "arial": ("Liberation Sans", "Arimo"),
    "helvetica": ("Liberation Sans", "Arimo"),
    "times new roman": ("Liberation Serif", "Tinos"),
    "times": ("Liberation Serif", "Tinos"),
    "courier new": ("Liberation Mono", "Cousine"),
    "courier": ("Liberation Mono", "Cousine"),
}
"""Free families whose letters are as wide as those of families that are not:
https://github.com/liberationfonts/liberation-fonts"""

OUTLINES = (b"\x00\x01\x00\x00", b"true")
"""How TrueType files begin."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family that can be embedded, and its files."""

    family: str
    files: tuple[str, ...]


def typeface_for(wanted: tuple[str, ...], root: Path) -> tuple[Typeface | None, list[Diagnostic]]:
    """Return the first family at hand of those that are wanted, and what is to be said of it."""
    if not wanted:
        return None, []
    named = ", ".join(wanted)
    stand_ins = [other for name in wanted for other in STAND_INS.get(name.casefold(), ())]
    for families in _places(root):
        for name in wanted:
            if name.casefold() in families:
                return families[name.casefold()], []
    for families in _places(root):
        for name in stand_ins:
            if name.casefold() in families:
                return families[name.casefold()], [_told(named, name)]
    hint = f"put TrueType files of one into {FONTS.as_posix()}/, or install it"
    message = f"no font is at hand that the journal takes in figures: {named}"
    return None, [Diagnostic("figure-font", message, Span(METADATA), (hint,), Severity.WARNING)]


def _told(wanted: str, name: str) -> Diagnostic:
    message = f"figures are set in {name}, whose letters are as wide, for want of {wanted}"
    hint = f"put TrueType files of one into {FONTS.as_posix()}/ if it must be that"
    return Diagnostic("figure-font", message, Span(METADATA), (hint,), Severity.NOTE)


def _places(root: Path) -> Iterator[Mapping[str, Typeface]]:
    """Yield the families of the manuscript, those that matplotlib knows, and the machine's.

    matplotlib remembers the fonts that were there when it ran for the first time.
    """
    from matplotlib import font_manager

    own = (root / FONTS).glob("**/*.[tT][tT][fF]")
    yield _families(_named(map(str, own)))
    yield _families(_faces(font_manager.fontManager))
    yield _of_machine()


@cache
def _of_machine() -> Mapping[str, Typeface]:
    """Return the families of the machine as they are now; a new manager would read Type 1 too."""
    from matplotlib import font_manager

    return _families(_named(font_manager.findSystemFonts()))


def _named(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the families of files; what is no font that can be read is passed by."""
    from matplotlib import font_manager

    for path in filter(_is_truetype, paths):
        with suppress(RuntimeError):
            yield str(font_manager.get_font(path).family_name), path


def _faces(manager: Any) -> Iterator[tuple[str, str]]:
    for entry in manager.ttflist:
        if _is_truetype(entry.fname):
            yield str(entry.name), str(entry.fname)


def _families(faces: Iterator[tuple[str, str]]) -> dict[str, Typeface]:
    """Return families by their names in small letters."""
    found: dict[str, Typeface] = {}
    for name, path in sorted(set(faces)):
        known = found.get(name.casefold(), Typeface(name, ()))
        found[name.casefold()] = Typeface(known.family, (*known.files, path))
    return found


def _is_truetype(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(4) in OUTLINES
    except OSError:
        return False
