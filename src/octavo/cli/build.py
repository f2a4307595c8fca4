"""`octavo build`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import get_args

import click

from octavo.cli.terminal import alone, in_folder, report, showing
from octavo.diagnostics import UsageError


@click.command("build")
@click.argument("formats", nargs=-1, metavar="[pdf] [docx] [html] [jats] [epub] [latex]")
@in_folder
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
@click.option("--why", is_flag=True, help="Say why what is made is made.")
@click.option("--store", metavar="ADDRESS", help="Share results there, as s3://bucket/folder.")
@click.option("--executor", metavar="ADDRESS", help="Draw figures on a cluster: dask://HOST:PORT.")
def command(
    formats: tuple[str, ...],
    folder: Path,
    quiet: bool,
    why: bool,
    store: str | None,
    executor: str | None,
) -> None:
    """Build the manuscript into build/manuscript.pdf, .docx, .html and other files.

    Without formats, those of `build: formats:` in metadata.yaml are built.  Mistakes
    in the sources are reported together, with their places, and the outputs of the
    last good build stay as they are.
    """
    unknown = [name for name in formats if name not in _formats()]
    if unknown:
        known = ", ".join(_formats())
        raise UsageError(f"no format `{unknown[0]}`", f"the formats are {known}")
    from octavo.folders import sweep
    from octavo.record import unchanged
    from octavo.root import STORE, find_root

    root = find_root(folder.resolve())
    kept = unchanged(root, formats)
    if not kept:
        with alone(root):
            kept = unchanged(root, formats)  # who was waited for may have built this
            if not kept:
                _build(root, formats, quiet=quiet, why=why, store=store, executor=executor)
                return
    sweep(root / STORE)  # who wrote the record may have been killed behind it
    if not quiet:
        _list_files(root, kept)
        click.echo("nothing changed")


def _build(
    root: Path,
    formats: tuple[str, ...],
    *,
    quiet: bool,
    why: bool,
    store: str | None,
    executor: str | None,
) -> None:
    started = perf_counter()
    from octavo.executors import drawing_on
    from octavo.pipeline import build
    from octavo.project import load_project
    from octavo.record import Snapshot, forget
    from octavo.record import why as reason

    if why:
        click.echo(f"why: {reason(root, formats)}", err=True)
    snapshot = Snapshot(root)
    project = load_project(root, store)
    with showing(quiet) as progress:
        built = build(project, formats, progress, drawing_on(executor))
    for line in built.reasons if why else ():
        click.echo(f"why: {line}", err=True)
    for finding in built.findings:
        report(finding)
    if built.findings or not built.repeatable:  # what is told is told again
        forget(root)
    else:
        snapshot.remember(formats, built.inputs, {a.path: a.digest for a in built.artifacts})
    if not quiet:
        _list_files(root, [artifact.path for artifact in built.artifacts])
        click.echo(f"built in {perf_counter() - started:.1f} s")


def _list_files(root: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        size = path.stat().st_size / 1000
        click.echo(f"{path.relative_to(root).as_posix()}  {size:,.0f} kB")


def _formats() -> tuple[str, ...]:
    from octavo.root import Format

    return get_args(Format)
