"""What of a finished figure file is not as the journal asks: its bytes tell, not its making.

The exception is the size of letters, which only the script knows: they may be outlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.figure_facts import Drawn
from octavo.figure_medium import MILLIMETRES
from octavo.submit.figure_forms import Form
from octavo.submit.figure_inks import grey_of
from octavo.submit.figure_readers import Seen, UnreadableError, seen
from octavo.submit.profile import Figures

NEAR = 1.0
"""Millimetres by which a width, or a height, may be another than is asked."""

ALIKE = 0.1
"""The part of the way from black to white by which two greys must differ to be told apart."""

SOLID = ("tiff", "eps", "jpeg", "png")
"""The forms in which nothing may let through what is behind."""

ALLOWED = {"rgb": {"rgb", "grey"}, "grey": {"grey"}, "cmyk": {"cmyk", "grey"}}
NAMES = {"rgb": "red, green and blue", "grey": "grey", "cmyk": "the four inks of print"}


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of a picture."""

    path: Path
    form: Form
    number: str
    picture: str
    place: Span
    """Where what is wrong with it is to be mended: its script, or the text that shows it."""

    dotted: bool
    """Whether it is made of dots."""


def findings_of(
    file: File, data: bytes, rules: Figures, drawn: Drawn | None, family: str
) -> Iterator[Diagnostic]:
    """Yield what of a file is not as the journal asks; `family` is the font that was taken."""
    try:
        facts = seen(data)
    except UnreadableError as error:
        yield _told(file, "format", f"cannot be read: {error}", "this is a fault of Octavo")
        return
    yield from _form(file, data, facts, rules)
    yield from _size(file, facts, rules)
    yield from _dots(file, facts, rules)
    yield from _inks(file, facts, rules)
    yield from _fonts(file, facts, family)
    if drawn is not None:
        yield from _letters(file, drawn, rules)
        yield from _greys(file, drawn, rules)


def _told(
    file: File, kind: str, what: str, hint: str, severity: Severity = Severity.WARNING
) -> Diagnostic:
    message = f"{file.path.name} {what}"
    return Diagnostic(f"figure-file-{kind}", message, file.place, (hint,), severity)


def _form(file: File, data: bytes, facts: Seen, rules: Figures) -> Iterator[Diagnostic]:
    if facts.form != file.form:
        yield _told(file, "format", f"is {facts.form.upper()}", "this is a fault of Octavo")
    if file.form not in rules.formats:
        taken = ", ".join(rules.formats)
        yield _told(file, "format", f"is of a format beside {taken}", "ask for one of these")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", file.path.name):
        what = "has signs in its name that some systems do not take"
        yield _told(file, "name", what, "use letters, digits, `-`, `_` and `.` in `figures: name`")
    if facts.form == "tiff" and facts.compression not in ("tiff_lzw", "raw"):
        yield _told(file, "format", f"is compressed as {facts.compression}", "use LZW")
    size = len(data) / 1e6
    if rules.megabytes and size > rules.megabytes:
        hint = "draw less of what has many points, or `rasterized=True`; or give fewer dots"
        yield _told(file, "large", f"has {size:.1f} MB, and {rules.megabytes:g} are allowed", hint)


def _size(file: File, facts: Seen, rules: Figures) -> Iterator[Diagnostic]:
    lowered = rules.height is not None and facts.height >= rules.height - NEAR
    near = any(abs(facts.width - width) <= NEAR for width in rules.widths)
    if rules.widths and not near and not lowered:
        asked = ", ".join(f"{width:g}" for width in rules.widths)
        hint = "give the figure a `figsize` of one of these widths"
        yield _told(file, "size", f"is {facts.width:.1f} mm wide, not {asked}", hint)
    if rules.height is not None and facts.height > rules.height + NEAR:
        what = f"is {facts.height:.1f} mm high, and {rules.height:g} are allowed"
        yield _told(file, "size", what, "make the figure lower, or divide it")


