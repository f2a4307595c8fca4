"""`octavo preview`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from octavo.cli.terminal import in_folder
from octavo.cli.trust import Uncaged


@click.command("preview", cls=Uncaged)
@in_folder
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 is any free port.")
@click.option(
    "--open/--no-open", "opening", default=True, help="Open the page in the browser, or do not."
)
def command(folder: Path, port: int, opening: bool) -> None:
    """Show the manuscript in the browser, as HTML and PDF, and follow every save.

    The page is for this machine alone.  Ctrl-C ends it.
    """
    from octavo.preview.serving import serve
    from octavo.root import find_root

    def started(address: str) -> None:
        click.echo(address)
        if opening:
            open_page(address)

    code = serve(
        find_root(folder.resolve()), port, started, lambda text: click.echo(text, err=True)
    )
    raise click.exceptions.Exit(code)


def open_page(address: str) -> None:
    """Open a page, if there is a browser with windows: one in this terminal would take it."""
    import webbrowser

    screen = os.name == "nt" or sys.platform == "darwin"
    if screen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)
