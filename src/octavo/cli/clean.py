"""`octavo clean`."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.terminal import alone, in_folder


@click.command("clean")
@in_folder
def command(folder: Path) -> None:
    """Take away what Octavo made: its outputs, drawn figures, and results that it keeps.

    Whatever else stands in build/ stays there.
    """
    from octavo.cleaning import clean
    from octavo.root import find_root

    root = find_root(folder.resolve())
    with alone(root):
        for path in clean(root):
            click.echo(f"{path.relative_to(root).as_posix()} is gone", err=True)
