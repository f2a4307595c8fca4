"""What the page of round trips says is measured, and still so."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.roundtrip import CASES, PAGE, measured

QUICK = [name for name in CASES if "LibreOffice" not in name]


@pytest.mark.parametrize("case", QUICK)
def test_the_dense_manuscript_comes_back_whole(dense: Path, case: str) -> None:
    """Every edit applied, nothing else changed, nothing flattened, every comment kept."""
    row = measured("dense", dense, case)
    assert row.applied == row.made
    assert (row.collateral, row.flattened) == (0, 0)
    assert row.kept == row.comments


def test_the_page_has_every_case_of_both_manuscripts() -> None:
    """The table is that of the benchmark."""
    page = PAGE.read_text(encoding="utf-8")
    for manuscript in ("reference", "dense"):
        for case in CASES:
            assert f"| {manuscript} | {case} |" in page
