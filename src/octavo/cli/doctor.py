"""`octavo doctor`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.terminal import TOOL, in_folder

if TYPE_CHECKING:
    from octavo.doctor import Fact


@click.command("doctor")
@in_folder
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How what was found is printed.",
)
def command(folder: Path, form: str) -> None:
    """Say what Octavo finds here: versions, optional tools, the store, fonts for the texts.

    Put what it says into a report of a fault.  What a build cannot do without and is missing
    ends with exit code 3.
    """
    from octavo.doctor import facts

    found = list(facts(folder.resolve()))
    if form == "json":
        click.echo(json.dumps([asdict(fact) for fact in found], ensure_ascii=False, indent=1))
    else:
        _table(found)
    if any(fact.state == "missing" for fact in found):
        raise click.exceptions.Exit(TOOL)


def _table(found: Sequence[Fact]) -> None:
    width = max(len(fact.topic) for fact in found)
    for fact in found:
        mark = {"found": " ", "absent": "-", "missing": "!"}[fact.state]
        click.echo(f"{mark} {fact.topic:<{width}}  {fact.found}")
        if fact.hint:
            click.echo(f"  {'':<{width}}  hint: {fact.hint}")
