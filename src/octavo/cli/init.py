"""`octavo init`."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.cli.terminal import FINDINGS

LOCAL = (
    "requirements.txt names a folder of this machine; before co-authors or a service build it, "
    "name what they can install, such as `octavo @ git+https://ADDRESS@REVISION`"
)


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    metavar="PAPER",
    type=click.Path(exists=True, path_type=Path),
    help="Bring over a Word file, or a folder of Manubot, Quarto, pandoc or LaTeX.",
)
def command(folder: Path, source: Path | None) -> None:
    """Begin a manuscript in DIR, a folder that is not there yet or is empty.

    It holds an article of three short sections with a figure, a table and two references,
    which `octavo build` builds at once: replace what is yours.

    With --from, it holds a paper that was written elsewhere.  What did not come over as it
    was is told line by line, and kept in DIR/brought.txt; nothing of the paper is run, and
    nothing is fetched.
    """
    from octavo.bringing.layout import lay, refuse_full, starter

    refuse_full(folder)
    if source is None:
        lay(starter(), folder)
        click.echo(f"{folder} is a manuscript")
    else:
        _bring(source, folder)
    click.echo("  hint: go there, and run `octavo preview` or `octavo build`")
    if "file:" in (folder / "requirements.txt").read_text(encoding="utf-8"):
        click.echo(f"  hint: {LOCAL}")


def _bring(source: Path, folder: Path) -> None:
    from octavo.bringing.kinds import bring
    from octavo.bringing.layout import lay
    from octavo.bringing.paper import REPORT, files_of, report_of

    brought = bring(source)
    lay(files_of(brought, source.name), folder)
    for line in report_of(brought.remarks):
        click.echo(line, err=True)
    lost = sum(remark.lost for remark in dict.fromkeys(brought.remarks))
    click.echo(f"{folder} holds {source.name}: {len(brought.sections)} sections")
    if lost:
        verb = "is to be looked at" if lost == 1 else "are to be looked at"
        click.echo(
            f"{lost} {'place' if lost == 1 else 'places'} {verb}: {folder / REPORT}", err=True
        )
        raise click.exceptions.Exit(FINDINGS)
