"""A chunk of code that other tools run: Octavo prints it, and runs the scripts in `figures/`.

Move the code to a script of its own.  To print it as code, write the language behind a dot:
```` ```{.python} ````.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding, Span

FAMILY = Family.FIGURES

CHUNK = re.compile(r"^ {0,3}(?:`{3,}|~{3,}) *\{(?P<language>[A-Za-z]\w*)[^.}]*\}", re.MULTILINE)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find the openings of chunks as knitr and Jupyter have them."""
    for section in evidence.manuscript.sections:
        for found in CHUNK.finditer(section.text):
            span = Span.within(section.path, section.text, found.start(), len(found[0].rstrip()))
            language = found["language"]
            hint = f"move it to a script in figures/, or write {{.{language}}} to print it"
            yield Finding(f"a chunk of {language}, which is not run", span, (hint,))
