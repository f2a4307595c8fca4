"""The pages of the PDF: columns, labels, and what is too wide for them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from octavo.document import Graphic
from octavo.floats import floats_of
from octavo.leaks.pdf import pages_of
from octavo.nodes import walk
from octavo.pandoc import pandoc, pandoc_blocks, pandoc_json
from octavo.pipeline import build
from octavo.render.typst_markup import Markup
from tests.conftest import Load
from tests.render.article import WAVE

TWO = "title: T\nauthors: [{name: A}]\nbuild: {pdf: {columns: 2}}\n"
LINKS = "# One {#sec:one}\n\n" + "\n\n".join(["See @sec:one here. " * 30] * 6) + "\n"


def links(pdf: pikepdf.Pdf) -> list[float]:
    """Return where the links of the first page begin, from 0 to 1 across it."""
    page = pdf.pages[0]
    return [float(a.Rect[0]) / float(page.MediaBox[2]) for a in page.get("/Annots", [])]


def test_pages_have_labels(load: Load) -> None:
    """A reader that is asked for page 2 shows the page that bears a 2."""
    (artifact,) = build(load(), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"


def test_text_stands_in_two_columns_on_request(load: Load) -> None:
    """The second column begins behind the middle, and no line crosses it."""
    project = load({"manuscript/metadata.yaml": TWO, "manuscript/01-a.md": LINKS})
    (artifact,) = build(project, ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        starts = links(pdf)
        assert any(start < 0.4 for start in starts)
        assert any(start > 0.5 for start in starts)


def test_a_wide_figure_spans_both_columns(load: Load) -> None:
    """A picture that a column cannot hold keeps its width."""
    text = "# One\n\nText.\n\n![A wave.](wave){#fig:wave}\n\nSee @fig:wave.\n"
    script = WAVE.replace("(2, 1)", "(6, 2)")
    files = {"manuscript/metadata.yaml": TWO, "manuscript/01-a.md": text, "figures/wave.py": script}
    (artifact,) = build(load(files), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        (box,) = boxes(pdf)
    assert box[2] - box[0] > 6 * 72 - 1


def boxes(pdf: pikepdf.Pdf) -> list[list[float]]:
    """Return where the pictures stand, in points, as their tags say."""
    elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    shown = [e.A for e in elements if e.get("/S") == "/Figure" and "/A" in e]
    layouts = [
        a
        for attributes in shown
        for a in (attributes if isinstance(attributes, pikepdf.Array) else [attributes])
    ]
    return [[float(x) for x in layout.BBox] for layout in layouts if "/BBox" in layout]


def test_a_turned_table_has_a_page_and_the_text_flows_on(load: Load) -> None:
    """The class `landscape` gives a table a page that viewers turn, and tears nothing open."""
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Wide. {#tbl:wide .landscape}"
    text = f"# One\n\nText.\n\n{table}\n\nMore, see [One](#one).\n"
    (artifact,) = build(load({"manuscript/01-a.md": text}), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        assert [page.get("/Rotate") for page in pdf.pages] == [None, 90]
        assert len(pdf.pages[0].Annots) == 1


def test_a_turned_page_has_the_same_bytes_every_time(load: Load) -> None:
    """Nothing of the moment is in a file whose pages were turned."""
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Wide. {#tbl:wide .landscape}\n"
    project = replace(load({"manuscript/01-a.md": table}), store=None)
    first, second = (build(project, ["pdf"]).artifacts[0].digest for _ in range(2))
    assert first == second


def test_a_turned_table_longer_than_a_page_has_turned_pages(load: Load) -> None:
    """What no single page holds goes on, page after page, all of them wider than high."""
    rows = "| 1 | 2 |\n" * 60
    text = f"# One\n\n| a | b |\n|---|---|\n{rows}\n: Long. {{#tbl:long .landscape}}\n"
    (artifact,) = build(load({"manuscript/01-a.md": text}), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        sizes = [[float(x) for x in page.MediaBox[2:]] for page in pdf.pages[1:-1]]
        assert len(sizes) > 1
        assert all(width > height for width, height in sizes)


def test_floats_of_two_columns_are_not_printed_over_each_other(load: Load) -> None:
    """A tall figure of a column and a tall one of both columns stand on two pages."""
    words = "Words of a text that goes on. " * 150
    text = f"# One\n\n{words}\n\n![A.](wave){{#fig:a}}\n\n![B.](tide){{#fig:b}}\n\n{words}\n"
    files = {
        "manuscript/metadata.yaml": TWO,
        "manuscript/01-a.md": f"{text}\nSee @fig:a and @fig:b.\n",
        "figures/wave.py": WAVE.replace("(2, 1)", "(3, 6)"),
        "figures/tide.py": WAVE.replace("(2, 1)", "(6, 6)"),
    }
    (artifact,) = build(load(files), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        (first, second) = boxes(pdf)
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        pages = [e.Pg.objgen for e in elements if e.get("/S") == "/Figure"]
    assert pages[0] != pages[1] or first[1] > second[3] or second[1] > first[3]


@pytest.mark.parametrize("before", ["1.  One.\n\n", "> One.\n>\n"])
def test_within_a_block_nothing_is_turned(load: Load, before: str) -> None:
    """No page can begin within a list or a quotation: what stands there stays upright."""
    lines = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Wide. {#tbl:wide .landscape}\n"
    inset = "> " if before.startswith(">") else "    "
    text = before + "".join(f"{inset}{line}\n" for line in lines.splitlines())
    (artifact,) = build(load({"manuscript/01-a.md": text}), ["pdf"]).artifacts
    with pikepdf.open(artifact.path) as pdf:
        assert len(pdf.pages) == 1


FIGURE_IN_A_CELL = """\
+--------------------+-----+
| A                  | B   |
+====================+=====+
| ![Inside.](wave)   | two |
|                    |     |
| More.              |     |
+--------------------+-----+
"""


def test_a_figure_in_a_cell_does_not_float() -> None:
    """Typst would lose it."""
    trees = Markup({}).rewritten([pandoc_blocks("--from=markdown", data=FIGURE_IN_A_CELL.encode())])
    codes = [node["c"][1] for node in walk(trees) if node["t"] == "RawInline"]
    assert "#float-figure(held: true, [" in codes


WIDE_WITH_NOTES = """\
![A picture.^[In a caption.]](wave){.wide}

