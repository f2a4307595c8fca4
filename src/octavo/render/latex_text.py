"""Text as LaTeX takes it: literal values, and which engine has the letters.

pdfLaTeX sets Latin letters and some signs; for those of another script LuaLaTeX
is needed, which takes fonts of today and sets text from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.characters import without

LITERAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "\u00a0": "~",
}
LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)")
"""Where two signs would become another one."""

KNOWN = re.compile(
    "[\x00-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e\u0192"
    "\u01c4-\u01d4\u01e6-\u01eb\u01f0\u01f4\u01f5\u0218-\u021b\u02c6\u02c7\u02d8\u02d9\u02db-\u02dd"
    "\u1e9e\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2031\u2039-\u203b"
    "\u2044\u20ac\u2103\u2116\u2117\u2122\u2190-\u2193\ufb00-\ufb06]"
)
"""The letters that pdfLaTeX has by itself (utf8 with T1 and TS1, LaTeX of 2020 on)."""

ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
"""The commands of LaTeX's accents by combining mark."""

GREEK = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi . pi rho "
    "varsigma sigma tau upsilon varphi chi psi omega"
).split()
"""The names of the small letters from U+03B1 on; omicron has none."""

SIGNS = {
    **{chr(0x3B1 + place): name for place, name in enumerate(GREEK) if name != "."},
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ϵ": "epsilon", "ϑ": "vartheta",
    "ϕ": "phi", "∂": "partial", "∇": "nabla", "∞": "infty", "∈": "in", "∉": "notin",
    "∋": "ni", "∅": "emptyset", "∀": "forall", "∃": "exists", "¬": "neg", "∧": "wedge",
    "∨": "vee", "∩": "cap", "∪": "cup", "⊂": "subset", "⊆": "subseteq", "⊃": "supset",
    "⊇": "supseteq", "±": "pm", "∓": "mp", "×": "times", "÷": "div", "⋅": "cdot",
    "·": "cdot", "∘": "circ", "∗": "ast", "√": "surd", "∝": "propto", "≈": "approx",
    "≃": "simeq", "∼": "sim", "≅": "cong", "≡": "equiv", "≠": "neq", "≤": "leq", "≥": "geq",
    "≪": "ll", "≫": "gg", "∑": "sum", "∏": "prod", "∫": "int", "→": "rightarrow",
    "←": "leftarrow", "↔": "leftrightarrow", "⇒": "Rightarrow", "⇐": "Leftarrow",
    "⇔": "Leftrightarrow", "↦": "mapsto", "↑": "uparrow", "↓": "downarrow", "⟨": "langle",
    "⟩": "rangle", "⊥": "perp", "⊤": "top", "∥": "parallel", "…": "ldots", "⋯": "cdots", "ℓ": "ell",
    "ℏ": "hbar", "′": "prime", "⊕": "oplus", "⊗": "otimes", "†": "dagger",
}  # fmt: skip
"""Signs of formulas by their commands."""

TEXT_SIGNS = {
    "−": r"\ensuremath{-}", "′": r"\ensuremath{'}", "″": r"\ensuremath{''}", "ʼ": "'",
    "✓": r"\ensuremath{\surd}", "☐": r"\ensuremath{\square}", "☒": r"\ensuremath{\boxtimes}",
    "\u2002": r"\enspace{}", "\u2003": r"\quad{}", "\u2007": r"\enspace{}", "\u2009": r"\,",
    "\u200a": r"\,", "\u202f": r"\,", "\u200b": r"\hspace{0pt}", "\u200d": "{}", "\u200e": "{}",
    "\u2060": "{}", "\ufeff": "{}",
    **dict(zip("⁰⁴⁵⁶⁷⁸⁹", (rf"\textsuperscript{{{n}}}" for n in "0456789"), strict=True)),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", (rf"\textsubscript{{{n}}}" for n in range(10)), strict=True)),
}  # fmt: skip
"""Signs of running text that pdfLaTeX lacks."""

WORD_OF_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]{2}")
MAIN_FACE = re.compile("[\x00-\u052f\u1e00-\u2bff\ufb00-\ufb06]")
"""Latin, Greek and Cyrillic letters and signs: one face has them all."""


def literal(text: str) -> str:
    """Return a text in which nothing is a command of TeX's, on one line."""
    joined = LIGATURES.sub("\0", without(text))
    line = re.sub(r"[\n\r\t]+", " ", joined)
    return "".join(LITERAL.get(letter, letter) for letter in line).replace("\0", "{}")


def in_formula(tex: str) -> str:
    """Return a formula whose signs are commands, for fonts of formulas know no others."""
    return "".join(
        rf"\{SIGNS[letter]} " if letter in SIGNS else "-" if letter == "−" else letter
        for letter in tex
    )


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """Yield what pdfLaTeX must be told of the letters of a text: code points and commands."""
    for letter in sorted(set(text)):
        command = _command(letter)
        if command:
            yield f"{ord(letter):04X}", command


def _command(letter: str) -> str:
    """Return how pdfLaTeX sets a letter that it lacks; nothing for one that it has."""
    if letter in TEXT_SIGNS:
        return TEXT_SIGNS[letter]
    if KNOWN.fullmatch(letter):
        return ""
    if letter in SIGNS:
        return rf"\ensuremath{{\{SIGNS[letter]}}}"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if marks and base.isascii() and base.isalpha() and all(mark in ACCENTS for mark in marks):
        for mark in marks:
            base = rf"\{ACCENTS[mark]}{{{base}}}"
        return base
    return ""


def is_latin(text: str) -> bool:
    """Tell whether pdfLaTeX can set a text; words of Greek are more than signs."""
    if WORD_OF_GREEK.search(text):
        return False
    return all(KNOWN.fullmatch(letter) or _command(letter) for letter in set(text))


def is_of_one_face(text: str) -> bool:
    """Tell whether all letters of a text are Latin, Greek or Cyrillic."""
    return all(map(MAIN_FACE.fullmatch, set(text)))
