"""A key of the bibliography within brackets, without its `@`: it is no citation.

`[@one1990; two1990]` prints the second key as it stands, and the brackets too.  Write
`[@one1990; @two1990]`.  Keys that may be words or pages (`power`, `p12`) are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Edit, Finding, Severity, Span
from octavo.manuscript import Kind, Section
from octavo.prose import Prose

FAMILY = Family.CITATIONS
SEVERITY = Severity.ERROR

BRACKET = re.compile(r"(?<![\\!\]^])\[([^][]+)\](?![(\[{:])")
WORD = re.compile(r"(?<![^\s;,])-?([^\s;,@-][^\s;,]*?)(?=[.:]?(?:[\s;,]|$))")
SAFE = re.compile(r"(?=.*[^\W\d_])(?=.*[\d_:])(?![A-Za-z]{1,4}\d{1,3}[a-z]?$).+")
"""A key that is no word, no number and no locator, such as `p12` or `fig3`."""


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find keys in the brackets of citations, and in brackets that hold nothing else."""
    keys = {key for key in evidence.bibliography.entries if SAFE.fullmatch(key)}
    cited: dict[str, list[Span]] = {}
    for mention in evidence.manuscript.of(Kind.CITATION):
        cited.setdefault(mention.span.path.as_posix(), []).append(mention.span)
    texts = [section.text for section in evidence.manuscript.sections]
    prose_of = {prose.path: prose for prose in evidence.prose}
    for section in evidence.manuscript.sections:
        within, prose = cited.get(section.path.as_posix(), []), prose_of[section.path]
        for found in BRACKET.finditer(section.text):
            bare = [*_bare(found, keys)]
            if bare and (
                _is_citation(found, prose, within)
                or (prose.text[found.start()] == "[" and _holds_keys_alone(found, bare, texts))
            ):
                yield from _findings(section, found, bare)


def _bare(bracket: re.Match[str], keys: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the keys in a bracket that have no `@`, and where each begins."""
    start = bracket.start(1)
    for word in WORD.finditer(bracket[1]):
        if word[1] in keys:
            yield start + word.start(1), word[1]


def _is_citation(bracket: re.Match[str], prose: Prose, cited: list[Span]) -> bool:
    """Tell whether pandoc found a citation within a bracket."""
    first, last = prose.span(*bracket.span()), prose.span(bracket.end() - 1, bracket.end())
    return any(first < span < last for span in cited)


def _holds_keys_alone(
    bracket: re.Match[str], bare: list[tuple[int, str]], texts: list[str]
) -> bool:
    """Tell whether a bracket is one of keys, and no link whose address stands elsewhere."""
    pieces = [piece.strip().removeprefix("-") for piece in bracket[1].split(";")]
    return pieces == [key for _, key in bare] and not any(f"{bracket[0]}:" in t for t in texts)


def _findings(
    section: Section, bracket: re.Match[str], bare: list[tuple[int, str]]
) -> Iterator[Finding]:
    for start, key in bare:
        first = section.text.rfind(";", bracket.start(1), start) + 1 or bracket.start(1)
        last = section.text.find(";", start, bracket.end(1))
        piece = range(first, last if last >= 0 else bracket.end(1))
        others = "@" in section.text[first : piece.stop] or sum(s in piece for s, _ in bare) > 1
        span = Span.within(section.path, section.text, start, len(key))
        hint = f"write `@{key}`" + (", behind a semicolon" if others else "")
        edits = () if others else (Edit.of(span, f"@{key}"),)
        yield Finding(
            f"the key `{key}` has no `@`: it is printed as it stands", span, (hint,), edits
        )
