"""`octavo revise`."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click

from octavo.cli import completing
from octavo.cli.submit import chosen, packing, tell
from octavo.cli.terminal import alone, in_folder, showing
from octavo.cli.trust import Uncaged


@click.command("revise", cls=Uncaged)
@click.argument("old", shell_complete=completing.revisions)
@in_folder
@click.option(
    "--journal",
    metavar="NAME",
    shell_complete=completing.journals,
    help="Pack for this journal, in the place of `build: journal`.",
)
@click.option("--round", "round_name", metavar="ROUND", help="Pack the answers of this round.")
@click.option("--no-response", is_flag=True, help="Pack no answers to reviewers.")
@packing
def command(
    old: str,
    folder: Path,
    journal: str | None,
    round_name: str | None,
    no_response: bool,
    draft: bool,
    quiet: bool,
    store: str | None,
    executor: str | None,
) -> None:
    """Pack what a journal wants of a revised article into build/revision/JOURNAL/.

    OLD is the revision that the reviewers saw, as git knows it.  Beside all that `octavo submit`
    packs come a copy in which the changes are marked, and the letter that answers the reviewers,
    whose pages and lines are those of that copy.
    """
    from octavo.executors import drawing_on
    from octavo.root import find_root
    from octavo.submit.revising import revise

    started = perf_counter()
    root = find_root(folder.resolve())
    with alone(root), showing(quiet) as progress:
        done = revise(
            root,
            old,
            journal or chosen(root),
            drawing_on(executor),
            progress,
            round_name=round_name,
            answered=not no_response,
            store=store,
            draft=draft,
        )
    tell(done, root, perf_counter() - started, draft=draft, quiet=quiet)
