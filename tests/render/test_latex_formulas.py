"""Formulas of the LaTeX package: signs that pandoc reads as text are text there too."""

from __future__ import annotations

import pytest

from octavo.render.latex_formulas import cleaned


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50% of it", r"50\% of it"),
        (r"50\% of it", r"50\% of it"),
        ("R&D of n_cases, #1", r"R\&D of n\_cases, \#1"),
        (r"a\_b", r"a\_b"),
        ("2^n", r"2\textasciicircum{}n"),
        ("n_cases for $x_1^2$ & $y_2$", r"n\_cases for $x_1^2$ \& $y_2$"),
    ],
)
def test_signs_of_text_are_literal(text: str, written: str) -> None:
    """None ends the formula or is a command; a formula within the text stays one."""
    assert cleaned(rf"x_1^2 \text{{{text}}} + y_2") == rf"x_1^2 \text{{{written}}} + y_2"


def test_comments_are_left_out() -> None:
    """What stands behind a per cent sign goes to the end of its line, text in it too."""
    assert cleaned("a % not \\text{50% of}\n+ b") == "a\n+ b"
