"""Captions of Word meet their figures and tables wherever they stand; equations their numbers."""

from __future__ import annotations

import pytest

from octavo.bringing.word_blocks import kind_of
from tests.bringing.test_word import SEQUENCE, bookmarked, drawing, table
from tests.bringing.test_word_fields import brought, text, told
from tests.bringing.word_files import field, paragraph, run

PICTURE = paragraph(drawing("p1"))
ROWS = table(("a", "b"), ("1", "2"))
OF_PICTURE = paragraph("Figure ", field(SEQUENCE.format("Figure"), "1"), ": A field.")
OF_TABLE = paragraph("Table ", field(SEQUENCE.format("Table"), "1"), ": Numbers.")
REFERENCE = paragraph("See ", field(r"REF _Ref1 \h", "Figure 1"), ".")


def formula(letters: str) -> str:
    """Return a formula within a paragraph."""
    return f"<m:oMath><m:r><m:t>{letters}</m:t></m:r></m:oMath>"


@pytest.mark.parametrize("body", [PICTURE + OF_PICTURE, OF_PICTURE + PICTURE])
def test_the_caption_of_a_figure_stands_before_or_behind_it(body: str) -> None:
    """Journals differ."""
    said = text(brought(body, paragraph("More.")))
    assert said.startswith("![A field.](figures/a-field.png){#fig:a-field ")
    assert said.endswith("More.")


@pytest.mark.parametrize("body", [ROWS + OF_TABLE, OF_TABLE + ROWS])
def test_the_caption_of_a_table_stands_before_or_behind_it(body: str) -> None:
    """A table that follows has none."""
    said = text(brought(body, paragraph("Between."), ROWS))
    assert said.count(": Numbers. {#tbl:numbers}") == 1
    assert said.index(": Numbers.") < said.index("Between.")


@pytest.mark.parametrize("caption", ["Figure 1. A field.", "Fig. 1: A field.", "Abb. 1 – A field."])
def test_a_caption_may_be_typed(caption: str) -> None:
    """Without a field, and in other words than English."""
    assert "![A field.](figures/" in text(brought(PICTURE, paragraph(caption)))


def test_a_caption_without_a_number_is_one_by_its_style() -> None:
    """What is no word of captions has nothing of a label."""
    said = text(brought(PICTURE, paragraph("Figure A field.", style="Caption")))
    assert "![Figure A field.](figures/" in said


def test_a_paragraph_that_mentions_a_figure_first_is_no_caption() -> None:
    """Nothing parts the number from what is said."""
    said = text(brought(PICTURE, paragraph("Figure 1 shows a field.")))
    assert said.endswith("\n\nFigure 1 shows a field.")


def test_labels_of_captions_with_the_same_words_differ() -> None:
    """Each is numbered on its own."""
    said = text(brought(PICTURE + OF_PICTURE, paragraph("And:"), PICTURE + OF_PICTURE))
    assert "{#fig:a-field " in said
    assert "{#fig:a-field-2 " in said


def test_pictures_in_one_paragraph_are_parts_of_a_figure() -> None:
    """They share the caption."""
    said = text(brought(paragraph(drawing("p1"), drawing("p1")), OF_PICTURE))
    assert said.startswith("::: {#fig:a-field}\n![")
    assert said.count("](figures/picture-1.png)") == 2
    assert said.endswith("\n\nA field.\n:::")


@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
def test_pictures_in_the_cells_of_a_table_are_parts_of_a_figure(before: bool) -> None:
    """With what stands below each, and what refers to one of them."""
    first = paragraph(drawing("p1")) + paragraph(bookmarked("_Ref1", run("(a) North")))
    cells = f"<w:tc>{first}</w:tc><w:tc>{paragraph(drawing('p1'))}{paragraph('(b) South')}</w:tc>"
    grid = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    reference = paragraph("See ", field(r"REF _Ref1 \h", "Figure 1a"), ".")
    figure = OF_PICTURE + grid if before else grid + OF_PICTURE
    said = text(brought(reference, figure))
    assert said.startswith("See @fig:north.\n\n::: {#fig:a-field}\n![North](")
    assert "{#fig:north " in said
    assert "![South](figures/north.png)" in said
    assert said.endswith("A field.\n:::")


