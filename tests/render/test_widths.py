"""How wide texts are, about: what the columns of tables are measured with."""

from __future__ import annotations

import pytest

from octavo.render.widths import ems


@pytest.mark.parametrize(
    ("plain", "longer", "more"),
    [
        ("e", "e\u0301", False),  # an accent stands above its letter
        ("ab", "a\u200bb", False),
        ("ab", "a\u2060b", False),
        ("nn", "国国", True),
        ("ii", "nn", True),
        ("nn", "mm", True),
        ("nn", "NN", True),
    ],
)
def test_a_text_is_as_wide_as_its_letters_show(plain: str, longer: str, more: bool) -> None:
    """Marks and signs without a width have none; a sign of Chinese is a square."""
    first, other = (sum(map(ems, text)) for text in (plain, longer))
    assert (other > first) is more
    assert other >= first
