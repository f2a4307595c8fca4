"""A comment that excuses nothing, or a setting that names no rule.

`octavo: allow RULE` in a comment silences a rule at one place.  What it once excused is
gone, so the comment would silence the next fault there.  Delete it, or correct the name.
Rules that guard every build cannot be excused.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family, rules
from octavo.diagnostics import Finding, nearest

FAMILY = Family.TEXT


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find excuses from rules that there are not; `checks` finds those that excuse nothing."""
    for excuse in evidence.excuses:
        if excuse.rule not in rules():
            hints = nearest(excuse.rule, list(rules()))
            yield Finding(f"no rule is named `{excuse.rule}`", excuse.span, hints)
    yield from _settings(evidence)


def _settings(evidence: Evidence) -> Iterator[Finding]:
    project = evidence.project
    for name in project.metadata.checks.severity:
        span = project.source.span(("checks", "severity", name))
        if name not in rules():
            hints = nearest(name, list(rules()))
            yield Finding(f"no rule is named `{name}`", span, hints)
        elif rules()[name].guards:
            hint = "every build looks for it; remove the line"
            yield Finding(f"the severity of `{name}` cannot be changed", span, (hint,))
