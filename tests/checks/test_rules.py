"""Every rule fires where its specification says so, and stays silent where it says that."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from octavo.checks import check, rules
from octavo.links import Verdict, Visit
from octavo.pipeline import examine
from octavo.registry import lookup_of
from tests.conftest import BIBLIOGRAPHY, WAVE, Files, Load

FOLDER = Path(__file__).parent
CASE = re.compile(r"^# (?P<kind>fires|silent): (?P<name>.+?)$", re.MULTILINE)
BLOCK = re.compile(r"^````?(?P<language>\S+)\n(?P<source>.*?)^````?$\n?", re.MULTILINE | re.DOTALL)
PLACES = {
    "md": "manuscript/01-text.md",
    "md2": "manuscript/02-more.md",
    "notes": "manuscript/notes.md",
    "draft": "manuscript/_draft.md",
    "latin-1": "manuscript/01-text.md",
    "bib": "bib/references.bib",
    "py": "figures/broken.py",
    "svg": "figures/drawing.svg",
    "csv": "figures/table.csv",
    "yaml": "manuscript/metadata.yaml",
    "html": "build/manuscript.html",
    "link": "manuscript/02-linked.md",
}
SHOWN = {"svg": "![One](figures/drawing.svg)\n", "csv": "![Table](figures/table.csv)\n"}


@dataclass(frozen=True)
class Case:
    """One manuscript and what the rule has to say of it, a line each."""

    rule: str
    kind: str
    name: str
    sources: dict[str, str]
    expected: str


def cases() -> Iterator[Case]:
    """Yield every case of every specification."""
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        heads = [*CASE.finditer(text)]
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            body = text[head.end() : following.start() if following else len(text)]
            sources = {b["language"]: b["source"] for b in BLOCK.finditer(body)}
            expected = BLOCK.sub("", body).strip()
            yield Case(path.stem, head["kind"], head["name"], sources, expected)


def files(case: Case) -> Files:
    """Return the manuscript of a case: each source in the one place where its language belongs."""
    given: Files = {
        "bib/references.bib": BIBLIOGRAPHY,
        "figures/wave.py": WAVE,
        "manuscript/01-text.md": "Text.\n",
    }
    for language, source in case.sources.items():
        if language in ("lookups", "visits"):
            continue
        if language in SHOWN and "md" not in case.sources:
            given["manuscript/01-text.md"] = SHOWN[language]
        if language == "png":
            given["figures/dot.png"] = dots(*map(int, source.split()))
            continue
        if language == "link":
            given[PLACES[language]] = Path(source.strip())
            continue
        given[PLACES[language]] = source.encode("latin-1") if language == "latin-1" else source
    return given


def dots(width: int, height: int, dpi: int) -> bytes:
    """Return a grey picture of so many dots."""
    from PIL import Image

    data = io.BytesIO()
    Image.new("L", (width, height), 128).save(data, "png", dpi=(dpi, dpi))
    return data.getvalue()


def answers(case: Case) -> dict[str, Any]:
    """Return what registries and servers say in a case."""
    works = json.loads(case.sources.get("lookups", "{}"))
    visits = json.loads(case.sources.get("visits", "{}"))
    return {
        "lookups": {doi: lookup_of(kept) for doi, kept in works.items()},
        "visits": {a: Visit(Verdict(v), *rest) for a, (v, *rest) in visits.items()},
    }


def said_of(case: Case, load: Load) -> str:
    """Return what a rule says of a case, in the form of the specifications."""
    rule = rules()[case.rule]
    evidence = replace(examine(load(files(case)), {rule.family}), **answers(case))
    found = check(evidence, {rule.family})
    lines = []
    for d in found:
        if d.code == case.rule:
            lines.append(f"{d.span}-{d.span.end}: {d.severity.value}: {d.message}")
            lines += [f"hint: {hint}" for hint in d.hints]
            lines += [f"fix: {edit.line}:{edit.column} {edit.text!r}" for edit in d.edits]
    return "\n".join(lines)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.rule}: {case.name}")
def test_rule(case: Case, load: Load, request: pytest.FixtureRequest) -> None:
    """A rule says what its specification says: places, messages, hints, and nothing else."""
    said = said_of(case, load)
    assert bool(said) == (case.kind == "fires"), said
    if request.config.getoption("--rewrite") and said != case.expected:
        rewrite(case, said)
    else:
        assert said == case.expected


def rewrite(case: Case, said: str) -> None:
    """Write what the rule says into its specification, for a reviewer to read."""
    path = FOLDER / f"{case.rule}.md"
    text = path.read_text(encoding="utf-8")
    head = next(h for h in CASE.finditer(text) if h["name"] == case.name)
    following = CASE.search(text, head.end())
    end = following.start() if following else len(text)
    blocks = "\n".join(found[0] for found in BLOCK.finditer(text[head.end() : end]))
    body = f"\n\n{blocks}\n{said}\n" + ("\n" if following else "")
    path.write_text(f"{text[: head.end()]}{body}{text[end:]}", encoding="utf-8")


def test_every_rule_is_specified() -> None:
    """Each rule has a specification of its name, with a case of either kind."""
    kinds: dict[str, set[str]] = {}
    for case in cases():
        kinds.setdefault(case.rule, set()).add(case.kind)
    assert kinds == {name: {"fires", "silent"} for name in rules()}
