"""`octavo verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli import completing
from octavo.cli.options import any_formats, known_formats, quietly
from octavo.cli.terminal import FINDINGS, TOOL, in_folder, showing
from octavo.cli.trust import Uncaged

if TYPE_CHECKING:
    from octavo.tools import Ended
    from octavo.verify.comparison import Compared
    from octavo.verify.verifying import Verified

PICTURES = "figures/"


@click.command("verify", cls=Uncaged)
@any_formats
@in_folder
@click.option(
    "--journal",
    "journals",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.journals,
    help="Make this submission too.",
)
@click.option("--draft", is_flag=True, help="Make submissions as drafts, although checks fail.")
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    metavar="MANIFEST",
    help="Compare with the published files beside a manifest.",
)
@quietly
def command(
    formats: tuple[str, ...],
    folder: Path,
    journals: tuple[str, ...],
    draft: bool,
    against: Path | None,
    quiet: bool,
) -> None:
    """Build twice in different surroundings, and compare byte by byte.

    The sources are copied to two folders and built with nothing in common but themselves:
    other names of folders, locale, time zone, user, umask, cores, clock and order.  Figures
    are drawn in both.  With --against, files that were published are compared with their
    manifest, and with what the sources here become.
    """
    from octavo.project import load_project
    from octavo.root import find_root
    from octavo.verify.again import Wanted
    from octavo.verify.published import verify_against
    from octavo.verify.verifying import verify

    formats = known_formats(formats)
    if against is not None and (formats or journals or draft):
        from octavo.diagnostics import UsageError

        raise UsageError("--against takes what is to be made from the manifest", "leave it out")
    project = load_project(find_root(folder.resolve()))
    chosen = formats if formats or journals else tuple(project.metadata.build.formats)
    with showing(quiet) as progress:
        if against is not None:
            done = verify_against(project, against, progress)
        else:
            done = verify(project, Wanted(chosen, journals, draft), progress)
    _tell(done, project.root, quiet)
    if done.failed is not None and not done.elsewhere:
        raise click.exceptions.Exit(done.failed.code or TOOL)
    if not done.is_equal:
        raise click.exceptions.Exit(FINDINGS)


def _tell(done: Verified, root: Path, quiet: bool) -> None:
    from octavo.reports import texts_of

    for line in done.told if not quiet else ():
        click.echo(line)
    if done.failed is not None:
        _tell_failure(done.failed, elsewhere=done.elsewhere)
    for line in _lines(done.files, quiet=quiet):
        click.echo(line)
    for text in texts_of(done.findings, root):
        click.echo(text, err=True)
    differing = sum(bool(one.differs) for one in done.files)
    if differing:
        click.echo(f"{differing} of {len(done.files)} files are not the same bytes", err=True)
    elif done.files and not quiet:
        click.echo(f"all {len(done.files)} files are the same bytes")


def _lines(files: tuple[Compared, ...], *, quiet: bool) -> list[str]:
    """Return a line for each file; pictures that are equal have one together."""
    lines, pictures = [], 0
    for one in files:
        if one.differs:
            lines.append(f"different  {one.name}: {one.differs}")
        elif one.name.startswith(PICTURES):
            pictures += 1
        elif not quiet:
            lines.append(f"equal      {one.name}  {one.size / 1000:,.0f} kB")
    if pictures and not quiet:
        lines.append(f"equal      {PICTURES}  {pictures} files")
    return lines


def _tell_failure(failed: Ended, *, elsewhere: bool) -> None:
    where = (
        "in other surroundings the build fails" if elsewhere else "the clean copy fails to build"
    )
    click.echo(f"{where}:", err=True)
    click.echo(failed.messages.rstrip(), err=True)
