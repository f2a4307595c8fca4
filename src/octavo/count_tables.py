"""Counts as people and programs read them: tables of text, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from octavo.counting import Counted, Counts, Section, Tally, total
from octavo.diagnostics import Diagnostic
from octavo.reports import object_of, shown, width_of
from octavo.submit.limits import Measure
from octavo.submit.profile import Source as Origin
from octavo.submit.profiles import Journal

COLUMNS: tuple[Counted, ...] = ("text", "headings", "captions", "tables", "notes")
"""The parts that sections have columns for."""

TITLE_WIDTH = 46
"""Columns of the terminal that a title may take."""

Row = Sequence[str]


def text_of(counts: Counts, journal: Journal | None, measures: Sequence[Measure]) -> Iterator[str]:
    """Yield the lines of a report: sections, parts, numbers, and the limits of a journal."""
    yield from _sections(counts)
    yield ""
    yield from _parts(counts)
    yield ""
    yield _numbers(counts)
    if counts.supplement:
        yield f"The supplement has {_numbers(counts.supplement)}."
    if journal is not None:
        yield ""
        yield from _limits(journal, measures)


def _sections(counts: Counts) -> Iterator[str]:
    """Yield a table of the author's sections, each with all that is within it."""
    found = [(s, counts.within(at)) for at, s in enumerate(counts.sections)]
    own = [(section, parts) for section, parts in found if set(parts) & set(COLUMNS)]
    held = [part for part in COLUMNS if any(part in parts for _, parts in own)]
    head = ["words by section", *held, "all"]
    rows = [[_title(section), *_cells(parts, held)] for section, parts in own]
    rows.append(["all", *_cells(counts.parts, held)])
    yield from _table(head, rows)


def _title(section: Section) -> str:
    """Return a heading with its number, moved in by its level, and cut where it is too long."""
    title = section.title or "(before the first heading)"
    whole = "  " * (section.level - 1) + f"{section.number} {title}".strip()
    text = "".join(map(shown, whole))
    while width_of(text) > TITLE_WIDTH:
        text = f"{text.removesuffix('…')[:-1]}…"
    return text


def _cells(parts: Mapping[Counted, Tally], held: Sequence[Counted]) -> Iterator[str]:
    numbers = [parts[part].words if part in parts else 0 for part in held]
    yield from (f"{number:,}" if number else "" for number in numbers)
    yield f"{sum(numbers):,}"


def _parts(counts: Counts) -> Iterator[str]:
    rows = [
        [part, f"{tally.words:,}", f"{tally.characters:,}", f"{tally.letters:,}"]
        for part, tally in counts.parts.items()
    ]
    yield from _table(["by part", "words", "characters", "without spaces"], rows)


def _numbers(counts: Counts) -> str:
    told = [
        f"{number:,} {name[:-1] if number == 1 else name}"
        for name, number in asdict(counts.numbers).items()
        if number
    ]
    return ", ".join(told) or "no figures, tables, equations, references or notes"


def _limits(journal: Journal, measures: Sequence[Measure]) -> Iterator[str]:
    """Yield a table of limits, each with a number that leads to its source."""
    if not measures:
        yield f"{journal.profile.name} has no limits in its profile."
        return
    origins: list[Origin] = []
    for measure in measures:
        origins += [origin for origin in measure.origins if origin not in origins]
    rows = [
        [f"{m.value:,} {m.counted}", m.bounds, _verdict(m), _mark(m.origins, origins)]
        for m in measures
    ]
    yield from _table([f"limits of {journal.profile.name}", "limit", "", "source"], rows)
    for number, origin in enumerate(origins, 1):
        yield f"[{number}] {origin.title}, {origin.url}, read on {origin.read}"


def _verdict(measure: Measure) -> str:
    if measure.kept:
        return "kept"
    many = "too many" if measure.excess > 0 else "too few"
    return f"{abs(measure.excess):,} {many}"


def _mark(read: Sequence[Origin], origins: Sequence[Origin]) -> str:
    return "".join(f"[{origins.index(origin) + 1}]" for origin in read) or "none"


def _table(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield rows in columns: the first from the left, numbers from the right."""
    widths = [max(width_of(row[n]) for row in (head, *rows)) for n in range(len(head))]
    for row in (head, *rows):
        first = row[0] + " " * (widths[0] - width_of(row[0]))
        others = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join([first, *others]).rstrip()


def json_of(
    counts: Counts,
    journal: Journal | None,
    measures: Sequence[Measure],
    findings: Sequence[Diagnostic],
) -> str:
    """Return everything that is counted, and how it stands to a journal, as one object."""
    told: dict[str, Any] = _object(counts)
    if counts.supplement:
        told["supplement"] = _object(counts.supplement)
    if journal is not None:
        told["journal"] = {"id": journal.id, "name": journal.profile.name}
        told["limits"] = list(map(limit_of, measures))
        told["findings"] = list(map(object_of, findings))
    return json.dumps(told, ensure_ascii=False, indent=2)


def _object(counts: Counts) -> dict[str, Any]:
    return {
        "parts": _tallies(counts.parts),
        "all": asdict(total(counts.parts.values())),
        "numbers": asdict(counts.numbers),
        "sections": [
            {
                **{name: getattr(s, name) for name in ("number", "title", "level", "identifier")},
                "own": _tallies(s.own),
                "within": _tallies(counts.within(at)),
            }
            for at, s in enumerate(counts.sections)
        ],
        "before": [
            {"kind": f.kind, "language": f.language, **asdict(f.whole)} for f in counts.fore
        ],
    }


def _tallies(parts: Mapping[Counted, Tally]) -> dict[str, dict[str, int]]:
    return {part: asdict(tally) for part, tally in parts.items()}


def limit_of(measure: Measure) -> dict[str, Any]:
    """Return a limit as programs read it."""
    return {
        "rule": ".".join(map(str, measure.rule)),
        "value": measure.value,
        "counted": measure.counted,
        "least": measure.limit.least,
        "most": measure.limit.most,
        "kept": measure.kept,
        "excess": measure.excess,
        "sources": [
            {"title": origin.title, "url": origin.url, "read": str(origin.read)}
            for origin in measure.origins
        ],
    }
