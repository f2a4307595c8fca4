"""Sections: Markdown, our own syntax in it, and what is left open."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.fuzz.grammar import TEXTS, damaged
from tests.fuzz.running import ends_well, lay

INLINES = st.sampled_from(
    [
        *(
            "words",
            "*a*",
            "**b*",
            "`c`",
            "~~d~~",
            "H~2~O",
            "x^2^",
            "[e]{.smallcaps}",
            "^[note *a*]",
        ),
        *(
            "[^1]",
            "[@rose1998, pp. 1--2]",
            "[see @rose1998; -@walt1987]",
            "@rose1998 [p. 3]",
            "@none",
        ),
        *(
            "@{a b}",
            "[@",
            "@fig:one",
            "@fig-one",
            "[@fig:one; @tbl:a]",
            "@eq:a",
            "@sec:a",
            "@Fig:one",
        ),
        *(
            "{{ title }}",
            "{{ values.n | round(1) }}",
            "{{ values.n",
            "{{ none }}",
            "{{ 7*7 }}",
            "{% x",
        ),
        *("{{ ''.__class__ }}", "{{ 'a'*10**10 }}", "{{ values }}", "{{ values.l[9] }}", "{# x #}"),
        *(
            "$a_1$",
            "$\\frac{a}{b$",
            "$\\def\\x#1{#1}\\x$",
            "$\\unknown{x}$",
            "${{ values.n }}$",
            "$$",
        ),
        *(
            "$\\text{$",
            "$" + "{" * 60 + "}" * 60 + "$",
            "![a](one)",
            "![a](/etc/passwd)",
            "![](b.png)",
        ),
        *("![a](one){#fig:one width=50%}", "![a](one){width=-1}", "![a](http://127.0.0.1:9/a.png)"),
        *(
            "[a](#sec:a)",
            "[a](b c)",
            "[a][b]",
            "<a href='x'>",
            "<https://example.org>",
            "<b",
            "&#11;",
        ),
        *(
            "&copy;",
            "\\newpage",
            "\\input{/etc/passwd}",
            "\\\\",
            "\\",
            "`x`{=html}",
            "`#x`{=typst}",
        ),
        *(
            "<!-- a",
            "-->",
            "<!-- b -->",
            "TODO",
            "[x]{.insertion author=a}",
            "[x]{#fig:one}",
            "—",
            '"',
        ),
        *("[" * 40, "(" * 40, "*" * 40, "[x](" * 12, "<script>a</script>", "<img src=x onerror=a>"),
    ]
)
LINE = st.lists(INLINES | TEXTS, min_size=1, max_size=5).map(" ".join)
BLOCKS = st.sampled_from(
    [
        *(
            "# {} {{#sec:a}}",
            "## {}",
            "####### {}",
            "{}\n===",
            "{}",
            "{}",
            "{}",
            "- {}\n    - {}",
            "1. {}",
        ),
        *(
            "- [ ] {}",
            "> {}\n> > {}",
            "> [!NOTE]\n> {}",
            "Term\n:   {}",
            "| {}\n| {}",
            "    {}",
            "***",
        ),
        *(
            "| a | b |\n|---|--:|\n| {} | {} |\n\n: {} {{#tbl:a}}",
            "| a |\n|---|\n| {} | {} |",
            ": {}",
        ),
        *(
            "a  b\n-- --\n{}  c\n",
            "+---+\n| {} |\n+===+\n| a |\n+---+",
            "```python\n{}\n```",
            "```\n{}",
        ),
        *("![{}](one){{#fig:one}}", "![{}](rows.csv){{#tbl:b}}", "![{}](none.png){{#fig:two}}"),
        *("$$ a + {} $$ {{#eq:a}}", "$$\n{}\n$$", "\\begin{{align}}{}\\end{{align}}", "[^1]: {}"),
        *("```{{=html}}\n{}\n```", "```{{=typst}}\n#{}\n```", "```{{=latex}}\n{}\n```", "[b]: {}"),
        *("::: {{.note}}\n{}\n:::", "::: {{.column}}\n{}", "::::: {{#fig:one}}\n{}\n:::::", ":::"),
        *("---\ntitle: {}\n---", "<div>{}", "<!-- {}", "<!-- {} -->", "<table><tr><td>{}</table>"),
        *(
            "{{% for x in y %}}{}",
            "(@a) {}\n\n@a",
            "[TOC]\n\n{}",
            "\\begin{{x}}{}",
            "<details>{}</p>",
        ),
        *(
            "> " * 60 + "{}",
            "- " * 30 + "{}",
            "{}\r\n{}",
            "{}\r{}",
            "{}\f{}",
            "*[HTML]: {}",
            "\\appendix",
        ),
    ]
)
FILLED = st.builds(lambda form, *texts: form.format(*texts), BLOCKS, LINE, LINE, LINE)
SECTIONS = damaged(st.lists(FILLED, max_size=6).map("\n\n".join))
METADATA = """\
title: A title
authors: [{name: Ada Example}]
values: {n: 1204.5, l: [1, 2], t: "*a* {{ title }}"}
"""


def files_with(*sections: str) -> dict[str, str]:
    """Return a manuscript of these sections."""
    return {
        "manuscript/metadata.yaml": METADATA,
        "manuscript/rows.csv": 'a,b\n1,"2\n3"\n,\n',
        "figures/rows.csv": "a,b\n1,2,3\n",
        "manuscript/01-introduction.md": "# Introduction\n\nText.\n",
        **{f"manuscript/{n:02}-more.md": text for n, text in enumerate(sections, 2)},
    }


@examples(70)
@given(SECTIONS, SECTIONS)
def test_sections_are_checked_or_refused_at_a_place(one: str, two: str) -> None:
    """Whatever two sections hold, there is an answer."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), files_with(one, two))
        ends_well(["check", "-C", folder])


@examples(8)
@given(SECTIONS)
def test_sections_are_built_or_refused_at_a_place(text: str) -> None:
    """Whatever a section holds, every format has it, or the build says where it stops."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), files_with(text))
        ends_well(["build", "--quiet", "-C", folder])
