"""Texts of Markdown in the words of Octavo: pictures, HTML, TeX, chunks and shortcodes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from octavo.bringing.brought import Brought
from octavo.bringing.kinds import bring
from tests.bringing.test_word import png

FRONT = "---\ntitle: T\nauthor: A\n---\n"


def brought(root: Path, text: str, name: str = "a.md") -> Brought:
    """Return what one text brings, beside which there are pictures and rows."""
    (root / "river.png").write_bytes(png())
    (root / "rüv.png").write_bytes(png())
    (root / "rows.csv").write_text("a,b\n1,2\n")
    Image.new("CMYK", (4, 4)).save(root / "old.tiff")
    (root / "bad.tiff").write_bytes(b"no picture")
    (root / "more.md").write_text("More.")
    (root / name).write_text(f"{FRONT}{text}\n", encoding="utf-8")
    return bring(root / name)


def text(paper: Brought) -> str:
    """Return all that its sections say."""
    return "\n".join(text for _, text in paper.sections).strip()


def told(paper: Brought) -> str:
    """Return the lines of its report."""
    return "\n".join(line for remark in paper.remarks for line in remark.lines)


TEXTS = {
    # Pictures.
    '![A](river.png "Title"){#fig:a fig-alt="b"}': (
        '![A](figures/river.png "Title"){#fig:a alt="b"}'
    ),
    "![A](r%C3%BCv.png) ![B](/river.png)": "![A](figures/ruv.png) ![B](figures/river.png)",
    "![A][r], ![r][] and ![r], not ![B][no].\n\n[r]: river.png {width=50%}": (
        "![A](figures/river.png){width=50%}, ![r](figures/river.png){width=50%} and "
        "![r](figures/river.png){width=50%}, not ![B][no]."
    ),
    "![A](old.tiff)": "![A](figures/old.png)",
    "![A](rows.csv){#tbl:a}": "![A](figures/data/rows.csv){#tbl:a}",
    # HTML.
    "<img src='river.png' width=50% alt='A'/> <IMG src=river.png width=auto>": (
        '![A](figures/river.png){width="50%"} ![](figures/river.png)'
    ),
    "x<sup> a b </sup> <em>c</em><br/>\nd <div>e</div>": "x ^a\\ b^  *c*\\\nd <div>e</div>",
    # TeX.
    "\\ref{fig:a}, \\eqref{eq:b}, \\autoref{tab:c}, \\@ref(sec:d), \\ref{other}": (
        "[-@fig:a], ([-@eq:b]), @tbl:c, [-@sec:d], \\ref{other}"
    ),
    "\\citet[p. 3]{a}, \\citep[see][3]{a,b}, \\citeyear{a}, \\cite{a}": (
        "@a [p. 3], [see @a; @b, 3], [-@a], [@a]"
    ),
    "\\begin{align}a&=b\\label{eq:q}\\end{align} \\begin{equation}": (
        "$$\n\\begin{aligned}\na&=b\n\\end{aligned}\n$$ {#eq:q} \\begin{equation}"
    ),
}


@pytest.mark.parametrize("source", TEXTS, ids=[source[:16] for source in TEXTS])
def test_what_is_written_otherwise_is_written_as_octavo_does(source: str, tmp_path: Path) -> None:
    """The rest of the line stays as it is, and nothing is to be looked at."""
    paper = brought(tmp_path, source)
    assert text(paper) == TEXTS[source]
    assert "warning" not in told(paper)


def test_a_picture_is_kept_once(tmp_path: Path) -> None:
    """However often it is shown; another of that name has a number."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b/river.png").write_bytes(png(10, 10))
    source = "![A](river.png) ![B](river.png) ![C](b/river.png)"
    assert text(brought(tmp_path, source)) == (
        "![A](figures/river.png) ![B](figures/river.png) ![C](figures/river-2.png)"
    )


def test_a_picture_that_cannot_be_read_is_kept_and_told(tmp_path: Path) -> None:
    """Words stand in its place."""
    paper = brought(tmp_path, "Words.\n\n![A](bad.tiff)")
    assert text(paper) == "Words.\n\n*[the picture `bad.tiff`, which cannot be shown]* A"
    assert "a.md:7:1: warning: the picture bad.tiff is not shown" in told(paper)
    assert "figures/bad.tiff" in {path.as_posix() for path in paper.files}


def test_a_block_for_one_format_alone_is_kept_as_code(tmp_path: Path) -> None:
    """But for those of a format that Octavo makes."""
    paper = brought(tmp_path, "```{=latex}\n\\newpage\n```\n\n```{=html}\n<hr>\n```")
    assert text(paper) == "```latex\n\\newpage\n```\n\n```{=html}\n<hr>\n```"
    assert "a.md:5:1: warning: a block for latex alone is kept as code" in told(paper)


def test_chunks_keep_their_labels_and_captions(tmp_path: Path) -> None:
    """The code stands where the figure or table was; a block that is none stays."""
    chunks = (
        "```{.python}\nx\n```\n\n```{r}\n#| label: fig-x\n#| fig-cap: 'Cap'\nplot(1)\n```\n\n"
        "```{python}\n#| label: tbl-y\nprint(1)\n```\n\n```{python}\nprint(2)\n```"
    )
    assert text(brought(tmp_path, chunks, "a.qmd")) == (
        "```{.python}\nx\n```\n\n::: {#fig-x}\n```r\nplot(1)\n```\n\nCap\n:::\n\n"
        "::: {#tbl-y}\n```python\nprint(1)\n```\n\nMade by the code above.\n:::\n\n"
        "```python\nprint(2)\n```"
    )


def test_shortcodes_mean_what_they_say_or_stay_as_text(tmp_path: Path) -> None:
    """Values that the metadata have are values here; braces of the text are none."""
    source = (
        "{{< pagebreak >}}\n{{< meta title >}} {{< var x.y >}} {{ braces }} {{< include more.md >}}"
    )
    paper = brought(tmp_path, source, "a.qmd")
    assert text(paper) == (
        "\\newpage\n{{ title }} `{ {< var x.y >}}` {\\{ braces }} More."
    )  # fmt: skip
    assert "a.qmd:5:1: warning: the shortcode `var` stays as text" in told(paper)


def test_a_file_that_cannot_be_included_is_told_with_its_line(tmp_path: Path) -> None:
    """The line is that of the file, with what stands before the text."""
    source = "# A\n\n{{< include none.md >}}\n\n{{< include a.qmd >}}"
    paper = brought(tmp_path, source, "a.qmd")
    assert "*[the file none.md, which is not in the folder]*" in text(paper)
    assert "a.qmd:7:1: warning: the file `none.md` is not in the folder" in told(paper)
    assert "a.qmd:9:1: warning: the file `a.qmd` includes itself" in told(paper)


def test_a_callout_is_a_division(tmp_path: Path) -> None:
    """Its looks are lost, which is said."""
    source = "::: {.callout-note}\nWords.\n:::"
    paper = brought(tmp_path, source, "a.qmd")
    assert text(paper) == source
    assert "a.qmd:5:1: note: a callout or panel is a plain division now" in told(paper)
