"""The families of rules: known to the command line before any rule is."""

from __future__ import annotations

from enum import Enum


class Family(Enum):
    """What a rule looks at: the words that `octavo check` takes."""

    CITATIONS = "citations"
    CROSSREFS = "crossrefs"
    LINKS = "links"
    FIGURES = "figures"
    METADATA = "metadata"
    TEXT = "text"
