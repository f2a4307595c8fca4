"""What commands share: options, exit codes, and how progress and findings are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import click

from octavo.diagnostics import Diagnostic

FINDINGS, USAGE, TOOL, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: the author's findings; usage, configuration or unreadable input; a tool; Ctrl-C."""

UNREADABLE = frozenset(
    "yaml-unreadable metadata-invalid encoding-invalid source-unreadable bibliography-unreadable"
    " bibliography-cycle bibliography-missing section-missing style-unknown style-invalid"
    " template-invalid profile-invalid brackets-deep".split()
)
"""Codes that mean the sources cannot be read; all others are findings in what was read."""

SCRIPT_FAILED = "figure-failed"

in_folder = click.option(
    "--project",
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The manuscript's folder; by default this one or the nearest above it.",
)
asking_private = click.option(
    "--allow-private", is_flag=True, help="Ask servers of private networks too."
)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other command makes anything of a manuscript: they would mix its figures."""
    from octavo.folders import alone_in
    from octavo.root import METADATA

    said = "octavo: another command is at work on this manuscript; waiting for it"
    with alone_in((root / METADATA).parent, lambda: click.echo(said, err=True)):
        yield


@contextmanager
def showing(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done: a changing line in a terminal, a line each elsewhere."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("building") as status:
            yield lambda step: status.update(f"building: {step}")
    else:
        shown, turn = True, RLock()

        def tell(step: str) -> None:
            with turn:
                if shown:
                    click.echo(f"done: {step}", err=True)

        try:
            yield tell
        finally:
            with turn:  # what other threads still do comes after the last word on it
                shown = False


def report(diagnostic: Diagnostic) -> None:
    """Print a diagnostic where messages go."""
    from octavo.reports import text_of

    click.echo(text_of(diagnostic), err=True)


def exit_code(diagnostics: Sequence[Diagnostic]) -> int:
    """Return the exit code that diagnostics end with."""
    codes = {diagnostic.code for diagnostic in diagnostics}
    if codes & UNREADABLE:
        return USAGE
    return TOOL if SCRIPT_FAILED in codes else FINDINGS
