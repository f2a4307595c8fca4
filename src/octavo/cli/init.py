"""`octavo init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Begin a manuscript in DIR, a folder that is not there yet or is empty.

    It holds an article of three short sections with a figure, a table and two references,
    which `octavo build` builds at once: replace what is yours.
    """
    from octavo.bringing.layout import lay, starter

    lay(starter(), folder)
    click.echo(f"{folder} is a manuscript")
    click.echo("  hint: go there, and run `octavo preview` or `octavo build`")
