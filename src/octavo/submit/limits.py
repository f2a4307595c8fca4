"""How a manuscript stands to a journal's limits: what each counts, and where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.counting import Counted, Counts, Section, Tally, tally_of, total
from octavo.diagnostics import Diagnostic, Span
from octavo.manuscript import Manuscript, place_of
from octavo.project import Project
from octavo.root import METADATA
from octavo.submit.profile import Length, Range
from octavo.submit.profile import Source as Origin
from octavo.submit.profiles import Journal
from octavo.yaml_source import Place

EXCEEDED = "limit-exceeded"
MISSED = "limit-missed"
LONGEST = 3
"""How many of the longest sections are named."""

BETWEEN = r"(?:\](?:\([^()\n]*\))?|[^\w\]\n])+"
"""What may stand between the words of a heading: signs, spaces, and where a link leads."""

NOTE = re.compile(r"\^\[|\[\^[^\]\s]+\](?!:)")
"""Where a footnote is written, or called for."""

NOUNS = {"figures": "figure", "tables": "table", "references": "reference", "notes": "footnote"}
PARTS = {"back-matter": "statements", "abstract": "the abstract", "supplement": "the supplement"}
"""What parts are called, where not by their names."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A limit, and what the manuscript has of it."""

    rule: Place
    """Where the profile has the limit, such as `limits`, `abstract`, `words`."""

    value: int
    counted: str
    """What is counted: `words of text and notes`."""

    limit: Range
    origins: tuple[Origin, ...]
    """Where the limit was read; none if nowhere."""

    span: Span
    advice: tuple[str, ...] = ()
    """What helps to keep the limit."""

    @property
    def kept(self) -> bool:
        """Whether the value is within the limit."""
        return self.limit.holds(self.value)

    @property
    def bounds(self) -> str:
        """The limit in words."""
        return bounds_of(self.limit)

    @property
    def excess(self) -> int:
        """By how much the value is beyond the limit; less than 0 if it falls short of it."""
        if self.limit.most is not None and self.value > self.limit.most:
            return self.value - self.limit.most
        if self.limit.least is not None and self.value < self.limit.least:
            return self.value - self.limit.least
        return 0


def bounds_of(limit: Range) -> str:
    """Return a limit in words."""
    least, most = limit.least, limit.most
    if least is not None and most is not None:
        return f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"at least {least:,}" if least is not None else f"at most {most or 0:,}"


def measures(
    counts: Counts, journal: Journal, project: Project, manuscript: Manuscript
) -> Iterator[Measure]:
    """Yield every limit of a journal that can be measured, broken or kept."""
    for measure in _Measuring(counts, journal, project, manuscript).all():
        if measure.limit.least is not None or measure.limit.most is not None:
            yield measure


def exceeded(found: Iterable[Measure], journal: Journal) -> Iterator[Diagnostic]:
    """Yield what is wrong for each limit that is not kept."""
    for measure in found:
        if measure.kept:
            continue
        beyond = abs(measure.excess)
        many = "too many" if measure.excess > 0 else "too few"
        bound = "most" if measure.excess > 0 else "least"
        message = (
            f"{measure.value:,} {measure.counted}, {beyond:,} {many}; "
            f"the {bound} is {measure.value - measure.excess:,}"
        )
        hints = (*measure.advice, read_in(measure.origins, journal))
        yield Diagnostic(EXCEEDED if measure.excess > 0 else MISSED, message, measure.span, hints)


def read_in(origins: Sequence[Origin], journal: Journal) -> str:
    """Say where a rule of a journal was read."""
    if not origins:
        return f"read nowhere: look whether {journal.profile.name} asks for it"
    places = [f"“{origin.title}”, {origin.url}, on {origin.read}" for origin in origins]
    return f"read in {listed(places)}"


def origins_of(journal: Journal, place: Place) -> tuple[Origin, ...]:
    """Return where a rule, or those that it holds, were read."""
    found = [
        origin
        for rule in journal.rules
        if rule.place[: len(place)] == place[: len(rule.place)]
        for origin in rule.origins
    ]
    return tuple(sorted(set(found), key=found.index))


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: `a, b and c`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


