"""The words that the page shows: of the abstracts, the sections, the parts, and what is limited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.counting import Counted, Counts
from octavo.metadata import Metadata

DEEPEST = 2
"""The level of the deepest headings whose sections are shown for themselves."""

BESIDE: dict[Counted, str] = {
    "headings": "Headings",
    "captions": "Captions",
    "tables": "Tables",
    "notes": "Notes",
    "references": "References",
    "back-matter": "Statements",
}
"""What counts for itself beside the text."""


@dataclass(frozen=True, slots=True)
class Length:
    """The words of something; `limit` is the most that it may have, or 0."""

    name: str
    words: int
    level: int = 1
    limit: int = 0


def lengths_of(counts: Counts, metadata: Metadata) -> tuple[Length, ...]:
    """Return the words of the abstracts, of each section's text, of the text in all, and beside."""
    parts = counts.parts
    text = parts["text"].words if "text" in parts else 0
    beside = [Length(name, parts[part].words) for part, name in BESIDE.items() if part in parts]
    return (
        *_before(counts, metadata),
        *_sections(counts),
        Length("Text in all", text),
        *(length for length in beside if length.words),
    )


def _before(counts: Counts, metadata: Metadata) -> Iterator[Length]:
    for fore in counts.fore:
        limit = metadata.checks.abstract_words if fore.kind == "abstract" else 0
        yield Length(f"{fore.kind.capitalize()} ({fore.language})", fore.whole.words, limit=limit)


def _sections(counts: Counts) -> Iterator[Length]:
    """Yield the author's sections with all that is within them."""
    for at, section in enumerate(counts.sections):
        parts = counts.within(at)
        if section.title and section.level <= DEEPEST and {"text", "headings"} & set(parts):
            words = parts["text"].words if "text" in parts else 0
            yield Length(section.title, words, section.level)
