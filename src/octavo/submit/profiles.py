"""Journal profiles by name: the manuscript's own before the shipped ones, with inheritance.

A profile is `templates/journals/NAME.yaml`.  Beside what `profile.Profile` holds, a file has

- `inherits`, the name of a profile whose rules hold where it says nothing;
- `sourced`, which says of rules in which of the `sources`, one or several, they were read;
- `unsourced`, which lists the rules that were read nowhere.

A rule is a place such as `limits.words`, and stands for all below it.  Each rule that a file
gives must be marked in that file, so no rule can look better founded than it is; and a source
has one name in all files that inherit from each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, cast

from pydantic import BeforeValidator, Field

from octavo.diagnostics import Diagnostic, Faults, Span, UsageError, nearest
from octavo.root import JOURNALS, shipped_templates
from octavo.root import journal_names as journal_names
from octavo.schema import Model, Text, alone
from octavo.sources import Undecodable, Unopened, read_text
from octavo.styles import shipped_style, shipped_styles
from octavo.submit.profile import MAX_NAME, FileFormat, Part, Profile
from octavo.submit.profile import Source as Origin
from octavo.validation import validated
from octavo.yaml_source import Place, Source, Value, laid_over, read_yaml

CODE = "profile-invalid"
RULES = (
    *("style", "language", "review", "layout", "limits", "statements", "order", "files"),
    *("figures", "anonymity", "letter", "checklist"),
)
"""The keys whose values are rules of the journal."""

OWN = ("inherits", "sourced", "unsourced")
"""The keys that say something of the file, and are no part of the profile."""

APART = ("name", "field", "note")
"""The keys of the profile that are not inherited: what is true of a house is not of its journal."""

MAX_GENERATIONS = 8
FORMATS_OF_ONE: Mapping[FileFormat, Part] = {"zip": "source", "bib": "bibliography"}
"""The formats that one part alone has."""


Names = Annotated[
    tuple[Text, ...],
    BeforeValidator(alone),
    Field(min_length=1),
]
"""The names of sources: one, or a list of them."""


class Marks(Model):
    """What a file says of itself alone."""

    inherits: Text | None = None
    sources: dict[Text, Origin] = Field(default_factory=dict)
    sourced: dict[Text, Names] = Field(default_factory=dict)
    unsourced: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a profile: where it stands, what it says, and where it was read."""

    place: Place
    value: Value
    origins: tuple[Origin, ...]
    """None of them where it was read nowhere."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A profile as found, with the places of its values."""

    id: str
    profile: Profile
    source: Source
    rules: tuple[Rule, ...]
    ancestors: tuple[str, ...]
    """The profiles that it inherits, the nearest first."""

    def span(self, *place: str | int) -> Span:
        """Return where a value of it is written."""
        return self.source.span(place)


@dataclass(frozen=True, slots=True)
class _File:
    source: Source
    marks: Marks


def load_journal(root: Path, name: str) -> Journal:
    """Return a profile by its name; raise `UsageError` where there is none, `Faults` if wrong."""
    if _place_of(root, name) is None:
        raise UsageError(
            f"no journal `{name}`",
            "".join(nearest(name, journal_names(root)))
            or f"write {(JOURNALS / name).as_posix()}.yaml, or see `octavo journals`",
        )
    files = list(_generations(root, name))
    merged = Source({}, {}, {(): Span(JOURNALS / f"{name}.yaml")})
    for file in reversed(files):
        merged = laid_over(_without(file.source, OWN), _without(merged, APART))
    profile = validated(Profile, merged, CODE)
    ancestors = tuple(file.marks.inherits for file in files if file.marks.inherits)
    journal = Journal(name, profile, merged, tuple(_rules(files)), ancestors)
    if faults := list(_contradictions(journal, root)):
        raise Faults(*faults)
    return journal


def _contradictions(journal: Journal, root: Path) -> Iterator[Diagnostic]:
    """Yield what each value allows and all together do not."""
    profile, style = journal.profile, journal.profile.style
    parts = [file.part for file in profile.files]
    for n, part in enumerate(parts):
        if part in parts[:n]:
            message, hint = f"the part `{part}` is given twice", "keep one, with all its `formats`"
            yield Diagnostic(CODE, message, journal.span("files", n, "part"), (hint,))
    for n, file in enumerate(profile.files):
        for k, form in enumerate(file.formats):
            if file.part != FORMATS_OF_ONE.get(form, file.part):
                message = f"`{form}` is no format of the part `{file.part}`"
                yield Diagnostic(CODE, message, journal.span("files", n, "formats", k))
    if profile.review == "double-anonymous" and "anonymous" not in parts:
        message = "the authors must stay unknown, and no file of `files` is anonymous"
        hint = "write `- part: anonymous` and `- part: title-page` in the place of `- part: main`"
        yield Diagnostic(CODE, message, journal.span("review"), (hint,))
    if style is not None and not _is_at_hand(style, root):
        hints = nearest(style, list(shipped_styles()))
        yield Diagnostic(CODE, f"no citation style `{style}`", journal.span("style"), hints)


def _is_at_hand(style: str, root: Path) -> bool:
    own = style.endswith(".csl") and Path(os.path.normpath(root / style))
    return own.is_relative_to(root) and own.is_file() if own else shipped_style(style) is not None


def _place_of(root: Path, name: str) -> Path | None:
    """Return the file of a profile, relative to the folder that it is in."""
    if Path(name).name != name or name.startswith((".", "_")) or len(name.encode()) > MAX_NAME:
        return None
    own = root / JOURNALS / f"{name}.yaml"
    if os.path.lexists(own):
        return own
    shipped = shipped_templates() / "journals" / f"{name}.yaml"
    return shipped if shipped.is_file() else None


