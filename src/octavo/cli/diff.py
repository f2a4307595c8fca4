"""`octavo diff`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli import completing
from octavo.cli.listing import list_files
from octavo.cli.options import quietly
from octavo.cli.terminal import alone, in_folder, report, showing
from octavo.cli.trust import Caged, InCage

if TYPE_CHECKING:
    from octavo.diff.copies import Copies
    from octavo.diff.summary import Count, Summary

FORMATS = ("pdf", "docx", "html")


@click.command("diff", cls=Caged, in_cage=InCage(Path("build/diff")))
@click.argument("old", shell_complete=completing.revisions)
@click.argument("new", required=False, shell_complete=completing.revisions)
@in_folder
@click.option(
    "--to",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Make copies in these formats alone.",
)
@click.option("--author", metavar="NAME", help="Name the author of the changes.")
@quietly
def command(
    old: str,
    new: str | None,
    folder: Path,
    formats: tuple[str, ...],
    author: str | None,
    quiet: bool,
) -> None:
    """Make copies that show what changed since OLD, or between OLD and NEW.

    OLD and NEW are revisions of git: tags, branches, hashes, `HEAD~3`.  The copies are
    build/diff/manuscript.pdf, .docx with tracked changes, and .html.
    """
    from octavo.diff.copies import mark_copies
    from octavo.project import load_project
    from octavo.root import find_root

    root = find_root(folder.resolve())
    project = load_project(root)
    with alone(root), showing(quiet) as progress:
        copies = mark_copies(project, old, new, formats or FORMATS, author, progress)
    for finding in copies.findings:
        report(finding)
    if quiet:
        return
    for line in _lines(copies):
        click.echo(line)
    list_files(root, (artifact.path for artifact in copies.artifacts))


def _lines(copies: Copies) -> Iterator[str]:
    """Yield the summary, document by document."""
    yield " → ".join(copies.between)
    for name, summary in copies.summaries:
        if len(copies.summaries) > 1:
            yield f"{name}:"
        yield from _table(summary)


def _table(summary: Summary) -> Iterator[str]:
    if not summary.parts:
        yield "nothing changed"
        return
    rows = [(count.name or "text", count) for count in summary.parts]
    rows += [("in all", summary.whole)] if len(rows) > 1 else []
    width = max(len(name) for name, _ in rows)
    for name, count in rows:
        yield f"{name:<{width}}  {_amount(count)}"


def _amount(count: Count) -> str:
    moved = f", {count.moved} moved" if count.moved else ""
    places = "place" if count.places == 1 else "places"
    return f"+{count.added} −{count.removed} words, {count.places} {places}{moved}"
