"""A figure script that failed, did not end in time, or drew nothing.

The picture would be missing or old.  Run the script by itself to see why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks import Evidence, Family
from octavo.diagnostics import Finding
from octavo.figures import Failed

FAMILY = Family.FIGURES
GUARDS = True

UTF_8 = "as UTF-8; in Excel that is “CSV UTF-8 (Comma delimited)”"


def check(evidence: Evidence) -> Iterator[Finding]:
    """Find scripts that gave nothing."""
    for figure in evidence.figures.by_name.values():
        failed = figure.outcome
        if not isinstance(failed, Failed):
            continue
        words = failed.log.strip().splitlines()[-1:]
        hints = tuple(f"its last words: {word}" for word in words)
        missing = re.search(r"No module named ['\"]([\w.]+)", f"{failed.message} {failed.log}")
        if missing:
            hints += (f"install `{missing[1].split('.')[0]}` beside Octavo: see docs/figures.md",)
        if "UnicodeDecodeError" in failed.message:
            hints += (f"save what it reads {UTF_8}",)
        if failed.span.path != figure.script:
            hints += (f"the figure is that of `{figure.script.as_posix()}`",)
        hints += (failed.hint,) if failed.hint else ()
        yield Finding(failed.message, failed.span, hints)
