"""The small faults by which the tests are tried."""

from __future__ import annotations

from pathlib import Path

from benchmarks.mutations import count, mutant

MODULE = '''\
def found(names: list[str], most: int = 3) -> list[str]:
    """Return names."""
    for name in names:
        if len(name) < most and not name.isdigit():
            break
    return sorted(names, reverse=True)
'''


def test_each_mutant_has_one_change(tmp_path: Path) -> None:
    """Comparisons, conditions, numbers, statements, results and keywords change, one at a time."""
    path = tmp_path / "found.py"
    path.write_text(MODULE, encoding="utf-8")
    told = [mutant(path, number) for number in range(count(path))]
    assert {(made.line, made.change) for made in told} >= {
        (1, "3 → 2"),
        (4, "len(name) < most → len(name) >= most"),
        (4, "len(name) < most and (not name.isdigit()) → len(name) < most or not name.isdigit()"),
        (5, "break → continue"),
        (6, "return sorted(names, reverse=True) → return None"),
        (6, "sorted(names, reverse=True) → sorted(names)"),
    }
    assert len({made.text for made in told}) == len(told) == 9
