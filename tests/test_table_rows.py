"""Rows without cells, which pandoc reads from grid tables whose lines do not meet."""

from __future__ import annotations

from octavo.manuscript import read_manuscript
from octavo.nodes import plain_text, walk
from octavo.pipeline import build
from tests.conftest import Load

MISALIGNED = """\
+-----+-----+
| A   | B   |
+= ===+=====+
| one | two |
+-----+-----+
| thr | fou |
+-----+-----+
"""


def test_every_row_has_cells(load: Load) -> None:
    """What spanned a row without cells spans one row fewer; no text is lost."""
    manuscript = read_manuscript(load({"manuscript/01-a.md": MISALIGNED}))
    (table,) = (node for node in walk(manuscript.blocks) if node["t"] == "Table")
    rows = [row for body in table["c"][4] for part in body[2:] for row in part]
    assert [[cell[2] for cell in row[1]] for row in rows] == [[1, 1], [1, 1]]
    assert "one" in plain_text(table)


def test_a_misaligned_table_is_set_in_every_format(load: Load) -> None:
    """Typst takes no empty row."""
    build(load({"manuscript/01-a.md": MISALIGNED}), ["pdf", "docx", "html", "jats", "latex"])