def test_a_caption_of_what_did_not_come_over_keeps_its_number() -> None:
    """A chart is lost; what refers to it finds its place, and the author hears of it."""
    caption = paragraph(bookmarked("_Ref1", run("Figure 1")), ". A chart.", style="Caption")
    paper = brought(REFERENCE, paragraph("<w:r><w:object/></w:r>"), caption)
    assert text(paper).endswith(
        "See @fig:a-chart.\n\n::: {#fig:a-chart}\n*\\[what stood here did not come over\\]*\n\n"
        "A chart.\n:::"
    )
    assert "of “Figure 1. A chart.” nothing but the caption came over" in told(paper)


def test_a_caption_of_nothing_that_nothing_refers_to_is_text() -> None:
    """There is no number to keep."""
    said = text(brought(paragraph("Figure 1. A chart.", style="Caption")))
    assert said == "Figure 1. A chart."


@pytest.mark.parametrize(
    "equation",
    [
        paragraph(bookmarked("_Ref1", formula("a=b"), run(" (1)"))),
        "<w:tbl><w:tr>"
        f"<w:tc>{paragraph(formula('a=b'))}</w:tc>"
        f"<w:tc>{paragraph(bookmarked('_Ref1', run('(1)')))}</w:tc></w:tr></w:tbl>",
    ],
    ids=["paragraph", "table"],
)
def test_an_equation_with_its_number_is_referred_to(equation: str) -> None:
    """The number stands behind it, or in another cell of a table of one row."""
    reference = paragraph("By ", field(r"REF _Ref1 \h", "(1)"), " it is.")
    said = text(brought(reference, equation))
    assert said == "By [-@eq:1] it is.\n\n$$a = b$$ {#eq:1}"


@pytest.mark.parametrize(
    "body", [paragraph(formula("a=b")), paragraph("If ", formula("a=b"), " holds.")]
)
def test_a_formula_without_a_number_stays_in_its_line(body: str) -> None:
    """Nothing makes it an equation."""
    assert "$a = b$" in text(brought(body)).replace("$$", "")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(("Figure", "fig"), ("Abbildung", "fig"), ("Tabelle", "tbl"), ("Table", "tbl")),
        *(("Equation", "eq"), ("Рис", "fig"), ("7", None), ("Chapter", None)),
    ],
)
def test_the_first_word_of_a_caption_says_its_kind(word: str, kind: str | None) -> None:
    """In the languages that Octavo prints, and as papers shorten it."""
    assert kind_of(f"{word} 1") == kind


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ('<w:u w:val="single"/>', "[words]{.underline}"),
        ("<w:smallCaps/>", "[words]{.smallcaps}"),
        ('<w:highlight w:val="yellow"/>', "[words]{.mark}"),
        ("<w:rtl/>", '[words]{dir="rtl"}'),
        ('<w:color w:val="FF0000"/>', "words"),
    ],
)
def test_of_the_looks_of_words_what_means_something_stays(properties: str, said: str) -> None:
    """Colours and sizes are the journal's business."""
    assert (
        text(brought(paragraph(f"<w:r><w:rPr>{properties}</w:rPr><w:t>words</w:t></w:r>"))) == said
    )


def test_a_cell_of_two_paragraphs_keeps_both() -> None:
    """Which a table of a line a row cannot hold."""
    cells = f"<w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}{paragraph('c')}</w:tc>"
    said = text(brought(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert "| a | b |\n|   |   |\n|   | c |\n+" in said


def test_a_picture_among_words_is_no_figure() -> None:
    """A caption behind the paragraph is none of it."""
    said = text(brought(paragraph("A ", drawing("p1"), " sign"), OF_PICTURE))
    assert said.startswith("A ![A teal field](figures/picture-1.png)")
    assert said.endswith(" sign\n\nFigure 1: A field.")
