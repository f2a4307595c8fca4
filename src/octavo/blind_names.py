"""The authors' names in the sources of what is printed, each with its place.

No word is taken out of an author's sentences: what is left would say something else, or be a
riddle.  They are told instead, and the author writes the sentence anew, or marks it with
`<!-- octavo: anonymous -->` as one that may go to reviewers as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.blind_pictures import texts_of, words_drawn
from octavo.diagnostics import Diagnostic, Severity, Span
from octavo.figures import Figures
from octavo.folding import GAP, squeezed
from octavo.manuscript import Manuscript
from octavo.marks import CANDIDATE
from octavo.needles import FAMILY, NAME, Needles
from octavo.project import Project
from octavo.prose import prose_of_text
from octavo.self_citations import cited_places, paragraph_around
from octavo.sources import COMMENT
from octavo.yaml_source import Place

PASSED = re.compile(r"<!--\s*octavo:\s*anonymous\s*-->")
WORD = re.compile(r"(?<!\S)[\"'“‘«(\[*_]*([^\W\d_]+)[\"'”’»)\]*_.,;:!?…]*(?!\S)")
"""A word that stands alone: parts of addresses, of accounts and of file names are none."""

PRINTED = ("title", "subtitle", "short-title", "abstract", "keywords", "highlights", "summary")
"""The keys of the metadata whose texts an anonymous copy prints; of `statements`, see `blind`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that is printed: a file, or a part of one that begins at an offset."""

    path: Path
    whole: str
    start: int
    text: str

    def span(self, start: int, end: int) -> Span:
        """Return the place of a range of the text, its first line if it has several."""
        line = self.text[start:end].split("\n")[0]
        return Span.within(self.path, self.whole, self.start + start, len(line))


@dataclass(frozen=True, slots=True)
class Named:
    """The names that were found, and the texts that were let pass."""

    findings: tuple[Diagnostic, ...]
    passed: tuple[str, ...]


def named_in(
    project: Project,
    manuscript: Manuscript,
    figures: Figures,
    needles: Needles,
    removed: tuple[str, ...],
    statements: tuple[str, ...],
) -> Named:
    """Return the names in all that is printed, but for addresses that are `removed`."""
    findings: list[Diagnostic] = []
    passed: list[str] = []
    for source in _sources(project, manuscript, statements):
        fit = [*_passed(source.text)]
        passed += [COMMENT.sub("", source.text[start:end]) for start, end in fit]
        for hit in needles.hits(_blotted(source.text, removed)):
            if any(start <= hit.start < end for start, end in fit):
                continue
            place = source.span(hit.start, hit.end)
            beside = hit.needle.kind in (NAME, FAMILY) and _cites(manuscript, source, hit.start)
            found = " ".join(source.text[hit.start : hit.end].split())
            findings.append(_finding(found, hit.needle.kind, place, beside, hit.needle.sure))
    findings += _in_files(manuscript, figures, needles)
    return Named(tuple(dict.fromkeys(findings)), tuple(dict.fromkeys(passed)))


def ordinary_words(manuscript: Manuscript) -> frozenset[str]:
    """Return the words that the text has without a capital, squeezed: no names are among them."""
    return frozenset(
        squeezed(found[1])
        for section in manuscript.sections
        for found in WORD.finditer(prose_of_text(section.path, section.text).text)
        if found[1].islower()
    )


def _finding(text: str, kind: str, place: Span, beside: bool, sure: bool) -> Diagnostic:
    what = {NAME: "an author", FAMILY: "an author"}.get(kind, f"an author’s {kind}")
    doubt = "" if sure else ", or another of that name, or a word"
    hint = "write it without that, or mark the paragraph with `<!-- octavo: anonymous -->`"
    if beside:
        hint = "if it is in the third person, mark the paragraph: `<!-- octavo: anonymous -->`"
    severity = Severity.WARNING if sure else Severity.NOTE
    return Diagnostic("author-named", f"“{text}” is {what}{doubt}", place, (hint,), severity)


def _sources(
    project: Project, manuscript: Manuscript, statements: tuple[str, ...]
) -> Iterator[Source]:
    for layer in project.layers:
        for place, (start, end) in layer.extents.items():
            holds = place in (values := project.source.values) and values[place].path == layer.path
            if holds and _is_printed(place, statements) and isinstance(layer.at(place), str):
                yield Source(layer.path, layer.text, start, layer.text[start:end])
    for section in manuscript.sections:
        yield Source(section.path, section.text, 0, section.text)


def _is_printed(place: Place, statements: tuple[str, ...]) -> bool:
    if place[:1] == ("statements",):
        return len(place) == 2 and place[1] in statements
    return place[:1] in [(name,) for name in PRINTED]


def _blotted(text: str, removed: tuple[str, ...]) -> str:
    """Return a text, as long as it was, without comments, keys and what is removed."""

    def gap(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", GAP, found[0])

    text = COMMENT.sub(gap, text)
    text = CANDIDATE.sub(lambda m: gap(m) if m["value"] or m["braced"] or m["key"] else m[0], text)
    for address in sorted(removed, key=len, reverse=True):
        text = text.replace(address, GAP * len(address))
    return text


def _passed(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of paragraphs that a mark lets pass: its own, or the one behind it."""
    for found in PASSED.finditer(text):
        start, end = paragraph_around(text, found.start())
        if not PASSED.sub("", text[start:end]).strip():
            rest = text[end:]
            start, end = paragraph_around(text, end + len(rest) - len(rest.lstrip()))
        yield start, end


def _cites(manuscript: Manuscript, source: Source, at: int) -> bool:
    """Tell whether something is cited in the paragraph of a place."""
    if all(section.path != source.path for section in manuscript.sections):
        return False
    start, end = paragraph_around(source.text, at)
    first, last = source.text.count("\n", 0, start) + 1, source.text.count("\n", 0, end) + 1
    places = cited_places(manuscript.mentions, source.path)
    return any(first <= place.line <= last for place in places)


def _in_files(manuscript: Manuscript, figures: Figures, needles: Needles) -> Iterator[Diagnostic]:
    """Yield the names in tables from files, in pictures, and in what is said of them."""
    for picture in manuscript.pictures:
        texts = [str(cell) for row in picture.rows for cell in row]
        if picture.path and not picture.problem:
            texts += words_drawn(picture.path)
        for text in texts:
            yield from _elsewhere(text, picture.span, "the file", needles)
    for script, text in texts_of(figures):
        yield from _elsewhere(text, Span(script), "the picture or its description", needles)


def _elsewhere(text: str, place: Span, what: str, needles: Needles) -> Iterator[Diagnostic]:
    for hit in needles.hits(text):
        found = text[hit.start : hit.end]
        severity = Severity.WARNING if hit.needle.sure else Severity.NOTE
        message = f"“{found}” in {what} tells who wrote this"
        yield Diagnostic("author-named", message, place, ("take it out there",), severity)
