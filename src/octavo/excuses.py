"""Comments that excuse one place from a rule: `<!-- octavo: allow rule-name -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.diagnostics import Span

COMMENTS = {
    ".md": re.compile(r"<!--\s*octavo:\s*allow\s+(?P<names>[\w, -]+?)\s*-->"),
    ".bib": re.compile(r"%\s*octavo:\s*allow\s+(?P<names>[\w, -]+?)\s*$", re.MULTILINE),
    ".yaml": re.compile(r"#\s*octavo:\s*allow\s+(?P<names>[\w, -]+?)\s*$", re.MULTILINE),
    ".py": re.compile(r"#\s*octavo:\s*allow\s+(?P<names>[\w, -]+?)\s*$", re.MULTILINE),
}


@dataclass(frozen=True, slots=True)
class Excuse:
    """A comment that names a rule, and the lines it speaks for."""

    rule: str
    span: Span
    first: int
    last: int

    def covers(self, code: str, span: Span) -> bool:
        """Tell whether a finding of a rule at a place is excused."""
        return (
            code == self.rule
            and span.path == self.span.path
            and self.first <= span.line <= self.last
        )


def excuses_of(path: Path, text: str) -> Iterator[Excuse]:
    """Yield the excuses in a source file.

    A comment behind something speaks for its line; one that stands alone, for what
    follows: a paragraph, a bibliography entry, or a line of settings or script.
    """
    lines = text.split("\n")
    for found in COMMENTS[path.suffix].finditer(text) if path.suffix in COMMENTS else ():
        line = text.count("\n", 0, found.start()) + 1
        alone = lines[line - 1].strip() == found[0].strip()
        last = _last(path.suffix, lines, line) if alone else line
        for name in re.finditer(r"[a-z][\w-]*", found["names"]):
            start = found.start("names") + name.start()
            yield Excuse(name[0], Span.within(path, text, start, len(name[0])), line, last)


def _last(suffix: str, lines: list[str], line: int) -> int:
    """Return the last line of what begins behind line `line`."""
    begun = line
    while begun < len(lines) and not lines[begun].strip():
        begun += 1
    for number in range(begun, len(lines)):
        if suffix == ".md" and not lines[number].strip():
            return number
        if suffix == ".bib" and lines[number].startswith("}"):
            return number + 1
        if suffix == ".bib" and number > begun and lines[number].startswith("@"):
            return number
        if suffix not in (".md", ".bib"):
            return number + 1
    return len(lines)
