"""What is too wide for an upright page of the Word file, and what a formula's text is."""

from __future__ import annotations

import zipfile
from typing import Any

from lxml import etree

from octavo.pipeline import build
from octavo.render.docx_styles import TEXT_TWIPS
from octavo.word_namespaces import M, W
from tests.conftest import Load

COLUMNS = [f"Column number {n}" for n in range(12)]
WIDE = f"| {' | '.join(COLUMNS)} |\n|{'---|' * 12}\n| {' | '.join('1' * 12)} |"
TURNED = f"# One\n\nText.\n\n{WIDE}\n\n: Wide. {{#tbl:wide .landscape}}\n\nMore.\n"


def body(load: Load, text: str) -> Any:
    """Return the body of the Word file of a text."""
    (artifact,) = build(load({"manuscript/01-a.md": text}), ["docx"]).artifacts
    with zipfile.ZipFile(artifact.path) as package:
        return etree.fromstring(package.read("word/document.xml"))[0]


def values(element: Any, path: str, name: str) -> list[str | None]:
    """Return an attribute of the elements at a path of Word's names."""
    found = element.iterfind("/".join(f"{{{W}}}{part}" for part in path.split("/")))
    return [one.get(f"{{{W}}}{name}") for one in found]


def test_a_table_stands_on_a_turned_page_on_request(load: Load) -> None:
    """Upright, turned, upright: three sections of the same paper."""
    root = body(load, TURNED)
    assert values(root, "p/pPr/sectPr/pgSz", "orient") == [None, "landscape"]
    (upright, turned), (last,) = (
        values(root, path, "w") for path in ("p/pPr/sectPr/pgSz", "sectPr/pgSz")
    )
    assert int(turned or 0) > int(upright or 0)
    assert upright == last


def test_running_heads_go_on_over_turned_pages(load: Load) -> None:
    """Every section has them, and only the first has a title page."""
    root = body(load, TURNED)
    sections = [*root.iter(f"{{{W}}}sectPr")]
    heads = [len(section.findall(f"{{{W}}}headerReference")) for section in sections]
    assert heads[0] > 0
    assert set(heads) == {heads[0]}
    assert [section.find(f"{{{W}}}titlePg") is not None for section in sections] == [
        True,
        False,
        False,
    ]


def test_a_turned_table_has_the_width_of_its_page(load: Load) -> None:
    """It is wider than an upright page would let it be."""
    widths = values(body(load, TURNED), "tbl/tblPr/tblW", "w")
    assert int(widths[0] or 0) > TEXT_TWIPS


def test_text_goes_on_before_the_page_turns(load: Load) -> None:
    """A turned table stands at the end of its section, and before what is counted behind it."""
    small = "| b |\n|---|\n| 2 |\n\n: Small. {#tbl:small}\n"
    for rest, order in (
        ("More.\n\n# Two\n\nEnd.\n", ["Text.", "More.", "Wide.", "Two"]),
        (f"More.\n\n{small}\nEnd.\n", ["Text.", "More.", "Wide.", "Small.", "End."]),
    ):
        root = body(load, f"# One\n\nText.\n\n{WIDE}\n\n: Wide. {{#tbl:wide .landscape}}\n\n{rest}")
        text = "".join(root.itertext())
        places = [text.index(word) for word in order]
        assert places == sorted(places)


def test_two_turned_tables_in_a_row_share_their_section(load: Load) -> None:
    """No empty page stands between them."""
    second = f"{WIDE}\n\n: Wider. {{#tbl:wider .landscape}}"
    root = body(load, TURNED.replace("More.", second))
    assert values(root, "p/pPr/sectPr/pgSz", "orient") == [None, "landscape"]


def test_a_list_in_a_cell_has_room_for_its_marks(load: Load) -> None:
    """A column is as wide as its longest word behind the indentation of a list."""
    table = (
        "+-----+-----+\n| A   | B   |\n+=====+=====+\n| - x | y   |\n| - z |     |\n+-----+-----+\n"
    )
    columns = values(body(load, f"# One\n\n{table}"), "tbl/tblGrid/gridCol", "w")
    assert int(columns[0] or 0) > 720 + int(columns[1] or 0) / 2


def test_text_within_a_formula_has_no_style_of_mathematics(load: Load) -> None:
    """Normal text and a style of mathematics exclude each other (ISO 29500-1, 22.1.2.87)."""
    root = body(load, "# One\n\n$$f = \\begin{cases} 1 & \\text{if } x \\end{cases}$$\n")
    normal = [p for p in root.iter(f"{{{M}}}rPr") if p.find(f"{{{M}}}nor") is not None]
    assert normal
    assert not any(p.find(f"{{{M}}}sty") is not None for p in normal)
