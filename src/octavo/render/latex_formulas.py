"""Formulas: what pandoc lets pass and LaTeX would not, and displays that end a paragraph."""

from __future__ import annotations

import re

from octavo.nodes import Node, raw_inline
from octavo.render.latex_commands import of_capitals
from octavo.render.latex_text import in_formula

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
OWN_NUMBER = re.compile(
    r"\\(?:label|tag\*?)\s*\{(?:[^{}]|\{[^{}]*\})*\}|\\(?:nonumber|notag)(?![A-Za-z])"
)
"""Numbers are given by the tree, and by nothing else."""

TEXT = re.compile(r"(\\(?:text[a-z]*|mbox)\s*\{)([^{}]*)(\})")
OF_ITS_OWN = re.compile(r"((?<!\\)\$[^$]*\$)")
"""A formula within the text of a formula."""

ALONE = re.compile(r"\s*\\(begin|end)\s*\{(?:equation|displaymath|math)\*?\}\s*")
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{(align|flalign|gather|multline|alignat|eqnarray)\*?\}")
WITHIN = {
    "align": "aligned",
    "flalign": "aligned",
    "gather": "gathered",
    "multline": "gathered",
    "alignat": "alignedat",
    "eqnarray": "array",
}
"""What stands in a display for the environments that are displays themselves."""

FOREIGN = re.compile(r"[^\x00-\x7f]+")


def cleaned(tex: str) -> str:
    """Return a formula that LaTeX sets as the other formats do."""
    tex = COMMENT.sub(r"\1", TEXT.sub(_percent, tex))
    tex = OWN_NUMBER.sub("", tex).replace("^^", "^{}^{}")
    tex = of_capitals(ENVIRONMENT.sub(_within, ALONE.sub("", tex)))
    pieces, done = [], 0
    for found in TEXT.finditer(tex):
        pieces += [_signs(tex[done : found.start()]), found[1], _words(found[2]), found[3]]
        done = found.end()
    joined = "".join([*pieces, _signs(tex[done:])])
    return "\n".join(line.strip() for line in joined.splitlines() if line.strip())


def _within(found: re.Match[str]) -> str:
    columns = "{rcl}" if found[0].startswith(r"\begin") and found[2] == "eqnarray" else ""
    return rf"\{found[1]}{{{WITHIN[found[2]]}}}{columns}"


def _signs(tex: str) -> str:
    """Write signs as commands, and letters that no font of formulas has as text."""
    return FOREIGN.sub(lambda found: rf"\text{{{found[0]}}}", in_formula(tex))


def _percent(found: re.Match[str]) -> str:
    """Keep the per cent signs of text, where pandoc reads no comment."""
    return re.sub(r"(?<!\\)%", r"\%", found[0])


def _words(text: str) -> str:
    """Make signs of text literal, but for those of formulas in it."""
    parts = OF_ITS_OWN.split(text)
    parts[::2] = [
        re.sub(r"(?<!\\)([_#&])", r"\\\1", part.replace("^", r"\textasciicircum{}"))
        for part in parts[::2]
    ]
    return "".join(parts)


def numbered(tex: str, label: str, before: str) -> Node:
    """Return a clean formula as a display that LaTeX numbers, after a command for its counter."""
    named = rf"\label{{{label}}}" if label else ""
    text = f"{before}\\begin{{equation}}{named}\n{tex}\n\\end{{equation}}"
    return raw_inline("latex", text)


def joined_displays(blocks: list[Node]) -> list[Node]:
    """Let a formula that is a paragraph end the one before it: LaTeX sets it closer."""
    out: list[Node] = []
    for block in blocks:
        if out and out[-1]["t"] == "Para" and block["t"] == "Para" and _is_display(block):
            out[-1] = {"t": "Para", "c": [*out[-1]["c"], {"t": "SoftBreak"}, *block["c"]]}
        else:
            out.append(block)
    return out


def _is_display(block: Node) -> bool:
    content = block["c"]
    return bool(content) and all(
        (node["t"] == "Math" and node["c"][0]["t"] == "DisplayMath")
        or (node["t"] == "RawInline" and r"\begin{equation}" in node["c"][1])
        for node in content
    )
