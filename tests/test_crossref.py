"""Everything is numbered once; references say what it is, in the document's language."""

from __future__ import annotations

import pytest

from octavo.assembly import assemble
from octavo.crossref import resolve
from octavo.document import Document
from octavo.nodes import Node, has_class, pair_of, plain_text, walk
from octavo.pipeline import gather
from tests.conftest import METADATA, WAVE, Load

THREE = "".join(f"![Wave {n}.](wave){{#fig:{n}}}\n\n" for n in "abc")


def resolved(load: Load, text: str, metadata: str = "") -> Document:
    """Return a manuscript of one section with everything numbered."""
    project = load(
        {
            "manuscript/metadata.yaml": METADATA + metadata,
            "manuscript/01-text.md": text,
            "figures/wave.py": WAVE,
        }
    )
    evidence = gather(project)
    (document,) = resolve(assemble(project, evidence.manuscript, evidence.figures))
    return document


def first_line(document: Document) -> str:
    """Return the text of the first paragraph, its no-break spaces as spaces."""
    para = next(node for node in walk(document.blocks) if node["t"] == "Para")
    return plain_text([para]).replace("\u00a0", " ")


def links(document: Document) -> list[Node]:
    """Return the links that references became."""
    return [node for node in walk(document.blocks) if has_class(node, "cross-reference")]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("see @fig:a.", "see Figure 1."),
        ("see @fig-b.", "see Figure 2."),
        ("see [@fig:a; @fig:b].", "see Figures 1 and 2."),
        ("see [@fig:a; @fig:b; @fig:c].", "see Figures 1–3."),
        ("see [@fig:a; @fig:c].", "see Figures 1 and 3."),
        ("see [-@fig:b].", "see 2."),
        ("see [cf. @fig:b, left].", "see cf. Figure 2, left."),
        ("see [@fig:b left].", "see Figure 2 left."),
        ("see @fig:b [left].", "see Figure 2 left."),
        ("see [-@fig:a; @fig:c].", "see 1 and 3."),
        ("see [@fig:a; @fig:b; @sec:s].", "see Figures 1 and 2 and Section 1."),
        ("see [@fig:a; @sec:s; @tbl:t].", "see Figure 1, Section 1 and Table 1."),
    ],
)
def test_references_in_english(load: Load, written: str, printed: str) -> None:
    """One, several and neighbouring figures are named as an English journal would."""
    more = "# Section {#sec:s}\n\n| a |\n|---|\n| 1 |\n\n: Table. {#tbl:t}\n"
    assert first_line(resolved(load, f"{written}\n\n{THREE}{more}")) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "see Figures 1, 3 and 5–7."),
        ("fa", "see شکل‌های 1، 3 و 5–7."),
    ],
)
def test_figures_that_are_no_neighbours_are_listed(load: Load, language: str, printed: str) -> None:
    """The comma is the language's, and the word before the last one too."""
    seven = "".join(f"![Wave {n}.](wave){{#fig:{n}}}\n\n" for n in "abcdefg")
    text = f"see [@fig:a; @fig:c; @fig:e; @fig:f; @fig:g].\n\n{seven}"
    assert first_line(resolved(load, text, f"language: {language}\n")) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", "See Equations 1, 3–5 and 7."), ("fa", "See معادله‌های 1، 3–5 و 7.")],
)
def test_runs_of_numbers_are_joined_by_commas_and_a_word(
    load: Load, language: str, printed: str
) -> None:
    """As the language has them, and the word stands before the last alone."""
    equations = "\n\n".join(f"$$x$$ {{#eq:{letter}}}" for letter in "abcdefg")
    written = "See [@eq:a; @eq:c; @eq:d; @eq:e; @eq:g]."
    document = resolved(load, f"{written}\n\n{equations}", f"language: {language}\n")
    assert first_line(document) == printed


@pytest.mark.parametrize(
    ("language", "written", "printed"),
    [
        ("fr", "Voir @fig:a. @Fig:b montre.", "Voir figure 1. Figure 2 montre."),
        ("fr", "@fig:a montre.", "Figure 1 montre."),
        ("de", "Siehe [@fig:a; @fig:b].", "Siehe Abbildungen 1 und 2."),
        ("ru", "см. @fig:a", "см. рисунок 1"),
    ],
)
def test_words_are_of_the_language(load: Load, language: str, written: str, printed: str) -> None:
    """Within a sentence the word is as the language has it; at its start it has a capital."""
    document = resolved(load, f"{written}\n\n{THREE}", f"language: {language}\n")
    assert first_line(document) == printed


def test_references_are_links_to_what_they_name(load: Load) -> None:
    """Both spellings lead to the one label."""
    document = resolved(load, f"See @fig:a and @fig-a.\n\n{THREE}")
    assert [node["c"][2][0] for node in links(document)] == ["#fig-a", "#fig-a"]


def test_appendices_have_letters(load: Load) -> None:
    """An appendix is A, its parts A.1, and what is in it A1."""
    text = "See @sec:a, @sec:b and @fig:a.\n\n# Data {#sec:a .appendix}\n\n## Part {#sec:b}\n\n"
    printed = first_line(resolved(load, text + THREE))
    assert printed == "See Appendix A, Section A.1 and Figure A1."


