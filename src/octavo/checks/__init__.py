"""Rules: each names one fault and words it; the stages only record facts.

A rule's file is named for its fault, as is its specification in `tests/checks/`.  It
holds its family, its severity if that is not a warning, whether it guards every build,
and `check`, which finds the fault.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from octavo.addresses import Address
from octavo.bibliography import Bibliography, Entry, bare_doi
from octavo.diagnostics import Diagnostic, Finding, Severity
from octavo.excuses import Excuse
from octavo.families import Family as Family
from octavo.figures import Figures
from octavo.formulas import Unconverted
from octavo.links import Verdict, Visit
from octavo.manuscript import Manuscript
from octavo.outputs import Dangling
from octavo.project import Project
from octavo.prose import Prose
from octavo.registry import Lookup
from octavo.values import Unknown


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that rules may look at."""

    project: Project
    manuscript: Manuscript
    bibliography: Bibliography
    figures: Figures
    today: date = date.max
    unknown_values: tuple[Unknown, ...] = ()
    formulas: tuple[Unconverted, ...] = ()
    prose: tuple[Prose, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    dangling: tuple[Dangling, ...] = ()
    """Links within the built files that lead nowhere."""

    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    """What the registries know, by DOI in lower case; empty offline."""

    visits: Mapping[str, Visit] = field(default_factory=dict)
    """What servers answered, by address without its fragment; empty offline."""

    addresses: tuple[Address, ...] = ()
    """The web addresses of the sources, with their places."""

    def looked_up(self) -> Iterator[tuple[Entry, Lookup]]:
        """Yield the entries whose DOI a registry was asked for, and what it said."""
        for entry in self.bibliography.entries.values():
            lookup = self.lookups.get(bare_doi(entry.text("doi")).lower())
            if lookup is not None:
                yield entry, lookup

    def visited(self, verdict: Verdict) -> Iterator[tuple[Address, Visit]]:
        """Yield the addresses whose visit came out so."""
        for address in self.addresses:
            visit = self.visits.get(address.page)
            if visit is not None and visit.verdict is verdict:
                yield address, visit


Check = Callable[[Evidence], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault that Octavo knows."""

    code: str
    family: Family
    severity: Severity
    guards: bool
    """Every build looks for it and stops, so it can be neither lowered nor excused."""

    check: Check
    description: str


GUARDING = frozenset(
    "bibliography-cycle bibliography-duplicate bibliography-unreadable block-unclosed "
    "character-forbidden citation-nested citation-undefined crossref-mixed crossref-undefined "
    "encoding-invalid figure-failed formula-unconverted image-missing image-unreadable "
    "label-duplicate link-unsafe note-duplicate note-undefined source-unreadable table-options "
    "tex-dropped value-undefined".split()
)
"""The rules that guard every build: it loads no others."""

EXCUSE_UNUSED = "excuse-unused"
"""The rule about excuses, which is applied when all others are."""


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its code: the module `citation_undefined` is `citation-undefined`."""
    codes = (module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))
    return {code: _rule(code) for code in codes}


@cache
def _rule(code: str) -> Rule:
    loaded = importlib.import_module(f"{__name__}.{code.replace('-', '_')}")
    guards = getattr(loaded, "GUARDS", False)
    severity = Severity.ERROR if guards else getattr(loaded, "SEVERITY", Severity.WARNING)
    return Rule(code, loaded.FAMILY, severity, guards, loaded.check, loaded.__doc__ or "")


def guard(evidence: Evidence) -> tuple[Diagnostic, ...]:
    """Return what stops a build."""
    return _ordered(d for code in sorted(GUARDING) for d in _found(_rule(code), evidence))


def check(evidence: Evidence, families: Collection[Family] = ()) -> tuple[Diagnostic, ...]:
    """Return what the rules of some families, or of all, find and nothing excuses."""
    settings = evidence.project.metadata.checks.severity
    applied = [
        rule
        for rule in rules().values()
        if (not families or rule.family in families)
        and (rule.guards or settings.get(rule.code) != "off")
    ]
    found = [d for rule in applied for d in _found(rule, evidence)]
    used = {
        (excuse, d.code)
        for d in found
        for excuse in evidence.excuses
        if not rules()[d.code].guards and excuse.covers(d.code, d.span)
    }
    kept = [d for d in found if not any(excuse.covers(d.code, d.span) for excuse, _ in used)]
    return _ordered([*kept, *_unused(evidence, {rule.code for rule in applied}, used)])


def _found(rule: Rule, evidence: Evidence) -> Iterator[Diagnostic]:
    given = evidence.project.metadata.checks.severity.get(rule.code)
    severity = Severity(given) if given and given != "off" and not rule.guards else rule.severity
    for finding in rule.check(evidence):
        yield Diagnostic(
            rule.code, finding.message, finding.span, finding.hints, severity, finding.edits
        )


def _unused(
    evidence: Evidence, applied: set[str], used: set[tuple[Excuse, str]]
) -> Iterator[Diagnostic]:
    """Yield the excuses that excuse nothing, of the rules that were looked for."""
    for excuse in evidence.excuses:
        if excuse.rule in applied and (excuse, excuse.rule) not in used:
            yield Diagnostic(
                EXCUSE_UNUSED,
                f"nothing here is excused from `{excuse.rule}`",
                excuse.span,
                ("delete the comment",),
                rules()[EXCUSE_UNUSED].severity,
            )


def _ordered(found: Iterator[Diagnostic] | list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda d: (d.span, d.code, d.message)))
