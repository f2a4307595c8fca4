"""Options and arguments that several commands take, in the same words."""

from __future__ import annotations

from typing import get_args

import click

from octavo.cli import completing
from octavo.diagnostics import UsageError
from octavo.root import Format

any_formats = click.argument(
    "formats",
    nargs=-1,
    metavar=" ".join(f"[{form}]" for form in get_args(Format)),
    shell_complete=completing.formats,
)
quietly = click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")


def known_formats(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words if each names a format; raise `UsageError` for the first that does not."""
    known = get_args(Format)
    for word in words:
        if word not in known:
            raise UsageError(f"no format `{word}`", f"the formats are {', '.join(known)}")
    return words
