"""Words on the command line become one call each; the one module that prints and exits."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, get_args

import click

from octavo import version
from octavo.diagnostics import Diagnostic, Faults, Severity, ToolError, UsageError

if TYPE_CHECKING:
    from octavo.checks import Family

FINDINGS, USAGE, TOOL, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: the author's findings; usage, configuration or unreadable input; a tool; Ctrl-C."""

UNREADABLE = frozenset(
    "yaml-unreadable metadata-invalid encoding-invalid source-unreadable bibliography-unreadable"
    " bibliography-cycle bibliography-missing section-missing style-unknown style-invalid"
    " template-invalid".split()
)
"""Codes that mean the sources cannot be read; all others are findings in what was read."""

OUT_OF_ROOM = (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENOMEM)
"""What the system says when the machine, not Octavo, is at its end."""

SCRIPT_FAILED = "figure-failed"

HELP = """Build an academic manuscript into PDF, DOCX and HTML, and check it.

\b
A manuscript is a folder:
  manuscript/   metadata.yaml and NN-name.md, what you write
  bib/          references.bib
  figures/      one matplotlib script a figure, and data/ they read
  templates/    your own versions of the shipped templates, if you want any

\b
Begin here:
  octavo build          build every format into build/
  octavo build html     build one
  octavo check          look for everything a journal would send back
  octavo preview        show it in the browser, following every save

\b
Exit codes: 0 clean, 1 findings, 2 usage or unreadable sources,
3 a tool or a figure script failed, 130 interrupted.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "--version", "-V", package_name="octavo", prog_name="octavo")
def cli() -> None:
    """Build and check a manuscript."""


in_folder = click.option(
    "--project",
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The manuscript's folder; by default this one or the nearest above it.",
)
asking_private = click.option(
    "--allow-private", is_flag=True, help="Ask servers of private networks too."
)


def _formats() -> tuple[str, ...]:
    from octavo.root import Format

    return get_args(Format)


@cli.command("build")
@click.argument("formats", nargs=-1, metavar="[pdf] [docx] [html] [jats] [epub] [latex]")
@in_folder
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
@click.option("--why", is_flag=True, help="Say why what is made is made.")
@click.option("--store", metavar="ADDRESS", help="Share results there, as s3://bucket/folder.")
@click.option("--executor", metavar="ADDRESS", help="Draw figures on a cluster: dask://HOST:PORT.")
def build_command(
    formats: tuple[str, ...],
    folder: Path,
    quiet: bool,
    why: bool,
    store: str | None,
    executor: str | None,
) -> None:
    """Build the manuscript into build/manuscript.pdf, .docx, .html and other files.

    Without formats, those of `build: formats:` in metadata.yaml are built.  Mistakes
    in the sources are reported together, with their places, and the outputs of the
    last good build stay as they are.
    """
    unknown = [name for name in formats if name not in _formats()]
    if unknown:
        known = ", ".join(_formats())
        raise UsageError(f"no format `{unknown[0]}`", f"the formats are {known}")
    from octavo.record import Snapshot, forget, unchanged
    from octavo.record import why as reason
    from octavo.root import find_root

    started = perf_counter()
    root = find_root(folder.resolve())
    kept = unchanged(root, formats)
    if kept:
        if not quiet:
            _list_files(root, kept)
            click.echo("nothing changed")
        return
    if why:
        click.echo(f"why: {reason(root, formats)}", err=True)
    from octavo.executors import drawing_on
    from octavo.pipeline import build
    from octavo.project import load_project

    snapshot = Snapshot(root)
    project = load_project(root, store)
    with _progress(quiet) as progress:
        built = build(project, formats, progress, drawing_on(executor))
    for line in built.reasons if why else ():
        click.echo(f"why: {line}", err=True)
    for finding in built.findings:
        _report(finding)
    if built.findings or not built.repeatable:  # what is told is told again
        forget(root)
    else:
        snapshot.remember(formats, built.inputs, {a.path: a.digest for a in built.artifacts})
    if not quiet:
        _list_files(root, [artifact.path for artifact in built.artifacts])
        click.echo(f"built in {perf_counter() - started:.1f} s")


def _list_files(root: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        size = path.stat().st_size / 1000
        click.echo(f"{path.relative_to(root).as_posix()}  {size:,.0f} kB")


@cli.command("clean")
@in_folder
def clean_command(folder: Path) -> None:
    """Take away what Octavo made: its outputs, drawn figures, and results that it keeps.

    Whatever else stands in build/ stays there.
    """
    from octavo.cleaning import clean
    from octavo.root import find_root

    root = find_root(folder.resolve())
    for path in clean(root):
        click.echo(f"{path.relative_to(root).as_posix()} is gone", err=True)


@cli.command("check")
@click.argument("families", nargs=-1, metavar="[FAMILY]...")
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
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but what is wrong.")
def check_command(
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
        with _progress(quiet or form != "text") as progress:
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
        raise click.exceptions.Exit(_exit_code(failed))


def _families(names: Sequence[str]) -> set[Family]:
    from octavo.checks import Family

    known = [family.value for family in Family]
    for name in names:
        if name not in known:
            raise UsageError(f"no family `{name}`", f"the families are {', '.join(known)}")
    return {Family(name) for name in names}


@cli.command("snapshot")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_folder
@asking_private
def snapshot_command(file: Path, folder: Path, allow_private: bool) -> None:
    """Write to FILE what the registries know now of the bibliography's DOIs.

    `octavo check citations --snapshot FILE` then compares without the network.
    """
    from octavo.inquiry import write
    from octavo.project import load_project
    from octavo.root import find_root

    count, missed = write(load_project(find_root(folder.resolve())), file, private=allow_private)
    click.echo(f"{count} works in {file}")
    if missed:
        hint = "run it again later"
        raise ToolError(f"{missed} DOIs could not be verified, and are not in it", hint)


@cli.command("preview")
@in_folder
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 is any free port.")
@click.option(
    "--open/--no-open", "opening", default=True, help="Open the page in the browser, or do not."
)
def preview_command(folder: Path, port: int, opening: bool) -> None:
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
    numbers = [(s, sum(d.severity is s for d in found)) for s in Severity]
    words = ", ".join(f"{n} {s.value}{'s' * (n > 1)}" for s, n in numbers if n)
    fixable = sum(bool(d.edits) for d in found)
    return f"{words}; {fixable} can be repaired by --fix" if fixable else words


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done: a changing line in a terminal, a line each elsewhere."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("building") as status:
            yield lambda step: status.update(f"building: {step}")
    else:
        yield lambda step: click.echo(f"done: {step}", err=True)


def _report(diagnostic: Diagnostic) -> None:
    from octavo.reports import text_of

    click.echo(text_of(diagnostic), err=True)


def _exit_code(diagnostics: Sequence[Diagnostic]) -> int:
    codes = {diagnostic.code for diagnostic in diagnostics}
    if codes & UNREADABLE:
        return USAGE
    return TOOL if SCRIPT_FAILED in codes else FINDINGS


def _failed(message: str, hint: str, code: int) -> int:
    click.echo(f"{click.style('octavo', bold=True)}: {message}", err=True)
    if hint:
        click.echo(f"  hint: {hint}", err=True)
    return code


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say and return the exit code."""
    try:
        ended = cli.main(args=arguments, prog_name="octavo", standalone_mode=False)
    except Faults as faults:
        for diagnostic in faults.diagnostics:
            _report(diagnostic)
        count = len(faults.diagnostics)
        noun = "fault" if count == 1 else "faults"
        return _failed(f"{count} {noun}; nothing was built", "", _exit_code(faults.diagnostics))
    except UsageError as error:
        return _failed(str(error), error.hint, USAGE)
    except RecursionError:
        hint = "quotations, lists or brackets hold each other hundreds of levels deep"
        return _failed("the text is nested too deeply", hint, USAGE)
    except ToolError as error:
        return _failed(str(error), error.hint, TOOL)
    except OSError as error:
        if error.errno not in OUT_OF_ROOM:
            raise
        return _failed(f"{error.strerror}: {error.filename}", "make room and try again", TOOL)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return _failed("interrupted", "", INTERRUPTED)
    return ended if isinstance(ended, int) else 0


def main() -> None:
    """Run the command line and exit."""
    # The trees are large and without cycles: looking for some in them is a twentieth of the time.
    gc.set_threshold(200_000, 50, 1000)
    sys.exit(run())
