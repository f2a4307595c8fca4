"""The few variables of the environment that a figure script sees."""

from __future__ import annotations

from pathlib import Path

from octavo.store import variables

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
"""The variables that a script is left; no secret is among them."""


def environment_for(output: str) -> dict[str, str]:
    """Return the variables of a script that leaves what it makes in a folder."""
    package = str(Path(__file__).parents[1])
    return {
        **variables(KEPT),
        "PYTHONPATH": package,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONHASHSEED": "0",  # sets have the same order every time
        "MPLBACKEND": "agg",
        "SOURCE_DATE_EPOCH": "0",
        "OCTAVO_OUTPUT": output,
    }