def _dots(file: File, facts: Seen, rules: Figures) -> Iterator[Diagnostic]:
    if not file.dotted or rules.dpi is None or not facts.dots:
        return
    across = facts.dots / (facts.width / MILLIMETRES)
    dpi = min(across, facts.dpi or across)
    if dpi < rules.dpi * 0.995:
        needed = rules.dpi * facts.width / MILLIMETRES
        what = f"has {dpi:.0f} dots per inch, and {rules.dpi} are asked for"
        yield _told(file, "dots", what, f"give a picture of {needed:.0f} dots in width or more")


def _inks(file: File, facts: Seen, rules: Figures) -> Iterator[Diagnostic]:
    if rules.colour is not None and not facts.inks <= ALLOWED[rules.colour]:
        others = " and ".join(NAMES[ink] for ink in sorted(facts.inks - ALLOWED[rules.colour]))
        what = f"has colours of {others}, not of {NAMES[rules.colour]}"
        hint = "ask for TIFF, or leave out colours that come of shadings"
        yield _told(file, "colour", what, hint)
    if facts.transparent and file.form in SOLID:
        yield _told(file, "colour", "lets through what is behind", "this is a fault of Octavo")


def _fonts(file: File, facts: Seen, family: str) -> Iterator[Diagnostic]:
    for font in facts.fonts:
        if not font.embedded:
            hint = "give the picture with its fonts, or its letters as outlines"
            yield _told(file, "fonts", f"does not hold its font {font.name}", hint)
        elif font.kind == "Type 3":
            hint = "draw the picture with fonts of another type"
            yield _told(file, "fonts", f"has the font {font.name} as Type 3", hint)
    others = sorted({font.name for font in facts.fonts if not _is_of(font.name, family)})
    if family and others:
        what = f"has letters of {', '.join(others)} beside {family}"
        hint = "set no fonts by file, and leave out signs that the journal's font does not have"
        yield _told(file, "fonts", what, hint, Severity.NOTE)


def _is_of(name: str, family: str) -> bool:
    """Tell whether the name of a font in a file is one of a family's."""
    letters, known = (re.sub(r"[^a-z0-9]", "", text.lower()) for text in (name, family))
    return letters.startswith(known)


def _letters(file: File, drawn: Drawn, rules: Figures) -> Iterator[Diagnostic]:
    least = rules.text_size.least if rules.text_size else None
    if least and 0 < drawn.text_size < least - 0.01:
        words = " ".join(drawn.text.split())
        what = f"has “{words}” at {drawn.text_size:.1f} points, and {least} is the least"
        yield _told(file, "text", what, f"write it at {least} points or more")
    if drawn.mixed and file.form == "eps":
        what = "has no transparency, as EPS knows none: see-through colours are mixed with white"
        hint = "look at it where something lies over something else, or draw in solid colours"
        yield _told(file, "colour", what, hint, Severity.NOTE)


def _greys(file: File, drawn: Drawn, rules: Figures) -> Iterator[Diagnostic]:
    """Tell of series that become one grey, and of other colours that may have to be told apart."""
    if rules.colour != "grey":
        return
    hint = "give one another dash, marker or hatch, or a lighter colour"
    for one, other in combinations(drawn.series, 2):
        if one.look == other.look and _is_one_grey(one.color, other.color):
            yield _told(file, "grey", f"shows “{one.label}” and “{other.label}” in one grey", hint)
    named = {series.color for series in drawn.series}
    pairs = [p for p in combinations(drawn.colours, 2) if _is_one_grey(*p) and not named >= {*p}]
    if pairs:
        shown = ", ".join(sorted({color for pair in pairs for color in pair}))
        what = f"shows colours in greys that are hard to tell apart: {shown}"
        yield _told(file, "grey", what, f"if they mean something, {hint}", Severity.NOTE)


def _is_one_grey(one: str, other: str) -> bool:
    return one != other and abs(_grey(one) - _grey(other)) < ALIKE


def _grey(color: str) -> float:
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return grey_of(red, green, blue)