def test_supplementary_items_are_numbered_with_s(load: Load) -> None:
    """Figures below a heading of class `supplementary` are S1, S2, …."""
    text = f"See [@fig:a; @fig:b].\n\n# More {{.supplementary}}\n\n{THREE}"
    assert first_line(resolved(load, text)) == "See Figures S1 and S2."


def test_subfigures_have_letters_of_their_figure(load: Load) -> None:
    """A part is named by its figure's number and its own letter."""
    text = "See @fig:b in @fig:both.\n\n::: {#fig:both}\n" + THREE + "All.\n:::\n"
    assert first_line(resolved(load, text)) == "See Figure 1b in Figure 1."


@pytest.mark.parametrize(
    ("division", "caption"),
    [
        ("::: {#fig:x}\n![Inside.](one)\n:::", "Figure 1. Inside."),
        ("::: {#fig-x}\n![](one)\n\nBelow.\n:::", "Figure 1. Below."),
        ("::: {#fig:x}\n```\ncode\n```\n\nA listing.\n:::", "Figure 1. A listing."),
        ("::: {#tbl:x}\n| a |\n|---|\n| 1 |\n\nBelow.\n:::", "Table 1. Below."),
        ("::: {#tbl-x}\n| a |\n|---|\n| 1 |\n\n: Inside.\n:::", "Table 1. Inside."),
    ],
)
def test_a_division_gives_its_label_to_what_it_holds(
    load: Load, division: str, caption: str
) -> None:
    """A figure or table in a labelled division, with the caption in either place, is numbered."""
    label = division.split("#")[1].split("}")[0]
    document = resolved(load, f"See @{label}.\n\n{division}\n")
    assert first_line(document) == f"See {caption.split('.')[0]}."
    float_ = document.blocks[1]
    assert plain_text(float_["c"][1]).replace("\u00a0", " ") == caption


def test_classes_that_place_a_picture_are_the_figures(load: Load) -> None:
    """`landscape` and `wide` behind an image place the whole figure, not the image."""
    (figure,) = resolved(load, "![A.](one){#fig:a .landscape .framed}\n").blocks[:1]
    image = next(node for node in walk(figure["c"][2]) if node["t"] == "Image")
    assert (figure["c"][0][1], image["c"][0][1]) == (["landscape"], ["framed"])


def test_captions_and_references_have_one_number(load: Load) -> None:
    """The caption's label is what the references print."""
    document = resolved(load, f"See @fig:c.\n\n{THREE}")
    labels = [plain_text([n]) for n in walk(document.blocks) if has_class(n, "caption-label")]
    assert labels[2] == plain_text(links(document)[:1])


def test_equations_tables_and_sections_are_numbered(load: Load) -> None:
    """Each kind counts by itself."""
    text = (
        "See @eq:e, @tbl:t and @sec:s.\n\n# One\n\n# Two {#sec:s}\n\n$$a$$ {#eq:e}\n\n"
        "| a |\n|---|\n| 1 |\n\n: Table. {#tbl:t}\n"
    )
    assert first_line(resolved(load, text)) == "See Equation 1, Table 1 and Section 2."


@pytest.mark.parametrize(
    "place",
    [
        "| a |\n|---|\n| $$x$$ {#eq:x} |\n",
        "![A caption, $$x$$ {#eq:x}](wave){#fig:w}",
        "Text.[^n]\n\n[^n]: A note, $$x$$ {#eq:x}.",
        "| a |\n|---|\n| 1[^n] |\n\n[^n]: A note, $$x$$ {#eq:x}.",
        "::: {#fig:w}\n| a |\n|---|\n| $$x$$ {#eq:x} |\n\nA caption.\n:::",
    ],
)
def test_equations_have_numbers_wherever_they_stand(load: Load, place: str) -> None:
    """No reference is left as the bare label, and no number is missing."""
    document = resolved(load, f"See @eq:x.\n\n{place}\n\nAfter.\n")
    assert first_line(document) == "See Equation 1."
    (shown,) = (node for node in walk(document.blocks) if has_class(node, "equation"))
    assert pair_of(shown["c"][0], "number") == "1"


def test_floats_in_cells_have_numbers(load: Load) -> None:
    """A figure in a cell of a table is counted as any other."""
    table = (
        "+---------------------+---+\n| A                   | B |\n+=====================+===+\n"
    )
    table += "| ![In.](wave){#fig:x}| 2 |\n|                     |   |\n"
    table += "| More.               |   |\n+---------------------+---+\n"
    assert first_line(resolved(load, f"See @fig:x.\n\n{table}")) == "See Figure 1."


def test_equations_of_the_abstract_have_numbers(load: Load) -> None:
    """They come before those of the text."""
    document = resolved(
        load, "See @eq:x and @eq:y; $$y$$ {#eq:y}", "abstract: With $$x$$ {#eq:x}\n"
    )
    assert first_line(document).startswith("See Equation 1 and Equation 2")


def test_a_table_without_words_below_has_its_number(load: Load) -> None:
    """A label is enough: what is referred to must be found."""
    text = "See @tbl:x.\n\n::: {#tbl:x}\n| a |\n|---|\n| 1 |\n:::\n"
    (table,) = [n for n in walk(resolved(load, text).blocks) if n["t"] == "Table"]
    assert plain_text(table["c"][1][1]) == "Table 1"
