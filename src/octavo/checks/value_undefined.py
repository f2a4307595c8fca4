"""A `{{ value }}` that neither the metadata nor a figure script gives.

The text would lack a number.  Correct the name, or write the value: under `values`
in `metadata.yaml`, or as JSON by the figure script that computes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding

FAMILY = Family.FIGURES
GUARDS = True


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find values that cannot be printed."""
    failed = [f.name for f in evidence.figures.by_name.values() if f.values is None]
    for unknown in evidence.unknown_values:
        if any(name.replace("-", "_") in unknown.mention.text for name in failed):
            hint = "the figure script that should write it wrote no values"
        else:
            hint = "use `values` of metadata.yaml, or `figures.NAME.KEY` of a figure script"
        yield Finding(
            f"`{{{{ {unknown.mention.text} }}}}` has no value: {unknown.reason}",
            unknown.mention.span,
            (hint,),
        )
