"""What the rules of a journal's profile say, for those who read and do not write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.submit.profile import File, Source
from octavo.submit.profiles import RULES, Journal, Rule
from octavo.yaml_source import Place, Value

MEASURES: dict[Place, str] = {
    ("layout", "font-size"): "{} pt",
    ("figures", "widths"): "{} mm",
    ("figures", "height"): "at most {} mm",
    ("figures", "dpi"): "at least {} dpi",
    ("figures", "megabytes"): "at most {} MB",
    ("figures", "text-size"): "{} pt",
}
"""How numbers are said, by the rule or what holds it."""

SENTENCES: tuple[Place, ...] = (("checklist",), ("letter", "says"))


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in words: its place, what it says, a line each, and where it was read."""

    place: str
    says: tuple[str, ...]
    origins: tuple[Source, ...]


def rows(journal: Journal) -> Iterator[Row]:
    """Yield the rules of a journal in the order of the schema; the ends of a range are one."""
    known = {rule.place: rule for rule in journal.rules}
    for rule in sorted(journal.rules, key=lambda rule: RULES.index(str(rule.place[0]))):
        place, says = rule.place, _says(rule.place, rule.value)
        if place == ("files",):
            says = tuple(_file(file, journal) for file in journal.profile.files)
        elif place[-1] in ("least", "most"):
            least, most = (known.get((*place[:-1], end)) for end in ("least", "most"))
            if least and most and least.origins == most.origins:
                if rule is least:
                    continue
                place, says = place[:-1], (_range(least, most),)
        yield Row(".".join(map(str, place)), says, rule.origins)


def sources_of(journal: Journal) -> list[Source]:
    """Return the sources of a journal's rules, in the order in which `rows` comes to them."""
    found: list[Source] = []
    for row in rows(journal):
        found += [source for source in row.origins if source not in found]
    return found


def _says(place: Place, value: Value) -> tuple[str, ...]:
    if isinstance(value, list):
        items = tuple(map(_word, value))
        return items if place in SENTENCES else (_measured(place, ", ".join(items)),)
    if place[0] == "statements" and value == {}:
        return ("wanted",)
    most = place[0] == "limits" and place[-1] not in ("least", "most")
    return (_measured(place, f"at most {_word(value)}" if most else _word(value)),)


def _range(least: Rule, most: Rule) -> str:
    return _measured(most.place[:-1], f"{_word(least.value)} to {_word(most.value)}")


def _measured(place: Place, words: str) -> str:
    return MEASURES.get(place[:2], "{}").format(words)


def _word(value: Value) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def _file(file: File, journal: Journal) -> str:
    """Return what is made for a part, as it is called, and whether it must be there."""
    if file.part == "figures":
        figures = journal.profile.figures
        names = [f"{figures.name}.{figures.formats[0]}"]
    else:
        names = [*dict.fromkeys(file.called(form) for form in file.formats)]
    return f"{file.part}: {', '.join(names)}{'' if file.required else ', if there is one'}"