def _generations(root: Path, name: str) -> Iterator[_File]:
    """Yield the files of a profile: itself, what it inherits, and so on."""
    known: list[str] = []
    heir: tuple[str, Span] | None = None
    while True:
        if name in known or len(known) == MAX_GENERATIONS:
            assert heir is not None
            raise _fault("the profiles inherit from each other without end", heir[1])
        place = _place_of(root, name)
        if place is None:
            assert heir is not None
            raise _fault(f"no journal `{name}`", heir[1], nearest(name, journal_names(root)))
        known.append(name)
        file = _read(root, place)
        yield file
        if file.marks.inherits is None:
            return
        heir = (name, file.source.span(("inherits",)))
        name = file.marks.inherits


def _read(root: Path, place: Path) -> _File:
    path = JOURNALS / place.name
    home = root if place.is_relative_to(root) else place.parents[2]
    try:
        text = read_text(home, place.relative_to(home))
    except (Undecodable, Unopened) as error:
        raise _fault(error.message, error.span, (error.hint,)) from None
    source = read_yaml(path, text)
    if not isinstance(source.data, dict):
        raise _fault("the file holds no keys with values", Span(path))
    own = {key: value for key, value in source.data.items() if key in (*OWN, "sources")}
    marks = validated(Marks, Source(own, source.keys, source.values), CODE)
    return _File(source, marks)


def _fault(message: str, span: Span, hints: tuple[str, ...] = ()) -> Faults:
    return Faults(Diagnostic(CODE, message, span, hints))


def _without(source: Source, names: tuple[str, ...]) -> Source:
    """Return a file without some of its keys."""
    data = {k: v for k, v in cast("dict[str, Value]", source.data).items() if k not in names}
    left_out = {(name,) for name in names}
    keys = {place: span for place, span in source.keys.items() if place[:1] not in left_out}
    values = {place: span for place, span in source.values.items() if place[:1] not in left_out}
    return replace(source, data=data, keys=keys, values=values)


def _rules(files: list[_File]) -> Iterator[Rule]:
    """Yield every rule that holds, with its origin; raise `Faults` for one that is not marked."""
    given: dict[Place, Rule] = {}
    faults: list[Diagnostic] = []
    sources: dict[str, Origin] = {}
    for file in reversed(files):
        faults += _repeated(file, sources)
        sources |= file.marks.sources
        faults += _wrong_marks(file, sources)
        for place, value in _leaves(file.source.data):
            mark = _mark(place, file.marks)
            if mark is None:
                faults.append(_unmarked(place, file))
            old = [other for other in given if _overlap(other, place)]
            if value == {} and old:  # a mapping without keys is joined with what there is
                continue
            for other in old:
                del given[other]
            names = file.marks.sourced.get(mark or "", ())
            origins = tuple(sources[name] for name in names if name in sources)
            given[place] = Rule(place, value, origins)
    if faults:
        raise Faults(*faults)
    yield from given.values()


def _leaves(data: Value, place: Place = ()) -> Iterator[tuple[Place, Value]]:
    """Yield the rules of a file: values that are no mappings, under the keys of rules."""
    if not isinstance(data, dict) or (place and not data):
        yield place, data
        return
    for key, value in data.items():
        if place or key in RULES:
            yield from _leaves(value, (*place, key))


def _overlap(one: Place, other: Place) -> bool:
    """Tell whether one place is the other, or within it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _mark(place: Place, marks: Marks) -> str | None:
    """Return the longest mark of a file that covers a place."""
    names = [".".join(map(str, place[:length])) for length in range(len(place), 0, -1)]
    return next((n for n in names if n in marks.sourced or n in marks.unsourced), None)


def _unmarked(place: Place, file: _File) -> Diagnostic:
    where = ".".join(map(str, place))
    hint = f"name a source of it under `sourced`, or list `{where}` under `unsourced`"
    message = f"the rule `{where}` does not say where it was read"
    return Diagnostic(CODE, message, file.source.span(place), (hint,))


def _repeated(file: _File, inherited: Mapping[str, Origin]) -> Iterator[Diagnostic]:
    """Yield the sources that go by the name of an inherited one."""
    for name in file.marks.sources:
        if name in inherited:
            message = f"what the file inherits has a source `{name}` too"
            span = file.source.span(("sources", name))
            yield Diagnostic(CODE, message, span, ("give this one another name",))


def _wrong_marks(file: _File, sources: Mapping[str, Origin]) -> Iterator[Diagnostic]:
    """Yield the marks of a file that name no source, no rule of the file, or a rule again."""
    for rule, names in file.marks.sourced.items():
        for n, name in enumerate(names):
            if name not in sources:
                span = file.source.span(("sourced", rule, n))
                yield Diagnostic(CODE, f"no source `{name}`", span, nearest(name, list(sources)))
    marked: list[tuple[str, Place]] = [(rule, ("sourced", rule)) for rule in file.marks.sourced]
    marked += [(rule, ("unsourced", n)) for n, rule in enumerate(file.marks.unsourced)]
    for n, (rule, place) in enumerate(marked):
        if tuple(rule.split(".")) not in file.source.values:
            message = f"the file gives no rule `{rule}`"
            yield Diagnostic(CODE, message, file.source.span(place))
        if rule in [other for other, _ in marked[:n]]:
            message = f"the rule `{rule}` is marked twice"
            yield Diagnostic(CODE, message, file.source.span(place), ("keep one",))