| A header that is long enough for both | Another one |
|---|---|
| a^[In a cell.] | and a long text that is wide too |

: A table.
"""


@pytest.mark.parametrize("in_columns", [False, True])
def test_notes_of_what_spans_the_columns_stand_before_it(in_columns: bool) -> None:
    """Typst loses the notes of what stands across both columns: marks stand in their places."""
    blocks = floats_of(pandoc_blocks("--from=markdown", data=WIDE_WITH_NOTES.encode()))
    graphics = {"wave": Graphic("wave", svg=Path("wave.svg"))}
    trees = Markup(graphics, in_columns=in_columns).rewritten([blocks])
    source = pandoc("--from=json", "--to=typst", "--wrap=none", data=pandoc_json(trees[0])).decode()
    for number, note in enumerate(("In a caption.", "In a cell."), 1):
        if in_columns:
            assert f'#unmarked[#footnote[{note}]#label("octavo note {number}")]' in source
            assert f'#footnote(label("octavo note {number}"))' in source
        else:
            assert f"#footnote[{note}]" in source


def test_no_picture_is_wider_than_the_page() -> None:
    """A width beyond all of the line is all of it."""
    (block,) = pandoc_blocks("--from=markdown", data=b"A ![picture](p.svg){width=300%}.")
    graphics = {"p.svg": Graphic("p.svg", svg=Path("p.svg"))}
    codes = [
        n["c"][1] for n in walk(Markup(graphics).rewritten([[block]])) if n["t"] == "RawInline"
    ]
    assert codes == ['#picture("picture-1.svg", alt: "picture", width: 100%)']


LISTINGS = """\
# One

See @fig:turned, @fig:upright and @fig:map.

::: {#fig:turned .landscape}
```
count = deliveries
```

How we counted.
:::

::: {#fig:upright}
```
share = count / demand
```

How we shared.
:::

![A map.](map.png){#fig:map width=192px}
"""


def test_a_listing_is_a_figure_with_its_caption(load: Load) -> None:
    """It is code on the page, on one that is turned if it is to be; 96 pixels are an inch."""
    files = {"manuscript/01-a.md": LISTINGS, "manuscript/map.png": picture(40, 20)}
    (artifact,) = build(load(files), ["pdf"]).artifacts
    pages = [one.text for one in pages_of(artifact.path.read_bytes())]
    texts = [" ".join(page.split()) for page in pages]
    (turned,) = (n for n, text in enumerate(texts) if "count = deliveries Figure 1. How" in text)
    assert any("share = count / demand Figure 2. How we shared." in text for text in texts)
    with pikepdf.open(artifact.path) as pdf:
        assert [int(page.get("/Rotate", 0)) % 180 for page in pdf.pages].index(90) == turned
        (shown,) = boxes(pdf)
    assert round(shown[2] - shown[0]) == 144


def picture(width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, "PNG")
    return stream.getvalue()
