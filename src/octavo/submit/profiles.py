"""Journal profiles by name: the manuscript's own before the shipped ones, with inheritance.

A profile is `templates/journals/NAME.yaml`.  Beside what `profile.Profile` holds, a file has

- `inherits`, the name of a profile whose rules hold where it says nothing;
- `sourced`, which says of rules in which of the `sources` they were read;
- `unsourced`, which lists the rules that were read nowhere.

A rule is a place such as `limits.words`, and stands for all below it.  Each rule that a file
gives must be marked in that file, so no rule can look better founded than it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from octavo.diagnostics import Diagnostic, Faults, Span, UsageError, nearest
from octavo.root import shipped_templates
from octavo.schema import Model, Text
from octavo.sources import Undecodable, Unopened, read_text
from octavo.submit.profile import Profile
from octavo.submit.profile import Source as Origin
from octavo.validation import validated
from octavo.yaml_source import Place, Source, Value, read_yaml

FOLDER = Path("templates/journals")
CODE = "profile-invalid"
RULES = (
    *("style", "language", "review", "layout", "limits", "statements", "order", "files"),
    *("figures", "anonymity", "letter", "checklist"),
)
"""The keys whose values are rules of the journal."""

OWN = ("inherits", "sourced", "unsourced")
"""The keys that hold for one file, and are not inherited."""

MAX_GENERATIONS = 8


class _Marks(Model):
    """What a file says of itself alone."""

    inherits: Text | None = None
    sourced: dict[Text, Text] = Field(default_factory=dict)
    unsourced: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a profile: where it stands, what it says, and where it was read."""

    place: Place
    value: Value
    origin: Origin | None
    """None where it was read nowhere."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A profile as found, with the places of its values."""

    id: str
    profile: Profile
    source: Source
    rules: tuple[Rule, ...]

    def span(self, *place: str | int) -> Span:
        """Return where a value of it is written."""
        return self.source.span(place)


@dataclass(frozen=True, slots=True)
class _File:
    source: Source
    marks: _Marks


def journal_names(root: Path) -> list[str]:
    """Return the names of all profiles at hand."""
    folders = (root / FOLDER, shipped_templates() / "journals")
    return sorted({path.stem for folder in folders for path in folder.glob("[!_.]*.yaml")})


def load_journal(root: Path, name: str) -> Journal:
    """Return a profile by its name; raise `UsageError` where there is none, `Faults` if wrong."""
    if _place_of(root, name) is None:
        raise UsageError(
            f"no journal `{name}`",
            "".join(nearest(name, journal_names(root)))
            or f"write {(FOLDER / name).as_posix()}.yaml, or see `octavo journals`",
        )
    files = list(_generations(root, name))
    merged = Source({}, {}, {(): Span(FOLDER / f"{name}.yaml")})
    for file in reversed(files):
        merged = _over(file.source, merged)
    profile = validated(Profile, merged, CODE)
    rules = _rules(files, profile.sources)
    return Journal(name, profile, merged, tuple(rules))


def _place_of(root: Path, name: str) -> Path | None:
    """Return the file of a profile, relative to the folder that it is in."""
    if Path(name).name != name or name.startswith((".", "_")):
        return None
    own = root / FOLDER / f"{name}.yaml"
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
    path = FOLDER / place.name
    home = root if place.is_relative_to(root) else place.parents[2]
    try:
        text = read_text(home, place.relative_to(home))
    except (Undecodable, Unopened) as error:
        raise _fault(error.message, error.span, (error.hint,)) from None
    source = read_yaml(path, text)
    if not isinstance(source.data, dict):
        raise _fault("the file holds no keys with values", Span(path))
    own = {key: value for key, value in source.data.items() if key in OWN}
    marks = validated(_Marks, Source(own, source.keys, source.values), CODE)
    return _File(source, marks)


def _fault(message: str, span: Span, hints: tuple[str, ...] = ()) -> Faults:
    return Faults(Diagnostic(CODE, message, span, hints))


def _over(child: Source, parent: Source) -> Source:
    """Put a file over what it inherits: mappings are joined, all else is replaced."""
    data = _joined(child.data, parent.data)
    kept = {place for place in parent.values if _holds(child, place)}
    keys = {p: span for p, span in parent.keys.items() if p in kept or p == ()} | child.keys
    values = {p: span for p, span in parent.values.items() if p in kept} | child.values
    return Source(data, keys, values)


def _joined(child: Value, parent: Value) -> Value:
    if not isinstance(child, dict) or not isinstance(parent, dict):
        return child
    inherited = {key: value for key, value in parent.items() if key not in OWN}
    return inherited | {
        key: _joined(v, inherited.get(key, v)) for key, v in child.items() if key not in OWN
    }


def _holds(child: Source, place: Place) -> bool:
    """Tell whether a place of the parent stays where the child stands over it."""
    for length in range(1, len(place) + 1):
        value = child.at(place[:length])
        if value is not None and not isinstance(value, dict):
            return False
    return True


def _rules(files: list[_File], sources: Mapping[str, Origin]) -> Iterator[Rule]:
    """Yield every rule that holds, with its origin; raise `Faults` for one that is not marked."""
    given: dict[Place, Rule] = {}
    faults: list[Diagnostic] = []
    for file in reversed(files):
        faults += _unknown_marks(file, sources)
        for place, value in _leaves(file.source.data):
            marked, origin = _origin(place, file.marks, sources)
            if not marked:
                where = ".".join(map(str, place))
                hint = f"name one under `sourced`, or list `{where}` under `unsourced`"
                message = f"the rule `{where}` does not say where it was read"
                faults.append(Diagnostic(CODE, message, file.source.span(place), (hint,)))
            given[place] = Rule(place, value, origin)
    if faults:
        raise Faults(*faults)
    yield from given.values()


def _leaves(data: Value, place: Place = ()) -> Iterator[tuple[Place, Value]]:
    """Yield the rules of a file: values that are no mappings, under the keys of rules."""
    if not isinstance(data, dict):
        yield place, data
        return
    for key, value in data.items():
        if place or key in RULES:
            yield from _leaves(value, (*place, key))


def _origin(
    place: Place, marks: _Marks, sources: Mapping[str, Origin]
) -> tuple[bool, Origin | None]:
    """Return whether a rule is marked, by the longest mark that covers it, and its source."""
    for length in range(len(place), 0, -1):
        name = ".".join(map(str, place[:length]))
        if name in marks.sourced:
            return True, sources.get(marks.sourced[name])
        if name in marks.unsourced:
            return True, None
    return False, None


def _unknown_marks(file: _File, sources: Mapping[str, Origin]) -> Iterator[Diagnostic]:
    """Yield the marks of a file that name no source, or a rule that it does not give."""
    for rule, name in file.marks.sourced.items():
        if name not in sources:
            span = file.source.span(("sourced", rule))
            yield Diagnostic(CODE, f"no source `{name}`", span, nearest(name, list(sources)))
    marked: list[tuple[str, Place]] = [(rule, ("sourced", rule)) for rule in file.marks.sourced]
    marked += [(rule, ("unsourced", n)) for n, rule in enumerate(file.marks.unsourced)]
    for rule, place in marked:
        if file.source.at(tuple(rule.split("."))) is None:
            message = f"the file gives no rule `{rule}`"
            yield Diagnostic(CODE, message, file.source.span(place))
