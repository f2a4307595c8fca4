"""Tables in files of their own: what is read of them, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.csv_tables import TableError, names_of, problem_of_table, rows_of


def read(folder: Path, data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a file."""
    path = folder / "table.csv"
    path.write_bytes(data)
    return rows_of(path)


@pytest.mark.parametrize(
    "data",
    [
        "a,b\n1,2\n".encode("utf-8-sig"),
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2",
        b"# of 2026\na,b\n\n# and more\n1,2\n\n",
        b'"a","b"\n"1","2"\n',
    ],
)
def test_what_programs_write_is_the_same_table(tmp_path: Path, data: bytes) -> None:
    """Byte order marks, every kind of line end, comments, empty lines and quotation marks."""
    assert read(tmp_path, data) == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"caf\xe9,b\n1,2\n", "the table is not UTF-8"),
        (b"a,b\n" + b"x" * 200_000 + b",2\n", "the table cannot be read: field larger than"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    """Another encoding, and a cell without end."""
    with pytest.raises(TableError, match=why):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((), "the table has no rows: the first must be its header"),
        ((("a", "b"),), "the table has a header and no rows"),
        ((("a", "b"), ("1",)), ""),
        ((("a", "b"), ("1", "2", "3")), "the row `1,2,3` has 3 cells, and the header 2"),
        ((("a;b",), ("1;2",)), "its cells are parted by `;`, not by commas"),
        ((("a;b",), ("1,5;2",)), "its cells are parted by `;`, not by commas"),
        ((("a\tb",), ("1\t2",)), "its cells are parted by tabs, not by commas"),
        ((("a;b",), ("one",)), ""),
        ((("a",), ("x\x00y",)), "the cell `xy` holds "),
    ],
)
def test_rows_that_cannot_be_shown_are_told(
    rows: tuple[tuple[str, ...], ...], problem: str
) -> None:
    """A cell without a column would be lost, and another sign would make one column of all."""
    told = problem_of_table(rows)
    assert told.startswith(problem)
    assert bool(told) is bool(problem)


def test_names_may_have_commas_in_quotation_marks() -> None:
    """Blanks around them are none of them."""
    assert names_of('a, "b, c" ,d') == ["a", "b, c", "d"]
    assert names_of("") == names_of(None) == []
