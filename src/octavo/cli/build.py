"""`octavo build`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

import click

from octavo.cli.listing import list_files
from octavo.cli.options import any_formats, known_formats, quietly
from octavo.cli.terminal import alone, in_folder, report, showing
from octavo.cli.trust import Caged, InCage


@click.command("build", cls=Caged, in_cage=InCage(Path("build"), ("store", "executor", "manifest")))
@any_formats
@in_folder
@quietly
@click.option("--why", is_flag=True, help="Say why what is made is made.")
@click.option("--manifest", is_flag=True, help="List the files in build/manifest.json.")
@click.option("--store", metavar="ADDRESS", help="Share results there, as s3://bucket/folder.")
@click.option("--executor", metavar="ADDRESS", help="Draw figures on a cluster: dask://HOST:PORT.")
def command(
    formats: tuple[str, ...],
    folder: Path,
    quiet: bool,
    why: bool,
    manifest: bool,
    store: str | None,
    executor: str | None,
) -> None:
    """Build the manuscript into build/manuscript.pdf, .docx, .html and other files.

    Without formats, those of `build: formats:` in metadata.yaml are built.  Mistakes
    in the sources are reported together, with their places, and the outputs of the
    last good build stay as they are.
    """
    formats = known_formats(formats)
    from octavo.root import find_root

    root = find_root(folder.resolve())
    with alone(root) if manifest else nullcontext():  # what is listed must be what was made
        made = _make(root, formats, store, executor, quiet=quiet, why=why)
        if manifest:
            _list_in_manifest(root, formats, made, quiet=quiet)


def _make(
    root: Path,
    formats: tuple[str, ...],
    store: str | None,
    executor: str | None,
    *,
    quiet: bool,
    why: bool,
) -> Sequence[Path]:
    """Build, unless nothing changed; return the files."""
    from octavo.folders import sweep
    from octavo.record import unchanged
    from octavo.root import STORE

    kept = unchanged(root, formats)
    if not kept:
        with alone(root):
            kept = unchanged(root, formats)  # who was waited for may have built this
            if not kept:
                return _build(root, formats, quiet=quiet, why=why, store=store, executor=executor)
    sweep(root / STORE)  # who wrote the record may have been killed behind it
    if not quiet:
        list_files(root, kept)
        click.echo("nothing changed")
    return kept


def _build(
    root: Path,
    formats: tuple[str, ...],
    *,
    quiet: bool,
    why: bool,
    store: str | None,
    executor: str | None,
) -> Sequence[Path]:
    started = perf_counter()
    from octavo.executors import drawing_on
    from octavo.pipeline import build
    from octavo.project import load_project
    from octavo.record import Snapshot, forget
    from octavo.record import why as reason

    if why:
        click.echo(f"why: {reason(root, formats)}", err=True)
    snapshot = Snapshot(root)
    project = load_project(root, store)
    with showing(quiet) as progress:
        built = build(project, formats, progress, drawing_on(executor))
    for line in built.reasons if why else ():
        click.echo(f"why: {line}", err=True)
    for finding in built.findings:
        report(finding)
    if built.findings or not built.repeatable:  # what is told is told again
        forget(root)
    else:
        snapshot.remember(formats, built.inputs, {a.path: a.digest for a in built.artifacts})
    paths = [artifact.path for artifact in built.artifacts]
    if not quiet:
        list_files(root, paths)
        click.echo(f"built in {perf_counter() - started:.1f} s")
    return paths


def _list_in_manifest(
    root: Path, formats: tuple[str, ...], made: Sequence[Path], *, quiet: bool
) -> None:
    """Write the manifest of a build, which tells the revision of today even if nothing changed."""
    from octavo.folders import put
    from octavo.manifests import build_manifest
    from octavo.moments import timestamp_of
    from octavo.project import load_project
    from octavo.revision import revision_of
    from octavo.root import MANIFEST

    project = load_project(root, "")
    chosen = tuple(dict.fromkeys(formats or project.metadata.build.formats))
    files = {path.name: path.read_bytes() for path in made}
    place = project.output / MANIFEST
    moment = timestamp_of(project.metadata)
    put(build_manifest(files, chosen, revision_of(root), moment), place)
    if not quiet:
        list_files(root, [place])
