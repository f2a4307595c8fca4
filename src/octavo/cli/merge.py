"""`octavo merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.options import quietly
from octavo.cli.terminal import FINDINGS, alone, in_folder
from octavo.cli.trust import Uncaged

if TYPE_CHECKING:
    from octavo.merge.merging import Merge


@click.command("merge", cls=Uncaged)
@click.argument("reviewed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_folder
@click.option("--accept", multiple=True, metavar="AUTHOR", help="Take this author's changes only.")
@click.option("--reject", multiple=True, metavar="AUTHOR", help="Leave this author's changes out.")
@click.option("--dry-run", "-n", is_flag=True, help="Show the patch and change nothing.")
@click.option("--force", is_flag=True, help="Go on over uncommitted changes, with a backup.")
@quietly
def command(
    reviewed: Path,
    folder: Path,
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    dry_run: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Bring the edits of a Word file back into the sections that it was built from.

    Tracked changes of everybody are taken, and plain edits too.  Where the sources have
    changed since, both are merged, and what clashes is marked as git does.
    """
    from octavo.merge.merging import merge
    from octavo.merge.report import fails, lines_of, summary_of
    from octavo.project import load_project
    from octavo.root import find_root

    root = find_root(folder.resolve())
    with alone(root):  # the edits of another file would be written over
        merged = merge(load_project(root), reviewed, accept, reject)
        if dry_run:
            _show(merged)
        elif merged.texts:
            _write(root, merged, force)
    failed = fails(merged.done)
    for line in lines_of(merged):
        if not quiet or failed:
            click.echo(line, err=True)
    if not quiet:
        click.echo(summary_of(merged), err=True)
    if failed:
        raise click.exceptions.Exit(FINDINGS)


def _show(merged: Merge) -> None:
    from octavo.fixes import diff

    for path, (before, after) in merged.texts.items():
        click.echo(diff(path, before, after), nl=False)


def _write(root: Path, merged: Merge, force: bool) -> None:
    from octavo.merge.keeping import secure, write

    backup = secure(root, merged.texts, force)
    write(root, dict(merged.texts))
    if backup is not None:
        click.echo(f"what was there is kept in {backup.as_posix()}", err=True)
