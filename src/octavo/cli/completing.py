"""What a shell may offer in the place of a word: read when the Tab key is pressed, not before."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from octavo.diagnostics import ToolError, UsageError


def formats(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the formats that begin so."""
    from octavo.root import Format

    return _beginning(begun, get_args(Format))


def families(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the families of rules that begin so."""
    from octavo.families import Family

    return _beginning(begun, [family.value for family in Family])


def journals(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the journals whose names begin so, the manuscript's own among them."""
    from octavo.root import journal_names

    return _beginning(begun, journal_names(_root(context)))


def revisions(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the tags and branches that begin so."""
    from octavo import git

    words = ("for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes")
    try:
        told = git.asked(_root(context), *words)
    except ToolError:
        return []
    return _beginning(begun, told.output.decode("utf-8", "replace").splitlines())


def _root(context: click.Context) -> Path:
    """Return the manuscript's folder, or where the terminal is."""
    from octavo.root import find_root

    folder = Path(context.params.get("folder") or ".").resolve()
    try:
        return find_root(folder)
    except UsageError:
        return folder


def _beginning(begun: str, words: list[str] | tuple[str, ...]) -> list[str]:
    return [word for word in words if word.startswith(begun)]
