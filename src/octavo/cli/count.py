"""`octavo count`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from octavo.cli import completing
from octavo.cli.terminal import FINDINGS, in_folder, showing
from octavo.cli.trust import Caged, InCage


@click.command("count", cls=Caged, in_cage=InCage())
@in_folder
@click.option(
    "--journal",
    metavar="NAME",
    help="Compare with the limits of a journal.",
    shell_complete=completing.journals,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the counts are printed.",
)
def command(folder: Path, journal: str | None, form: str) -> None:
    """Count words section by section and part by part, against a journal's limits.

    The journal is that of `build: journal:` in metadata.yaml, if none is named.  A limit
    that is not kept, or a statement that is wanted and missing, ends with exit code 1.
    """
    from octavo import count_tables
    from octavo.counting import counts_of
    from octavo.pipeline import compose_text
    from octavo.project import load_project
    from octavo.reports import texts_of
    from octavo.root import find_root
    from octavo.submit.chosen_journal import as_told, chosen_journal
    from octavo.submit.limits import exceeded, measures
    from octavo.submit.requirements import unmet

    root = find_root(folder.resolve())
    project = load_project(root)
    chosen = chosen_journal(project, journal)
    project = as_told(project, chosen) if chosen else project
    with showing(quiet=not sys.stderr.isatty()) as progress:
        evidence, documents = compose_text(project, progress)
    counts = counts_of(documents)
    found, findings = [], []
    if chosen is not None:
        found = list(measures(counts, chosen, project, evidence.manuscript))
        findings = [*exceeded(found, chosen), *unmet(chosen, project)]
    if form == "json":
        click.echo(count_tables.json_of(counts, chosen, found, findings))
    else:
        click.echo("\n".join(count_tables.text_of(counts, chosen, found)))
        for text in texts_of(findings, root):
            click.echo(f"\n{text}")
    if findings:
        raise click.exceptions.Exit(FINDINGS)
