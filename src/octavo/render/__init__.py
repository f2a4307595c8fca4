"""One file a format; none knows another."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file's bytes, and what the author should know of how it was made."""

    data: bytes
    findings: tuple[Diagnostic, ...] = ()
    pages: tuple[bytes, ...] = ()
    """Its pages as pictures (SVG), where they were asked for."""
