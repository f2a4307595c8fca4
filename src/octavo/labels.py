"""What may be referred to, and how it is spelt."""

from __future__ import annotations

import re

LABEL = re.compile(r"(?P<kind>fig|tbl|eq|sec)[:-](?P<name>.+)", re.IGNORECASE)
"""A label that can be referred to: `fig:x` as pandoc-crossref has it, `fig-x` as Quarto has."""

BESIDE = "octavo-beside"
"""The identifier of a division that holds what is no part of the article and refers to it."""


def label_of(text: str) -> str | None:
    """Return a label in its one spelling (`fig-x`), or None where the text is none."""
    found = LABEL.fullmatch(text)
    return f"{found['kind'].lower()}-{found['name']}" if found else None
