"""`octavo snapshot`."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.terminal import asking_private, in_folder
from octavo.cli.trust import Uncaged
from octavo.diagnostics import ToolError


@click.command("snapshot", cls=Uncaged)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_folder
@asking_private
def command(file: Path, folder: Path, allow_private: bool) -> None:
    """Write to FILE what the registries know now of the bibliography's DOIs.

    `octavo check citations --snapshot FILE` then compares without the network.
    """
    from octavo.inquiry import write
    from octavo.project import load_project
    from octavo.root import find_root

    count, missed = write(load_project(find_root(folder.resolve())), file, private=allow_private)
    click.echo(f"{count} works in {file}")
    if missed:
        hint = "run it again later"
        raise ToolError(f"{missed} DOIs could not be verified, and are not in it", hint)
