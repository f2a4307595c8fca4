"""`manuscript/responses/ROUND.md`: what reviewers said and what authors answer, as it is written.

A main heading names who speaks, a block quote is a comment, and what stands below it is the
answer.  A division or a span of the class `change`, `quote` or `removed` holds words of the
manuscript, or a label of it, and becomes the passage as it stands in the marked copy.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from octavo.diagnostics import Diagnostic, Faults, Span, UsageError
from octavo.manuscript import Section
from octavo.schema import Model, Text
from octavo.sources import needed_text
from octavo.validation import validated
from octavo.yaml_source import Source, read_yaml

FOLDER = Path("manuscript/responses")
CODE = "response-invalid"
Kind = Literal["change", "quote", "removed"]
CLAIM = re.compile(
    r"(?:^ {0,3}:{3,}[ \t]*|\{[ \t]*\.)(change|quote|removed)(?=[ \t]*[}:]|[ \t]|$)", re.MULTILINE
)
FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Settings(Model):
    """What stands above the text of a round."""

    revision: Text
    """What the reviewers saw, as git knows it."""

    journal: Text | None = None
    manuscript: Text | None = None
    """What the journal calls the manuscript by."""

    editor: Text | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage that the author quotes: as changed, as it stands, or as gone."""

    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Round:
    """The answers of one round."""

    name: str
    path: Path
    settings: Settings
    source: Source
    section: Section
    """The text without what stands above it; each claim has a class of its own there."""

    claims: dict[str, Claim]
    """The claims by their classes."""

    @property
    def number(self) -> str:
        """What files of the round are called by."""
        return self.name.removeprefix("round-")


def round_names(root: Path) -> list[str]:
    """Return the names of all rounds, the latest last: numbers count as numbers."""

    def order(name: str) -> list[tuple[bool, int, str]]:
        parts = re.findall(r"\d+|\D+", name.removeprefix("round-"))
        # `²` is a digit to Python, and no number
        numbers = [int(part) if part.isdecimal() else None for part in parts]
        return [(n is not None, n or 0, part) for n, part in zip(numbers, parts, strict=True)]

    return sorted((path.stem for path in (root / FOLDER).glob("[!_.]*.md")), key=order)


def read_round(root: Path, name: str | None = None) -> Round:
    """Return a round, by default the latest; raise `UsageError` where there is none."""
    path = FOLDER / f"{_known(root, name)}.md"
    text = needed_text(root, path)
    front = FRONT.match(text)
    if front is None:
        hint = "begin the file with `---`, `revision: …` (what the reviewers saw), and `---`"
        raise Faults(Diagnostic(CODE, "nothing stands above the text", Span(path), (hint,)))
    source = read_yaml(path, "---\n" + front[1])
    settings = validated(Settings, source, CODE)
    body = "\n" * front[0].count("\n") + text[front.end() :]
    tagged, claims = _tagged(path, body)
    return Round(path.stem, path, settings, source, Section(path, tagged), claims)


def _known(root: Path, name: str | None) -> str:
    names = round_names(root)
    if not names:
        raise UsageError(
            f"no answers to reviewers: {FOLDER.as_posix()} has no rounds",
            "`octavo respond --new` begins the first",
        )
    if name is None:
        return names[-1]
    for candidate in (name, f"round-{name}", Path(name).stem):
        if candidate in names:
            return candidate
    raise UsageError(f"no round `{name}`", f"the rounds are {', '.join(names)}")


def _tagged(path: Path, text: str) -> tuple[str, dict[str, Claim]]:
    """Give each claim a class of its own, as long as its word, so that no place moves."""
    claims: dict[str, Claim] = {}

    def tag(found: re.Match[str]) -> str:
        word = found[1]
        name = f"{word[0]}{len(claims):0{len(word) - 1}d}"
        claims[name] = Claim(cast("Kind", word), Span.within(path, text, found.start(1), len(word)))
        return found[0].removesuffix(word) + name

    return CLAIM.sub(tag, text), claims


def untagged(text: str) -> str:
    """Return a listing as it was written."""
    words = {"c": "change", "q": "quote", "r": "removed"}
    return re.sub(
        r"(:::+[ \t]*|\{[ \t]*\.)([cqr])\d{4,6}\b", lambda found: found[1] + words[found[2]], text
    )


def revision_unknown(round_: Round, hint: str) -> Diagnostic:
    """Say of a round that git does not know what its reviewers saw."""
    span = round_.source.span(("revision",))
    message = f"git knows no revision `{round_.settings.revision}`"
    return Diagnostic("revision-unknown", message, span, (hint,) if hint else ())
