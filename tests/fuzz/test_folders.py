"""Texts of Markdown and LaTeX put together at random become manuscripts that build."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.bringing.kinds import bring
from octavo.bringing.paper import files_of
from octavo.bringing.settling import findings
from octavo.diagnostics import Faults, UsageError
from tests.conftest import examples

MARKDOWN = st.sampled_from(
    [
        *("# Heading {#sec:a}", "## Second {#sec-a}", "Title\n=====", "Words.", "{{ x }}"),
        *("{{< include a.qmd >}}", "{{< video x >}}", "`r x`", "@rose [p. 3]", "[@rose; @fig:a]"),
        *("@fig-none", "[@nobody_1999]", "@doi:10.1/a_b%20", "[@tag:x]", r"\textbf{a} \ref{fig:a}"),
        *(
            "![a](none.png){#fig:a}",
            "![a](http://localhost/a.png){#fig-a}",
            "![a][b]",
            "[b]: c.png",
        ),
        *(
            "```{python}\n#| label: fig-a\n1\n```",
            "```{=latex}\n\\x\n```",
            "```",
            ":::",
            "::: {.x}",
        ),
        *(
            ":::",
            "$$ a $$ {#eq:a}",
            "$$\n\\frac\n$$",
            "\\begin{align} a \\label{eq:b} \\end{align}",
        ),
        *("\\begin{table}\nx\n\\end{table}", "\\begin{x}", "| a |\n|---|\n| 1 |\n\n: C {#tbl:a}"),
        *("a[^1]\n\n[^1]: note", "[^1]: again", "<div>x</div>", "<img src='a.png'>", "<!-- a"),
        *(
            "- [ ] todo",
            "---",
            "...",
            "+---+\n| a |\n+---+",
            "[a](javascript:x)",
            "\\newpage",
            "\ufeff",
        ),
        "\u200b\u0007a",
    ]
)
LATEX = st.sampled_from(
    [
        *("\\section{A}\\label{sec:a}", "Words.", "\\cite{a,b}", "\\ref{nothing}", "\\input{a}"),
        *("\\begin{figure}\\includegraphics{x}\\caption{C}\\label{fig:a}\\end{figure}", "$a$", "{"),
        *("\\begin{equation}a\\label{b}\\end{equation}", "\\eqref{b}", "\\unknown{x}", "\\verb|a|"),
        *("\\begin{tabular}{l}a\\end{tabular}", "\\footnote{x}", "% comment", "``quoted''", "@at"),
        *("\\def\\a{\\a}\\a", "\\begin{itemize}\\item x\\end{itemize}", "\\textcolor{red}{x}"),
    ]
)


def remaining(name: str, text: str) -> list[object]:
    """Return what would stop a build of a text that was brought in."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text, encoding="utf-8")
        try:
            return [*findings(files_of(bring(Path(folder)), name))]
        except (UsageError, Faults):
            return []


@pytest.mark.parametrize("name", ["a.md", "a.qmd"])
@examples(12)
@given(st.lists(MARKDOWN, min_size=1, max_size=8))
def test_whatever_a_text_of_markdown_holds_it_builds(name: str, pieces: list[str]) -> None:
    """What stops a build has given way, and there is no traceback."""
    assert remaining(name, "\n\n".join(pieces)) == []


@examples(12)
@given(st.lists(LATEX, min_size=1, max_size=8))
def test_whatever_a_text_of_latex_holds_it_builds(pieces: list[str]) -> None:
    """What pandoc cannot read is refused with a word, or given way to."""
    body = "\n\n".join(pieces)
    assert remaining("a.tex", f"\\begin{{document}}\n{body}\n\\end{{document}}\n") == []
