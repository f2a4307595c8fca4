"""Commands of formulas that pandoc reads and LaTeX lacks: packages and definitions for them.

Only packages that the smallest distributions have are asked for.
"""

from __future__ import annotations

import re

from octavo.render.latex_text import GREEK

PACKAGES = {
    "bm": re.compile(r"\\bm(?![A-Za-z])|\\mathbf(?:it|scr|frak)(?![A-Za-z])"),
    "mathrsfs": re.compile(r"\\mathscr(?![A-Za-z])"),
    "mathtools": re.compile(
        r"\\(?:[Cc]oloneqq|eqqcolon|[lr]paren|(?:under|over)bracket)(?![A-Za-z])|matrix\*"
    ),
    "pdflscape": re.compile(r"\\begin\{landscape\}"),
    "siunitx": re.compile(r"\\(?:SI|si|num|ang|qty|unit)(?![A-Za-z])"),
    "ulem": re.compile(r"\\(?:sout|uline)\{"),
}
"""The packages that are loaded where the source has one of their commands."""

CANCEL = re.compile(r"\\[bx]?cancel(?![A-Za-z])")
SIGNS = {
    **{f"up{name}": rf"\{name}" for name in GREEK if name != "."},
    "llbracket": r"\mathopen{[\![}", "lBrack": r"\mathopen{[\![}",
    "rrbracket": r"\mathclose{]\!]}", "rBrack": r"\mathclose{]\!]}",
    "oiint": r"\mathop{\oint\!\!\!\oint}", "oiiint": r"\mathop{\oint\!\!\!\oint\!\!\!\oint}",
    "Colon": r"\mathrel{::}", "dotminus": r"\mathbin{\dot{-}}", "dd": r"\mathrm{d}",
    "euro": r"\text{€}", "Mapsto": r"\mathrel{|\mkern-3mu\Rightarrow}",
    "Longmapsto": r"\mathrel{|\mkern-3mu\Longrightarrow}",
    "mapsfrom": r"\mathrel{\reflectbox{$\mapsto$}}",
    "longmapsfrom": r"\mathrel{\reflectbox{$\longmapsto$}}",
    "iddots": r"\mathinner{\raisebox{1pt}{.}\mkern2mu\raisebox{4pt}{.}\mkern2mu\raisebox{7pt}{.}}",
    "adots": r"\mathinner{\raisebox{1pt}{.}\mkern2mu\raisebox{4pt}{.}\mkern2mu\raisebox{7pt}{.}}",
}  # fmt: skip
"""What stands for signs of packages that are not everywhere."""

FACES = {
    "mathds": r"\mathbf{#1}", "mathup": r"\mathrm{#1}", "mathsfup": r"\mathsf{#1}",
    "mathbfup": r"\mathbf{#1}", "symbf": r"\mathbf{#1}", "mathbfit": r"\bm{#1}",
    "mathbfscr": r"\bm{\mathcal{#1}}", "mathbffrak": r"\bm{\mathfrak{#1}}",
    "wideparen": r"\overset{\frown}{#1}", "utilde": r"\underset{\sim}{#1}",
}  # fmt: skip
"""The same of commands with an argument."""

NO_CAPITALS = re.compile(r"\\math(bb|cal|scr|bfscr)\s*(?:\{\s*([a-z0-9]+)\s*\}|(?<=\s)([a-z0-9]))")
"""Faces that LaTeX's fonts have for capitals alone: other letters come out as other signs."""


def packages_of(source: str) -> list[str]:
    """Return the packages that a source needs beyond those that every article loads."""
    return [name for name, command in PACKAGES.items() if command.search(source)]


def definitions_of(source: str) -> list[str]:
    """Return definitions of the commands of a source that its packages may lack."""
    used = set(re.findall(r"\\([A-Za-z]+)", source))
    signs = [rf"\providecommand*{{\{n}}}{{{SIGNS[n]}}}" for n in sorted(used & SIGNS.keys())]
    faces = [rf"\providecommand*{{\{n}}}[1]{{{FACES[n]}}}" for n in sorted(used & FACES.keys())]
    return [*signs, *faces]


def of_capitals(tex: str) -> str:
    """Return a formula whose faces of capitals hold no other letters."""
    return NO_CAPITALS.sub(_other_face, tex)


def _other_face(found: re.Match[str]) -> str:
    face = r"\mathbf" if found[1].startswith("b") else r"\mathit"
    return f"{face}{{{found[2] or found[3]}}}"
