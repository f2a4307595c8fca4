"""Tables in files of CSV: which rows there are, and what is no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.csv_tables import TableError, problem_of_table, rows_of


def written(tmp_path: Path, data: bytes) -> Path:
    """Return a file of bytes."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return path


def test_rows_are_what_a_spreadsheet_saved(tmp_path: Path) -> None:
    """A mark of UTF-8 is no letter; cells may have commas and line ends; comments are no rows."""
    data = (
        b'\xef\xbb\xbfState,Tie\r\n# from the archive\r\n\r\n"Iraq, north","arms\r\nand loans"\r\n'
    )
    assert rows_of(written(tmp_path, data)) == (
        ("State", "Tie"),
        ("Iraq, north", "arms\nand loans"),
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("State,Tie\nM\u00e9xico,arms\n".encode("latin-1"), "the table is not UTF-8"),
        (b'State,Tie\n"' + b"x" * 140_000 + b"\n", "the table cannot be read: field larger"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    """Another encoding, or a quotation mark that nothing closes, is no crash."""
    with pytest.raises(TableError, match=said):
        rows_of(written(tmp_path, data))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the table has no rows: the first must be its header"),
        ("a,b\n", "the table has a header and no rows"),
        ("a,b\n1,2\n", ""),
        ("a,b\n1\n", ""),
        ("a,b\n1,2,3\n", "the row `1,2,3` has 3 cells, and the header 2"),
        ("a;b\n1;2\n", "its cells are parted by `;`, not by commas"),
        ("a\tb\n1\t2\n", "its cells are parted by tabs, not by commas"),
        ("a,b\nbell\x07,2\n", "the cell `bell` holds a control character (U+0007)"),
    ],
)
def test_rows_that_cannot_be_shown_are_told(tmp_path: Path, text: str, said: str) -> None:
    """A cell without a column would be lost, and a control character stops every format."""
    assert problem_of_table(rows_of(written(tmp_path, text.encode()))) == said
