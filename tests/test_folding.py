"""Text as names are compared in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from octavo.folding import GAP, fold, folded

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(f"abzAZ 09-.,'\n\t\r\x02\xad\u2010\ufffe\xa0\u200b\u0301éøßﬁＡ{GAP}"),
    )
)


@given(TEXTS, st.booleans())
def test_both_ways_to_fold_agree(text: str, joined: bool) -> None:
    """The quick way, that knows no places, gives the text of the other."""
    assert folded(text, joined=joined) == fold(text, joined=joined).text


@given(TEXTS)
def test_every_letter_knows_where_it_stood(text: str) -> None:
    """Places rise, and lie within the text."""
    read = fold(text)
    assert len(read.offsets) == len(read.text)
    assert list(read.offsets) == sorted(read.offsets)
    assert all(0 <= offset < len(text) for offset in read.offsets)
