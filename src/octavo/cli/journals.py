"""`octavo journals`."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli import completing
from octavo.cli.terminal import USAGE, in_folder, report
from octavo.diagnostics import Diagnostic, Faults, UsageError

if TYPE_CHECKING:
    from octavo.submit.profile import Source
    from octavo.submit.profiles import Journal

NOWHERE = "read nowhere"


@click.command("journals")
@click.argument("name", required=False, shell_complete=completing.journals)
@in_folder
def command(name: str | None, folder: Path) -> None:
    """List the journals whose profiles are at hand, or show what one of them asks.

    With the NAME of a journal, each of its rules is shown with where it was read; rules
    that were read nowhere say so.  Profiles in the manuscript's templates/journals/ are
    listed too, and go before shipped ones of the same name.
    """
    root = _root(folder)
    try:
        for line in _told(root, name) if name else _table(root):
            click.echo(line)
    except Faults as faults:
        for diagnostic in faults.diagnostics:
            report(diagnostic)
        raise click.exceptions.Exit(USAGE) from None


def _root(folder: Path) -> Path:
    """Return the manuscript's folder; outside of one, shipped profiles are shown all the same."""
    from octavo.root import find_root

    try:
        return find_root(folder.resolve())
    except UsageError:
        return folder.resolve()


def _table(root: Path) -> Iterator[str]:
    """Yield a line for each journal; raise `Faults` of all behind the last."""
    from octavo.submit.profiles import journal_names, load_journal

    cells = [("journal", "name", "review", "citation style")]
    faults: list[Diagnostic] = []
    for name in journal_names(root):
        try:
            profile = load_journal(root, name).profile
        except Faults as wrong:
            faults += wrong.diagnostics
        else:
            cells.append((name, profile.name, profile.review or "", profile.style or ""))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        yield "  ".join(f"{cell:{n}}" for cell, n in zip(line, widths, strict=True)).rstrip()
    if faults:
        raise Faults(*faults)


def _told(root: Path, name: str) -> Iterator[str]:
    """Yield all that a journal's profile says, for a terminal as wide as this one."""
    from octavo.submit.profiles import load_journal
    from octavo.submit.wording import rows, sources_of

    journal = load_journal(root, name)
    width = min(max(shutil.get_terminal_size((100, 24)).columns, 60), 120)
    sources = sources_of(journal)
    yield from _head(journal, width)
    column = max((len(row.place) for row in rows(journal)), default=0)
    for row in rows(journal):
        numbers = sorted(sources.index(source) + 1 for source in row.origins)
        where = "".join(f" [{n}]" for n in numbers) or f" ({NOWHERE})"
        says = [*row.says[:-1], row.says[-1] + where] if row.says else [where.strip()]
        yield from _hung(row.place.ljust(column), says, width)
    yield ""
    for n, source in enumerate(sources, 1):
        yield from _hung(f"[{n}]", _source(source), width)


def _head(journal: Journal, width: int) -> Iterator[str]:
    profile = journal.profile
    yield f"{profile.name} ({journal.id})"
    facts = [profile.publisher, profile.field]
    facts += ["inherits " + ", ".join(journal.ancestors)] if journal.ancestors else []
    yield "; ".join(fact for fact in facts if fact)
    if profile.note:
        yield ""
        yield from textwrap.wrap(profile.note, width)
    yield ""


def _source(source: Source) -> list[str]:
    note = f" ({source.note})" if source.note else ""
    return [f"{source.title}, read on {source.read}{note}", source.url]


def _hung(head: str, texts: Sequence[str], width: int) -> Iterator[str]:
    """Yield texts beside a head, each on lines of its own."""
    indent = " " * (len(head) + 2)
    for n, text in enumerate(texts):
        first = f"{head}  " if n == 0 else indent
        yield textwrap.fill(
            text,
            width,
            initial_indent=first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