class _Measuring:
    """Takes the measures of one manuscript for one journal."""

    def __init__(
        self, counts: Counts, journal: Journal, project: Project, manuscript: Manuscript
    ) -> None:
        self.counts, self.journal = counts, journal
        self.limits = journal.profile.limits
        self.project, self.manuscript = project, manuscript

    def all(self) -> Iterator[Measure]:
        yield from self.words()
        yield from self.lengths()
        yield from self.keywords()
        yield from self.numbers()
        yield from self.levels()
        yield from self.highlights()

    def measure(
        self,
        rule: Sequence[str],
        value: int,
        counted: str,
        limit: Range,
        span: Span,
        advice: tuple[str, ...] = (),
    ) -> Measure:
        place: Place = ("limits", *rule)
        origins = origins_of(self.journal, place)
        return Measure(place, value, counted, limit, origins, span, advice)

    def at(self, *place: str | int) -> Span:
        return self.project.source.span(place)

    def words(self) -> Iterator[Measure]:
        limit = self.limits.words
        if limit is None:
            return
        parts = [PARTS.get(part, part) for part in limit.counting]
        longest = self.longest(limit.counting)
        advice = ""
        if longest:
            told = [f"“{_called(section)}” ({words:,})" for section, words in longest]
            are = "section is" if len(told) == 1 else "sections are"
            advice = f"the longest {are} {listed(told)}"
        span = self.place(longest[0][0]) if longest else Span(self.project.sections[0])
        value = self.counts.of(limit.counting).words
        counted = f"{_plural(value, 'word')} of {listed(parts)}"
        yield self.measure(("words",), value, counted, limit, span, (advice,) if advice else ())

    def longest(self, counting: Iterable[Counted]) -> list[tuple[Section, int]]:
        """Return the longest main sections that the author wrote, by a rule of counting."""
        own = [
            (section, total(parts.get(part, Tally()) for part in counting).words)
            for at, section in enumerate(self.counts.sections)
            if section.level == 1 and "text" in (parts := self.counts.within(at))
        ]
        return sorted(own, key=lambda pair: -pair[1])[:LONGEST]

    def place(self, section: Section) -> Span:
        """Return where a section's heading is written, or where the text begins."""
        title = BETWEEN.join(map(re.escape, re.findall(r"\w+", section.title)))
        pattern = re.compile(rf"^#{{1,6}}[ \t]+[^\w\n]*{title}\b", re.MULTILINE)
        found = place_of(self.manuscript, pattern, 1) if title else Span(METADATA)
        return Span(self.project.sections[0]) if found.path == METADATA else found

    def first_note(self) -> Span:
        """Return where the first footnote is called for, or where the text begins."""
        found = place_of(self.manuscript, NOTE, 1)
        return Span(self.project.sections[0]) if found.path == METADATA else found

    def lengths(self) -> Iterator[Measure]:
        """Yield the limits of the title and the abstracts, one in each language."""
        metadata, limits = self.project.metadata, self.limits
        if limits.title:
            tally = tally_of(metadata.full_title)
            yield from self.length("title", limits.title, tally, "the title", self.at("title"))
        if limits.short_title and metadata.short_title:
            tally, span = tally_of(metadata.short_title), self.at("short-title")
            yield from self.length(
                "short-title", limits.short_title, tally, "the short title", span
            )
        abstracts = {f.language: f.whole for f in self.counts.fore if f.kind == "abstract"}
        for language, tally in (abstracts or {metadata.language: Tally()}).items():
            if limits.abstract and (abstracts or _asks(limits.abstract)):
                of = f"the abstract ({language})" if len(abstracts) > 1 else "the abstract"
                span = self.at("abstract", language)
                yield from self.length("abstract", limits.abstract, tally, of, span)

    def length(
        self, key: str, limit: Length, tally: Tally, of: str, span: Span
    ) -> Iterator[Measure]:
        if limit.words:
            counted = f"{_plural(tally.words, 'word')} of {of}"
            yield self.measure((key, "words"), tally.words, counted, limit.words, span)
        if limit.characters:
            number = tally.characters
            counted = f"{_plural(number, 'character')} of {of}, with spaces"
            yield self.measure((key, "characters"), number, counted, limit.characters, span)

    def keywords(self) -> Iterator[Measure]:
        limit = self.limits.keywords
        if limit is None:
            return
        metadata = self.project.metadata
        given = metadata.keywords_by_language or {metadata.language: ()}
        for language, keywords in given.items():
            counted = _plural(len(keywords), "keyword")
            counted += f" ({language})" if len(given) > 1 else ""
            span = self.at("keywords", language)
            yield self.measure(("keywords",), len(keywords), counted, limit, span)

    def numbers(self) -> Iterator[Measure]:
        """Yield the limits of what is numbered; the supplement's is its own."""
        numbers = self.counts.numbers
        values = {name: getattr(numbers, name) for name in NOUNS}
        start = Span(self.project.sections[0])
        works = Span(self.project.bibliographies[0]) if self.project.bibliographies else start
        for name, noun in NOUNS.items():
            limit = getattr(self.limits, name)
            if limit:
                counted = _plural(values[name], noun)
                span = {"references": works, "notes": self.first_note()}.get(name, start)
                yield self.measure((name,), values[name], counted, limit, span)
        if self.limits.floats:
            both = values["figures"] + values["tables"]
            counted = "figures and tables together"
            yield self.measure(("floats",), both, counted, self.limits.floats, start)

    def levels(self) -> Iterator[Measure]:
        limit = self.limits.heading_levels
        own = [s for s in self.counts.sections if s.title and "headings" in s.own]
        if limit and own:
            deepest = max(own, key=lambda section: section.level)
            counted = f"{_plural(deepest.level, 'level')} of headings"
            span = self.place(deepest)
            yield self.measure(("heading-levels",), deepest.level, counted, limit, span)

    def highlights(self) -> Iterator[Measure]:
        limit = self.limits.highlights
        if limit is None:
            return
        items = [item for f in self.counts.fore if f.kind == "highlights" for item in f.items]
        counted = _plural(len(items), "highlight")
        yield self.measure(("highlights",), len(items), counted, limit, self.at("highlights"))
        each = Length(words=limit.words, characters=limit.characters)
        for number, item in enumerate(items):
            of, span = f"highlight no. {number + 1}", self.at("highlights", number)
            yield from self.length("highlights", each, item, of, span)


def _asks(limit: Length) -> bool:
    """Tell whether a limit asks for something to be there."""
    return any(limit and limit.least for limit in (limit.words, limit.characters))


def _called(section: Section) -> str:
    return section.title or "before the first heading"


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
