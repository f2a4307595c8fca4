"""`octavo submit`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from octavo.cli import completing
from octavo.cli.options import quietly
from octavo.cli.terminal import FINDINGS, alone, exit_code, in_folder, showing
from octavo.cli.trust import Uncaged
from octavo.diagnostics import UsageError

if TYPE_CHECKING:
    from octavo.submit.submission import Submitted


OPTIONS = (
    click.option(
        "--draft", is_flag=True, help="Pack although checks fail: every page is marked as a draft."
    ),
    quietly,
    click.option("--store", metavar="ADDRESS", help="Share results there, as s3://bucket/folder."),
    click.option("--executor", metavar="ADDRESS", help="Draw on a cluster: dask://HOST:PORT."),
)


def packing(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of what packs files for a journal."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@click.command("submit", cls=Uncaged)
@click.argument("journal", required=False, shell_complete=completing.journals)
@in_folder
@packing
def command(
    journal: str | None,
    folder: Path,
    draft: bool,
    quiet: bool,
    store: str | None,
    executor: str | None,
) -> None:
    """Pack what JOURNAL wants into build/submission/JOURNAL/ and a .zip beside it.

    JOURNAL is the name of a profile: `octavo journals` lists them; without one it is that of
    `build: journal` in metadata.yaml.  The manuscript is
    checked against the journal's limits and all of Octavo's rules; while one fails,
    nothing is packed, and an earlier submission stays as it is.
    """
    from octavo.executors import drawing_on
    from octavo.root import find_root
    from octavo.submit.submission import submit

    started = perf_counter()
    root = find_root(folder.resolve())
    with alone(root), showing(quiet) as progress:
        journal = journal or chosen(root)
        done = submit(root, journal, drawing_on(executor), progress, store=store, draft=draft)
    tell(done, root, perf_counter() - started, draft=draft, quiet=quiet)


def chosen(root: Path) -> str:
    """Return the journal that the metadata name; raise `UsageError` where they name none."""
    from octavo.project import load_project

    journal = load_project(root, "").metadata.build.journal
    if journal is None:
        hint = "`octavo journals` lists them; metadata.yaml may name one as `build: journal`"
        raise UsageError("no journal is named", hint)
    return journal


def tell(done: Submitted, root: Path, seconds: float, *, draft: bool, quiet: bool) -> None:
    """Say what was packed and what is wrong, and end with the exit code of that."""
    from octavo.reports import numbers_of

    _list(done, root, quiet)
    if done.folder is None:
        click.echo(f"nothing was packed: {numbers_of(done.failing)}", err=True)
        click.echo("  hint: mend these, or see how it would look with --draft", err=True)
    elif not quiet:
        click.echo(f"packed in {seconds:.1f} s")
    if done.failing:
        raise click.exceptions.Exit(exit_code(done.failing) if not draft else FINDINGS)


def _list(done: Submitted, root: Path, quiet: bool) -> None:
    from octavo.reports import texts_of

    for text in texts_of(done.findings, root):
        click.echo(text, err=True)
    if quiet or done.folder is None:
        return
    shown = done.folder.relative_to(root).as_posix()
    for member in done.members:
        click.echo(f"{shown}/{member.name}  {len(member.data) / 1000:,.0f} kB")
    if done.archive:
        click.echo(done.archive.relative_to(root).as_posix())
