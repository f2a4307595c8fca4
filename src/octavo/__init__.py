"""Octavo: an academic manuscript, built into PDF, DOCX and HTML, and checked."""

from __future__ import annotations


def version() -> str:
    """Return the version that is installed."""
    from importlib import metadata

    try:
        return metadata.version("octavo")
    except metadata.PackageNotFoundError:
        return "unknown"
