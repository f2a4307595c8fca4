r"""TeX in the text that prints something, and that no format takes over.

`\begin{align}`, `\cite{…}`, `\ref{…}` and `\textbf{…}` would vanish from every output.  Write
a formula as `$$ … $$ {#eq:name}` (with `aligned` inside for several lines), a citation as
`[@key]`, a reference as `@fig:name`, emphasis as Markdown.  Commands that only space or break
pages are passed over in silence, and macros for formulas are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.manuscript import place_of

FAMILY = Family.TEXT
GUARDS = True

ARGUMENTS = r"(?:\s*(?:\*|=|\\\w+|\[[^\]]*\]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}))*"
SILENT = re.compile(
    rf"""%[^\n]*
    | \\(?:(?:re)?newcommand | providecommand | def | let | DeclareMathOperator | usepackage
        | [vh]space | label | index)(?![A-Za-z]){ARGUMENTS}
    | \\(?:(?:new|clear|cleardouble)page | (?:page|line|nopage|noline)break
        | (?:small|med|big)skip | noindent | indent | par | [vh]fill | FloatBarrier | centering
        | raggedright | small | footnotesize | normalsize | large | protect)(?![A-Za-z])
    | \\[ ,;:!/]""",
    re.VERBOSE,
)
"""Comments, definitions, and commands that space or break pages, with what belongs to them."""

HINTS = (
    (
        r"\\begin\{(?:align|equation|gather|multline)",
        "write `$$ … $$ {#eq:name}`; `aligned` inside",
    ),
    (r"\\(?:text|paren|auto|foot)?cite", "write `[@key]` or `@key`"),
    (r"\\(?:eq|auto|c|C|page)?ref\b", "write `@fig:name`, `@tbl:name`, `@eq:name` or `@sec:name`"),
    (
        r"\\(?:textbf|textit|emph|underline|texttt)\b",
        "write `**bold**`, `*italic*` or `` `code` ``",
    ),
    (r"\\footnote\b", "write `[^1]` and `[^1]: the note`, or `^[the note]`"),
    (r"\\(?:begin\{(?:figure)|includegraphics)", "write `![Caption](name){#fig:name}`"),
    (r"\\begin\{(?:table|tabular|longtable)", "write a table of Markdown, or show a CSV file"),
    (r"\\begin\{(?:itemize|enumerate)", "begin the lines with `-` or `1.`"),
)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find TeX that pandoc's reader keeps for TeX alone; `{=latex}` says that it is meant so."""
    seen: dict[str, int] = {}
    for node in evidence.manuscript.nodes:
        if node["t"] not in ("RawBlock", "RawInline") or node["c"][0] != "tex":
            continue
        text = SILENT.sub("", str(node["c"][1])).strip()
        if not text:
            continue
        first = text.split("\n")[0]
        seen[first] = seen.get(first, 0) + 1
        place = place_of(evidence.manuscript, re.compile(re.escape(first)), seen[first])
        yield Finding(f"`{_short(first)}` is TeX, and would be printed nowhere", place, _hint(text))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _hint(text: str) -> tuple[str, ...]:
    found = (hint for pattern, hint in HINTS if re.match(pattern, text))
    return (next(found, "write it in Markdown, which every format prints"),)
