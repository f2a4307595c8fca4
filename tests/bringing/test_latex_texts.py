"""Commands and environments of LaTeX in the words of Octavo, or as code with their place."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from octavo.bringing.brought import Brought
from octavo.bringing.kinds import bring
from octavo.diagnostics import UsageError
from tests.bringing.test_word import png

GRAPHIC = "\\includegraphics{river}"
TABULAR = "\\begin{tabular}{ll}a&b\\\\1&2\\end{tabular}"
TABLE = "|     |     |\n|:----|:----|\n| a   | b   |\n| 1   | 2   |"


def brought(root: Path, body: str, preamble: str = "", **files: str) -> Brought:
    """Return what a document brings, beside which there are pictures."""
    (root / "img").mkdir(parents=True, exist_ok=True)
    (root / "river.png").write_bytes(png())
    (root / "img/deep.png").write_bytes(png())
    (root / "old.eps").write_bytes(b"%!PS")
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    head = preamble or "\\title{T}\\author{Ada}"
    source = f"{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (root / "paper.tex").write_text(source, encoding="utf-8")
    return bring(root / "paper.tex")


def told(paper: Brought) -> str:
    """Return the lines of the report."""
    return "\n".join(line for remark in paper.remarks for line in remark.lines)


TEXTS = {
    "See \\cref{fig:r,sec:a} and \\eqref{eq:x}.\n\n"
    f"\\begin{{figure}}{GRAPHIC}\\caption{{R.}}\\label{{fig:r}}\\end{{figure}}\n\n"
    "\\begin{equation}a=b\\label{eq:x}\\end{equation}": (
        "See [@fig:r; @sec:a] and ([-@eq:x]).\n\n![R.](figures/river.png){#fig:r}\n\n"
        "$$a=b$$ {#eq:x}"
    ),
    "\\begin{figure}"
    f"\\begin{{subfigure}}{{.4\\textwidth}}{GRAPHIC}\\caption{{N}}\\label{{n}}\\end{{subfigure}}"
    f"\\begin{{subfigure}}{{.4\\textwidth}}{GRAPHIC}\\caption{{S}}\\end{{subfigure}}"
    "\\caption{Both.}\\label{fig:both}\\end{figure} See \\ref{fig:both}.": (
        "::: {#fig:both}\n![N](figures/river.png){#fig:n}\n\n![S](figures/river.png)\n\n"
        "Both.\n:::\n\nSee [-@fig:both]."
    ),
    f"\\begin{{figure}}{GRAPHIC}{GRAPHIC}\\caption{{Both.}}\\end{{figure}}": (
        "![](figures/river.png)![](figures/river.png)\n\nBoth."
    ),
    f"\\begin{{table}}{TABULAR}\\caption{{T.}}\\label{{tab:t}}\\end{{table}} See \\ref{{tab:t}}.": (
        f"{TABLE}\n\n: T. {{#tbl:t}}\n\nSee [-@tbl:t]."
    ),
    "A \\underline{line}, \\textsc{caps}, \\textcolor{red}{red}, \\hypertarget{x}{here}.": (
        "A [line]{.underline}, [caps]{.smallcaps}, red, here."
    ),
    "It is \\[ a = b \\] and $c$.": "It is $$a = b$$ and $c$.",
    "\\begin{align}a &= b\\label{eq:o}\\\\c &= d\\end{align}": (
        "$$\\begin{aligned}\na &= b\\\\c &= d\n\\end{aligned}$$ {#eq:o}"
    ),
    "\\graphicspath{{img/}}\\includegraphics[width=.5\\textwidth]{deep}": (
        '![](figures/deep.png){width="50%"}'
    ),
    "\\includegraphics[width=\\linewidth]{river}": '![](figures/river.png){width="100%"}',
    "\\includegraphics[width=3cm]{river}": '![](figures/river.png){width="3cm"}',
    "\\vspace{1cm}\\maketitle\\pagestyle{empty}\n\n\\begin{center}Words.\\end{center}": "Words.",
}


@pytest.mark.parametrize("source", TEXTS, ids=[text[:24] for text in TEXTS])
def test_what_has_a_counterpart_becomes_that(source: str, tmp_path: Path) -> None:
    """Labels, references, figures and their parts, tables, equations, widths."""
    paper = brought(tmp_path, source)
    assert "\n".join(text for _, text in paper.sections).strip() == TEXTS[source]
    assert told(paper) == ""


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        (
            "See \\ref{item:one}.",
            "See `\\ref{item:one}`.",
            "paper.tex:3:9: warning: nothing that Octavo counts has the label `item:one`",
        ),
        (
            "On \\pageref{p}.",
            "On `\\pageref{p}`.",
            "paper.tex:3:4: warning: TeX stays as code: \\pageref{p}",
        ),
        (
            "\\includegraphics{none}",
            "*\\[the picture none, which was not there\\]*",
            "paper.tex:3:18: warning: the picture none is not in the folder",
        ),
        (
            "\\includegraphics{old}",
            "*\\[the picture old, which cannot be shown\\]*",
            "warning: the picture old.eps is not shown",
        ),
    ],
)
def test_what_has_none_is_told_with_its_place(
    source: str, text: str, said: str, tmp_path: Path
) -> None:
    """It stays as code, or words stand for it."""
    paper = brought(tmp_path, source)
    assert "\n".join(text for _, text in paper.sections).strip() == text
    assert said in told(paper)


def test_a_file_that_takes_itself_in_is_left_out_and_told(tmp_path: Path) -> None:
    """After a few rounds, which no paper needs."""
    paper = brought(tmp_path, "\\input{loop}", loop__tex="Round.\n\n\\input{loop}\n")
    assert paper.sections[0][1].count("Round.") == 10
    assert "loop.tex:3:1: warning: the file `loop` takes itself in, and is left" in told(paper)


def test_keywords_and_identifiers_of_authors_are_taken_over(tmp_path: Path) -> None:
    """As journals' classes write them."""
    preamble = (
        "\\title{T}\\author{Ada Example\\orcid{0000-0002-1825-0097}}"
        "\\begin{keywords}rivers \\sep borders\\end{keywords}"
    )
    paper = brought(tmp_path, "Words.", preamble)
    assert paper.metadata["authors"] == [{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}]
    assert paper.metadata["keywords"] == ["rivers", "borders"]


def test_the_list_that_bibtex_made_is_taken_where_there_is_no_bibliography(tmp_path: Path) -> None:
    """As journals ask for it, and archives keep it."""
    made = "\\begin{thebibliography}{1}\\bibitem{rose} Rose, Realism.\\end{thebibliography}"
    paper = brought(tmp_path, "As \\cite{rose} says.", paper__bbl=made)
    entries = paper.files[PurePosixPath("bib/references.bib")].decode()
    assert entries == "@misc{rose,\n  title = {{Rose, Realism.}},\n}\n"


def test_of_several_documents_the_one_with_the_usual_name_is_taken(tmp_path: Path) -> None:
    """The others are told: a letter, or an older state."""
    brought(tmp_path, "Words.")
    (tmp_path / "letter.tex").write_text("\\begin{document}Dear all.\\end{document}")
    paper = bring(tmp_path)
    assert "Words." in paper.sections[0][1]
    assert "letter.tex: warning: another document than paper.tex, which is left out" in told(paper)


def test_what_cannot_be_read_as_latex_is_refused_with_its_place(tmp_path: Path) -> None:
    """By the line at which the reader gave up."""
    with pytest.raises(UsageError, match=r"paper\.tex:\d+:\d+: this cannot be read as LaTeX"):
        brought(tmp_path, "Words \\begin{figure} and no end")
