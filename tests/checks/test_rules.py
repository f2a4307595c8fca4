"""Every rule fires where its specification says so, and stays silent where it says that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.checks import check, rules
from octavo.pipeline import gather
from tests.conftest import BIBLIOGRAPHY, WAVE, Load

FOLDER = Path(__file__).parent
CASE = re.compile(
    r"^# (?P<kind>fires|silent): (?P<name>.+?)$\n+```(?P<language>\S+)\n(?P<source>.*?)^```$"
    r"(?P<expected>.*?)(?=^# (?:fires|silent): |\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """One source and what the rule has to say of it, a line each."""

    rule: str
    kind: str
    name: str
    language: str
    source: str
    expected: list[str]


def cases() -> Iterator[Case]:
    """Yield every case of every specification."""
    for path in sorted(FOLDER.glob("*.md")):
        for found in CASE.finditer(path.read_text(encoding="utf-8")):
            lines = [line for line in found["expected"].splitlines() if line]
            yield Case(
                path.stem, found["kind"], found["name"], found["language"], found["source"], lines
            )


def files(case: Case) -> dict[str, str | bytes]:
    """Return the manuscript of a case: its source in the one place where its language belongs."""
    given: dict[str, str | bytes] = {
        "bib/references.bib": BIBLIOGRAPHY,
        "figures/wave.py": WAVE,
        "manuscript/01-text.md": "Text.\n",
    }
    match case.language:
        case "bib":
            given["bib/references.bib"] = case.source
        case "py":
            given["figures/broken.py"] = case.source
        case "svg":
            given["figures/drawing.svg"] = case.source
            given["manuscript/01-text.md"] = "![One](figures/drawing.svg)\n"
        case "csv":
            given["figures/table.csv"] = case.source
            given["manuscript/01-text.md"] = "![Table](figures/table.csv)\n"
        case "latin-1":
            given["manuscript/01-text.md"] = case.source.encode("latin-1")
        case _:
            given["manuscript/01-text.md"] = case.source
    return given


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.rule}: {case.name}")
def test_rule(case: Case, load: Load) -> None:
    """A rule says what its specification says: places, messages, hints, and nothing else."""
    found = [d for d in check(gather(load(files(case)))) if d.code == case.rule]
    said = [[f"{d.span}: {d.message}", *(f"hint: {hint}" for hint in d.hints)] for d in found]
    if case.kind == "silent":
        assert said == []
        return
    lines = [line for one in said for line in one]
    assert lines, "the rule says nothing"
    for line in case.expected:
        assert any(one.startswith(line) for one in lines), (line, lines)


def test_every_rule_is_specified() -> None:
    """Each rule has a specification of its name, with a case of either kind."""
    kinds: dict[str, set[str]] = {}
    for case in cases():
        kinds.setdefault(case.rule, set()).add(case.kind)
    assert kinds == {name: {"fires", "silent"} for name in rules()}
