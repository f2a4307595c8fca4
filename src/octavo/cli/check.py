"""`octavo check`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo import version
from octavo.cli import completing
from octavo.cli.options import quietly
from octavo.cli.terminal import alone, asking_private, exit_code, in_folder, showing
from octavo.cli.trust import Caged, InCage
from octavo.diagnostics import Diagnostic, Faults, UsageError

if TYPE_CHECKING:
    from octavo.families import Family


@click.command("check", cls=Caged, in_cage=InCage(refused=("online", "fix")))
@click.argument("families", nargs=-1, metavar="[FAMILY]...", shell_complete=completing.families)
@in_folder
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    help="How the findings are printed.",
)
@click.option("--online", is_flag=True, help="Ask the registries of DOIs and the servers of links.")
@click.option(
    "--snapshot",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with what `octavo snapshot` wrote, without the network.",
)
@asking_private
@click.option("--fix", is_flag=True, help="Repair what has one right answer, and show a diff.")
@quietly
def command(
    families: tuple[str, ...],
    folder: Path,
    form: str,
    online: bool,
    snapshot: Path | None,
    allow_private: bool,
    fix: bool,
    quiet: bool,
) -> None:
    """Check citations, cross-references, links, figures, metadata and text.

    The families are citations, crossrefs, links, figures, metadata and text; without
    any, all are checked.  Errors and warnings end with exit code 1, notes do not.
    """
    from octavo.checks import rules
    from octavo.inquiry import Inquiry
    from octavo.pipeline import inspect
    from octavo.project import load_project
    from octavo.reports import fails
    from octavo.root import find_root

    wanted = _families(families)
    inquiry = Inquiry(online, snapshot, allow_private)
    root = find_root(folder.resolve())
    try:
        waiting = alone(root) if fix else nullcontext()  # or others' edits were written over
        with waiting, showing(quiet or form != "text") as progress:
            found = inspect(load_project(root), wanted, progress, inquiry)
            if fix and _repair(root, found):
                found = inspect(load_project(root), wanted, progress, inquiry)
    except Faults as faults:
        found = faults.diagnostics
    applied = [r.code for r in rules().values() if not wanted or r.family in wanted]
    _print_report(found, form, root, applied)
    failed = [d for d in found if fails(d)]
    if not quiet and form == "text":
        click.echo(_summary(found, len(applied)), err=True)
    if failed:
        raise click.exceptions.Exit(exit_code(failed))


def _families(names: Sequence[str]) -> set[Family]:
    from octavo.families import Family

    known = [family.value for family in Family]
    for name in names:
        if name not in known:
            raise UsageError(f"no family `{name}`", f"the families are {', '.join(known)}")
    return {Family(name) for name in names}


def _repair(root: Path, found: Sequence[Diagnostic]) -> bool:
    from octavo.fixes import diff, repaired, write

    changed = repaired(root, found)
    for path, (before, after) in changed.items():
        click.echo(diff(path, before, after), err=True, nl=False)
    write(root, changed)
    return bool(changed)


def _print_report(
    found: Sequence[Diagnostic], form: str, root: Path, applied: Sequence[str]
) -> None:
    from octavo import reports
    from octavo.checks import rules

    match form:
        case "json":
            click.echo(reports.json_of(found))
        case "sarif":
            described = {code: rule.description.split("\n")[0] for code, rule in rules().items()}
            click.echo(reports.sarif_of(found, version(), described))
        case "github":
            click.echo(reports.github_of(found), nl=bool(found))
        case "junit":
            click.echo(reports.junit_of(found, applied))
        case _:
            for text in reports.texts_of(found, root):
                click.echo(text)


def _summary(found: Sequence[Diagnostic], count: int) -> str:
    if not found:
        return f"no findings; {count} rules"
    from octavo.reports import numbers_of

    words = numbers_of(found)
    fixable = sum(bool(d.edits) for d in found)
    return f"{words}; {fixable} can be repaired by --fix" if fixable else words
