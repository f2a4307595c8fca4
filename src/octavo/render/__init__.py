"""One file a format; none knows another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.diagnostics import Diagnostic

PLACE = "octavo-place-"
"""The identifier of a span begins so of which a PDF tells where it stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a PDF."""

    page: int
    """As it is printed."""

    line: int | None
    """The number that is printed beside its line, if one is."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file's bytes, and what the author should know of how it was made."""

    data: bytes
    findings: tuple[Diagnostic, ...] = ()
    pages: tuple[bytes, ...] = ()
    """Its pages as pictures (SVG), where they were asked for."""

    places: Mapping[str, Place] = field(default_factory=dict)
    """Of a PDF, where the spans stand whose identifiers begin with `PLACE`."""
