"""`octavo respond`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.listing import list_files
from octavo.cli.options import quietly
from octavo.cli.terminal import alone, exit_code, in_folder, showing
from octavo.cli.trust import Uncaged

if TYPE_CHECKING:
    from octavo.pipeline import Artifact
    from octavo.respond.answering import Answer, Form


@click.command("respond", cls=Uncaged)
@click.argument("round_name", metavar="[ROUND]", required=False)
@in_folder
@click.option("--new", is_flag=True, help="Begin the next round, or ROUND, from a template.")
@click.option(
    "--from",
    "reviews",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --new: take the comments from a text, a paragraph each.",
)
@click.option(
    "--to",
    "formats",
    type=click.Choice(("pdf", "docx", "html")),
    multiple=True,
    help="Make the letter in these formats alone.",
)
@click.option("--draft", is_flag=True, help="Make the letter although something is wrong.")
@click.option("--anonymous", is_flag=True, help="Leave out who wrote it, and look for names.")
@quietly
def command(
    round_name: str | None,
    folder: Path,
    new: bool,
    reviews: Path | None,
    formats: tuple[Form, ...],
    draft: bool,
    anonymous: bool,
    quiet: bool,
) -> None:
    """Make the letter that answers the reviewers, of the latest round or of ROUND.

    The answers are manuscript/responses/ROUND.md; `octavo respond --new` begins them.  What
    they quote of the manuscript is looked up in what changed since the reviewers saw it, and
    gets the pages and lines of the marked PDF.  The letter is in build/response/, with that PDF.
    """
    from octavo.root import find_root

    root = find_root(folder.resolve())
    if new or reviews:
        with alone(root):
            _begin(root, round_name, reviews)
        return
    from octavo.project import load_project
    from octavo.respond.answering import FORMATS, respond

    with alone(root), showing(quiet) as progress:
        made, artifacts = respond(
            load_project(root),
            round_name,
            formats or FORMATS,
            progress,
            draft=draft,
            anonymously=anonymous,
        )
    _tell(made, artifacts, root, quiet)
    if made.failing:
        raise click.exceptions.Exit(exit_code(made.failing))


def _begin(root: Path, name: str | None, reviews: Path | None) -> None:
    from octavo.respond.beginning import begin

    path = begin(root, name, reviews)
    click.echo(f"{path.as_posix()} is a response to reviewers")
    click.echo("  hint: write what you answer below each comment, then `octavo respond`")


def _tell(made: Answer, artifacts: tuple[Artifact, ...], root: Path, quiet: bool) -> None:
    from octavo.reports import numbers_of, texts_of

    for text in texts_of(made.findings, root):
        click.echo(text, err=True)
    if not artifacts:
        click.echo(f"no letter was made: {numbers_of(made.failing)}", err=True)
        click.echo("  hint: mend these, or see how it would look with --draft", err=True)
    elif not quiet:
        list_files(root, (artifact.path for artifact in artifacts))
