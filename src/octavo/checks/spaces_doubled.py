"""Two spaces between words.

They print as one, and show as changes when somebody else's editor removes them.  `--fix`
leaves one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding

FAMILY = Family.TEXT

SPACES = re.compile(
    r"(?<!^\d\.)(?<!^\d\d\.)(?<=[^\W_][,;:]|[^\W_][^\W_]|[^\W_][)”’\"'.!?])"
    r"  +(?=[(“‘\"']?[^\W_])(?![^\n]*\|)",
    re.MULTILINE,
)
RULE = re.compile(r"^ *-{2,}[ -]*$", re.MULTILINE)
"""The line above or below a table whose columns are made of spaces."""


def check(evidence: Evidence) -> Iterator[Finding]:
    for prose in evidence.prose:
        tables = [range(start, start + len(p)) for start, p in prose.paragraphs() if RULE.search(p)]
        for found in SPACES.finditer(prose.text):
            if any(found.start() in table for table in tables):
                continue
            span = prose.of(found)
            yield Finding(f"{len(found[0])} spaces", span, ("leave one",), (Edit.of(span, " "),))
