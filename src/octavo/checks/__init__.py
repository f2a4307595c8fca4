"""Rules: each names one fault and words it; the stages only record facts.

A rule's file is named for its fault, as is its specification in `tests/checks/`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from octavo.assembly import Unknown
from octavo.bibliography import Bibliography
from octavo.diagnostics import Diagnostic
from octavo.figures import Figures
from octavo.formulas import Unconverted
from octavo.manuscript import Manuscript
from octavo.project import Project


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that rules may look at."""

    project: Project
    manuscript: Manuscript
    bibliography: Bibliography
    figures: Figures
    unknown_values: tuple[Unknown, ...] = ()
    formulas: tuple[Unconverted, ...] = ()


Check = Callable[[Evidence], Iterator[Diagnostic]]


@cache
def rules() -> dict[str, Check]:
    """Return every rule by its code: the module `citation_undefined` is `citation-undefined`."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        check: Check = loaded.check
        found[module.name.replace("_", "-")] = check
    return found


def check(evidence: Evidence) -> tuple[Diagnostic, ...]:
    """Return what all rules find, in the order of the places."""
    found = [diagnostic for rule in rules().values() for diagnostic in rule(evidence)]
    return tuple(sorted(set(found), key=lambda d: (d.span, d.code, d.message)))
